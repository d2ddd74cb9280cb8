package dev.byoc.internal.catchup;

import dev.byoc.freshchat.FreshchatMessage;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The line of a conversation that says that it was resolved or opened again, by the message's {@code meta_data}.
 *
 * @param place among the messages read
 */
record StateLine(int place, boolean resolves, Instant at) {
    /** The newest one since the gap, if it is news; null: there is none, or the customer has written since. */
    static @Nullable StateLine in(Read read, Subject subject) {
        for (int i = 0; i < read.known(); i++) {
            FreshchatMessage message = read.newestFirst().get(i);
            if (message.actorType().strip().toLowerCase(Locale.ROOT).equals("user")) {
                return null;
            }
            if (message.resolves() || message.reopens()) {
                Instant at = message.createdTime();
                return at != null && isNews(at, subject) ? new StateLine(i, message.resolves(), at) : null;
            }
        }
        return null;
    }

    private static boolean isNews(Instant at, Subject subject) {
        Instant last = subject.link().stateAt();
        return subject.isCurrent() && (last == null || at.isAfter(last));
    }
}
