package dev.byoc.internal.catchup;

import dev.byoc.internal.gap.Gap;
import dev.byoc.internal.runtime.Recent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Up to where conversations were read for a gap, as far as that is less than the whole: a backlog that waits there would read the same pages
 * for each of its messages. What is not in it is read once more. Thread-safe.
 */
final class ReadUpTo {
    private record Place(Instant gap, Instant written) {}

    private static final int MOST = 1_000;

    private final Recent<String, Place> byConversation = new Recent<>(MOST);

    /**
     * Notes it.
     *
     * @param written what is older is done; null: that is not known
     */
    void note(Subject subject, Gap gap, @Nullable Instant written) {
        if (written == null) {
            byConversation.remove(key(subject));
        } else {
            byConversation.put(key(subject), new Place(gap.to(), written));
        }
    }

    /** Whether a reading for a message of that time was made. */
    boolean covers(Subject subject, Gap gap, @Nullable Instant written) {
        Place place = byConversation.get(key(subject));
        return place != null && written != null && place.gap().equals(gap.to()) && written.isBefore(place.written());
    }

    private static String key(Subject subject) {
        return subject.account().id() + " " + subject.name();
    }
}
