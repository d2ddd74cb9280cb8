package dev.byoc.internal.guard;

import org.jspecify.annotations.Nullable;

/** How a call ended. No text of a throwable is passed on: it may quote anything. */
public sealed interface Result<T> {
    /** Null: it returned; else a sentence that names the code and what it did. */
    @Nullable
    String trouble();

    /** The value, or another one if there is none. */
    default T or(T other) {
        return this instanceof Returned<T> returned ? returned.value() : other;
    }

    record Returned<T>(T value) implements Result<T> {
        @Override
        public @Nullable String trouble() {
            return null;
        }
    }

    /**
     * It threw, or gave null.
     *
     * @param cause null: it gave null
     */
    record Failed<T>(String trouble, @Nullable Throwable cause) implements Result<T> {}

    /** It did not return in time: what it does may still be done. */
    record Hung<T>(String trouble) implements Result<T> {}

    /** It was not called, and will not be: too many calls have not returned, or the relay is closed. */
    record NotCalled<T>(String trouble) implements Result<T> {}
}
