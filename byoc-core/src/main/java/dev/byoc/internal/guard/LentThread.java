package dev.byoc.internal.guard;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that its owner can do without, such as one of a web server's for one request: a channel reads the request on it as it is, which
 * spares the change to another thread and back. Where a call does not return, who waits for the outcome is told on another thread, and this
 * one stays with the call; once that has returned, it does nothing more for the request.
 */
public final class LentThread {
    private static final ThreadLocal<@Nullable LentThread> CURRENT = new ThreadLocal<>();

    private final BiConsumer<String, String> left;

    /** The call was left behind, and who waited for it was told: the thread ends what it was lent for. */
    public static final class LeftBehindException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeftBehindException() {
            super("left behind", null, false, false);
        }
    }

    private LentThread(BiConsumer<String, String> left) {
        this.left = left;
    }

    /**
     * Runs a task on this thread, which is lent for it.
     *
     * @param left is told, once, by another thread, whose code has not returned and in what words; then the task is over though it has not ended
     */
    public static void run(Runnable task, BiConsumer<String, String> left) {
        CURRENT.set(new LentThread(left));
        try {
            task.run();
        } catch (LeftBehindException e) {
            // What there was to say has been said.
        } finally {
            CURRENT.remove();
        }
    }

    /** Null: this thread is its owner's. */
    static @Nullable LentThread current() {
        return CURRENT.get();
    }

    void leftBehind(Site site, String trouble) {
        left.accept(site.component(), trouble);
    }
}
