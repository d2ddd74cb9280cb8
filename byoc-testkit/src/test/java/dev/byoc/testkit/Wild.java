package dev.byoc.testkit;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/** Ways in which code of others ends without an answer. */
enum Wild implements Callable<Object> {
    RUNTIME_EXCEPTION(() -> {
        throw new IllegalStateException("words that nobody may see");
    }),
    SNEAKY_IO_EXCEPTION(() -> {
        throw new IOException("words that nobody may see");
    }),
    SNEAKY_INTERRUPTED_EXCEPTION(() -> {
        throw new InterruptedException("words that nobody may see");
    }),
    THROWABLE_OF_ITS_OWN(() -> {
        throw sneaky(new OddThrowable());
    }),
    STACK_OVERFLOW(() -> deeper(0)),
    MISSING_CLASS(() -> {
        throw new NoClassDefFoundError("words/that/nobody/may/see");
    }),
    ASSERTION(() -> {
        throw new AssertionError("words that nobody may see");
    }),
    THREAD_DEATH(() -> {
        throw new ThreadDeath();
    }),
    /** As a coroutine's that was cancelled. */
    CANCELLED(() -> {
        throw new CancellationException("words that nobody may see");
    }),
    EXCEPTION_THAT_CANNOT_BE_ASKED(() -> {
        throw new MuteException();
    }),
    NULL(() -> null),
    NULL_AND_INTERRUPTED(() -> {
        Thread.currentThread().interrupt();
        return null;
    });

    /** Throws whatever is asked of it, and is its own cause. */
    private static final class MuteException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("words that nobody may see");
        }

        @Override
        public String toString() {
            throw new StackOverflowError("words that nobody may see");
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public Throwable getCause() {
            return this;
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("words that nobody may see");
        }
    }

    private static final class OddThrowable extends Throwable {
        private static final long serialVersionUID = 1L;
    }

    @SuppressWarnings("ImmutableEnumChecker") // code without a state
    private final Callable<Object> code;

    Wild(Callable<Object> code) {
        this.code = code;
    }

    @Override
    public Object call() throws Exception {
        return code.call();
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }

    /** As Kotlin, Scala, Groovy and Lombok do. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
        throw (E) e;
    }
}
