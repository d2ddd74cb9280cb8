package dev.byoc.internal.catchup;

import dev.byoc.internal.gap.Gap;
import dev.byoc.internal.runtime.Recent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Up to where conversations were read for a gap, as far as that is less than the whole: a backlog that waits there would read the same pages
 * for each of its messages. What is not in it is read once more. Thread-safe.
 */
final class ReadUpTo {
    private record Place(Instant gap, Instant written, long reader) {}

    private static final int MOST = 1_000;

    private final Recent<String, Place> byConversation = new Recent<>(MOST);

    /**
     * Notes it.
     *
     * @param written what is older is done; null: that is not known
     * @param reader the entry for which it was read: where it is attempted again, what came of that was not stored, so it reads again
     */
    void note(String conversation, Gap gap, @Nullable Instant written, long reader) {
        if (written == null) {
            byConversation.remove(conversation);
        } else {
            // As precise as entries keep their times.
            byConversation.put(conversation, new Place(gap.to(), written.truncatedTo(ChronoUnit.MILLIS), reader));
        }
    }

    /** Whether a reading that another entry has made does for that one, whose message was written then. */
    boolean covers(String conversation, Gap gap, Instant written, long entry) {
        Place place = byConversation.get(conversation);
        return place != null
                && place.reader() != entry
                && place.gap().equals(gap.to())
                && written.isBefore(place.written());
    }
}
