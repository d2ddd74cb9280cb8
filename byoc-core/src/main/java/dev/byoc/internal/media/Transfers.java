package dev.byoc.internal.media;

import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.task.Attachment;
import dev.byoc.internal.task.Task;
import dev.byoc.store.spi.Change;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Keeps files from taking all workers: only so many messages with files are worked on at once, and the others come back later. */
public final class Transfers {
    private static final Duration LATER = Duration.ofSeconds(1);

    private final Semaphore places;

    public Transfers(int atOnce) {
        this.places = new Semaphore(atOnce);
    }

    /** Works if a place is free; else says when to ask again, without blocking anybody. */
    public Outcome inTurn(Task work, Supplier<Outcome> step) {
        if (!hasFiles(work)) {
            return step.get();
        }
        if (!places.tryAcquire()) {
            return new Outcome.Waits(LATER, "other files are under way", Change.NONE);
        }
        try {
            return step.get();
        } finally {
            places.release();
        }
    }

    private static boolean hasFiles(Task work) {
        return (work instanceof Task.Post post && Attachment.anyIn(post.contents()))
                || (work instanceof Task.Reply reply && Attachment.anyIn(reply.contents()));
    }
}
