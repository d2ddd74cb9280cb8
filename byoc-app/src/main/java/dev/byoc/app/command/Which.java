package dev.byoc.app.command;

import java.util.Map;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class Which {
    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "Only those of this account, by its id in the settings.",
            defaultValue = "")
    private String account = "";

    @Option(
            names = "--direction",
            paramLabel = "inbound|outbound",
            description = "Only customers' messages (inbound), or only agents' answers (outbound).",
            defaultValue = "")
    private String direction = "";

    @Option(
            names = "--party",
            paramLabel = "REFERENCE",
            description = "Only those of this customer, by the reference that the list shows.",
            defaultValue = "")
    private String party = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only those stored then or later, in UTC, such as 2026-01-15T09:00:00Z.",
            defaultValue = "")
    private String since = "";

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Only those stored before that time.",
            defaultValue = "")
    private String until = "";

    @Option(
            names = "--reason",
            paramLabel = "WORDS",
            description = "Only those whose reason contains this text, in upper or lower case.",
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
