package dev.byoc.app.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class Which {
    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "Only those of this account, by its id in the settings.")
    private @Nullable String account;

    @Option(
            names = "--direction",
            paramLabel = "inbound|outbound",
            description = "Only customers' messages (inbound), or only agents' answers (outbound).")
    private @Nullable String direction;

    @Option(
            names = "--party",
            paramLabel = "REFERENCE",
            description = "Only those of this customer, by the reference that the list shows.")
    private @Nullable String party;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only those stored then or later, in UTC, such as 2026-01-15T09:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only those stored before that time.")
    private @Nullable String until;

    @Option(
            names = "--reason",
            paramLabel = "WORDS",
            description = "Only those whose reason contains this text, in upper or lower case.")
    private @Nullable String reason;

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

    /**
     * Those of them that were stored before the command began: what comes while it asks and works, such as what a replay has failed with once
     * more, is not meant.
     */
    Map<String, String> parameters(Instant began) {
        Map<String, String> parameters = parameters();
        parameters.merge("until", began.toString(), Which::earlier);
        return parameters;
    }

    private static String earlier(String given, String began) {
        try {
            return Instant.parse(given).isBefore(Instant.parse(began)) ? given : began;
        } catch (DateTimeException e) {
            // The relay says what is wrong with it.
            return given;
        }
    }
}
