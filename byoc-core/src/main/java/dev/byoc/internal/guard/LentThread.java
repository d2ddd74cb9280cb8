package dev.byoc.internal.guard;

import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that its owner can do without, such as one of a web server's for one request: a channel reads the request on it as it is, which
 * spares the change to another thread and back. Where a call does not return, who waits for the outcome is told on another thread, and this
 * one stays with the call; once that has returned, it does nothing more for the request.
 */
public final class LentThread {
    private static final ThreadLocal<@Nullable LentThread> CURRENT = new ThreadLocal<>();

    private final BiConsumer<String, String> left;

    /** The call was left behind, and who waited for it is told: the thread ends what it was lent for. */
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
     * Does something on this thread, which is lent for it. Null: it was left behind, and who waited was told, or will be.
     *
     * @param left is told, once, by another thread, whose code has not returned and in what words
     */
    public static <T> @Nullable T lend(Supplier<T> task, BiConsumer<String, String> left) {
        LentThread before = swap(new LentThread(left));
        try {
            return task.get();
        } catch (LeftBehindException e) {
            return null;
        } finally {
            swap(before);
        }
    }

    /** Null: this thread is its owner's. */
    static @Nullable LentThread current() {
        return CURRENT.get();
    }

    /** Gives what it was before. */
    static @Nullable LentThread swap(@Nullable LentThread now) {
        LentThread before = CURRENT.get();
        if (now == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(now);
        }
        return before;
    }

    void leftBehind(Site site, String trouble) {
        left.accept(site.component(), trouble);
    }
}
