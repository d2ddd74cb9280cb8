package dev.byoc.relay;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What becomes of a customer's next message after an agent has resolved the conversation. Account setting {@code conversations}. */
sealed interface ConversationPolicy {
    /** Post to it all the same; Freshchat opens it again, or says that it is not the latest, and then a new one is created. */
    record Reuse() implements ConversationPolicy {}

    /** Set it to new first, then post. */
    record Reopen() implements ConversationPolicy {}

    /**
     * Create a new conversation.
     *
     * @param after how long after the resolve; zero: always
     */
    record NewAfter(Duration after) implements ConversationPolicy {}

    /** What a person writes in the settings; null if it is none of the policies. */
    static @Nullable ConversationPolicy of(String text) {
        String word = text.toLowerCase(Locale.ROOT).replace('_', '-');
        switch (word) {
            case "reuse" -> {
                return new Reuse();
            }
            case "reopen" -> {
                return new Reopen();
            }
            case "new-after-resolve" -> {
                return new NewAfter(Duration.ZERO);
            }
            default -> {
                try {
                    String duration = word.startsWith("new-after:") ? word.substring("new-after:".length()) : "";
                    Duration after = Duration.parse(duration);
                    return after.isNegative() || after.compareTo(RetryPolicy.LONGEST) > 0 ? null : new NewAfter(after);
                } catch (DateTimeParseException e) {
                    return null;
                }
            }
        }
    }

    /** Whether a conversation that was resolved then is left alone now. */
    default boolean leaves(Instant resolvedAt, Instant now) {
        return this instanceof NewAfter later && !now.isBefore(resolvedAt.plus(later.after()));
    }
}
