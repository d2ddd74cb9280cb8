package dev.byoc.app.command;

import java.util.Map;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class Which {
    @Option(names = "--account", paramLabel = "ID", description = "Of that account.", defaultValue = "")
    private String account = "";

    @Option(
            names = "--direction",
            paramLabel = "inbound|outbound",
            description = "Customers' messages, or answers.",
            defaultValue = "")
    private String direction = "";

    @Option(
            names = "--party",
            paramLabel = "REFERENCE",
            description = "Of that customer, as the list shows it.",
            defaultValue = "")
    private String party = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Stored then or later, such as 2026-01-15T09:00:00Z.",
            defaultValue = "")
    private String since = "";

    @Option(names = "--until", paramLabel = "TIME", description = "Stored before that.", defaultValue = "")
    private String until = "";

    @Option(
            names = "--reason",
            paramLabel = "WORDS",
            description = "Whose reason contains these, whatever the case.",
            defaultValue = "")
    private String reason = "";

    Map<String, String> parameters() {
        return Target.given(
                "account",
                account,
                "direction",
                direction,
                "party",
                party,
                "since",
                since,
                "until",
                until,
                "reason",
                reason);
    }
}
