package dev.byoc;

import org.jspecify.annotations.Nullable;

/** The root of every exception that byoc throws on purpose. Its text never holds a token or a customer's words. */
public class ByocException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ByocException(String message) {
        super(message);
    }

    public ByocException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
