package dev.byoc.internal.media;

import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.http.Fetcher;
import dev.byoc.internal.task.Attachment;
import dev.byoc.internal.task.Task;
import dev.byoc.store.spi.Change;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Keeps files from taking all workers: only so many messages with files are worked on at once, and the others come back later. So do all
 * while nothing can be fetched: that is not the file's fault.
 */
public final class Transfers {
    private static final Duration LATER = Duration.ofSeconds(1);

    private final Fetcher fetcher;
    private final Semaphore places;

    public Transfers(Fetcher fetcher, int atOnce) {
        this.fetcher = fetcher;
        this.places = new Semaphore(atOnce);
    }

    /** Runs the attempt if a place is free; else says when to try again. Does not wait for a place. */
    public Outcome inTurn(Task work, Supplier<Outcome> attempt) {
        if (!hasFiles(work)) {
            return attempt.get();
        }
        String why = fetcher.whyNotNow();
        if (why != null) {
            return new Outcome.Wait(LATER, why, Change.NONE);
        }
        if (!places.tryAcquire()) {
            return new Outcome.Wait(LATER, "other files are under way", Change.NONE);
        }
        try {
            return attempt.get();
        } finally {
            places.release();
        }
    }

    private static boolean hasFiles(Task work) {
        return (work instanceof Task.Post post && Attachment.anyIn(post.contents()))
                || (work instanceof Task.Reply reply && Attachment.anyIn(reply.contents()));
    }
}
