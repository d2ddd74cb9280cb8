package dev.byoc.internal.account;

import dev.byoc.channel.config.Setting;
import dev.byoc.internal.runtime.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** What becomes of a customer's next message after an agent has resolved the conversation. Account setting {@code conversations}. */
public sealed interface ConversationPolicy {
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

    /** From the account's setting, its words in relaxed form as everywhere in settings; null: none of the policies. */
    static @Nullable ConversationPolicy of(String text) {
        String[] parts = text.split(":", 2);
        String word = Setting.relaxed(parts[0]);
        if (parts.length == 2) {
            return word.equals("newafter") ? newAfter(parts[1].strip()) : null;
        }
        return switch (word) {
            case "reuse" -> new Reuse();
            case "reopen" -> new Reopen();
            case "newafterresolve" -> new NewAfter(Duration.ZERO);
            default -> null;
        };
    }

    private static @Nullable ConversationPolicy newAfter(String text) {
        try {
            Duration after = Duration.parse(text);
            return Durations.isAge(after) ? new NewAfter(after) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Whether a conversation that was resolved then is left alone now. */
    default boolean leaves(Instant resolvedAt, Instant now) {
        return this instanceof NewAfter later && !now.isBefore(resolvedAt.plus(later.after()));
    }
}
