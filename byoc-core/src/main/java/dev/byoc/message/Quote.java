package dev.byoc.message;

import org.jspecify.annotations.Nullable;

/**
 * The earlier message that a message answers. Nothing is looked up: what is not given here is not shown.
 *
 * @param messageId the messenger's own id of that message, in the form that its channel uses; null: it is not known
 * @param words what that message said; where the other side has nothing better, their first 80 characters are shown in one line
 * @param author who wrote it, as a reader knows them
 */
public record Quote(
        @Nullable String messageId,
        @Nullable String words,
        @Nullable String author) {
    /** The id alone: words and names do not belong in a log. */
    @Override
    public String toString() {
        return "Quote[" + messageId + "]";
    }
}
