package dev.byoc.relay;

import dev.byoc.store.Change;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Keeps files from taking all workers: only so many messages with files are worked on at once, and the others come back later. */
final class Transfers {
    private static final Duration LATER = Duration.ofSeconds(1);

    private final Semaphore places;

    Transfers(int atOnce) {
        this.places = new Semaphore(atOnce);
    }

    /** Works if a place is free; else says when to ask again, without blocking anybody. */
    Step inTurn(Work work, Supplier<Step> step) {
        if (!hasFiles(work)) {
            return step.get();
        }
        if (!places.tryAcquire()) {
            return new Step.Waits(LATER, "other files are under way", Change.NONE);
        }
        try {
            return step.get();
        } finally {
            places.release();
        }
    }

    private static boolean hasFiles(Work work) {
        return (work instanceof Work.Post post && Attachment.anyIn(post.contents()))
                || (work instanceof Work.Reply reply && Attachment.anyIn(reply.contents()));
    }
}
