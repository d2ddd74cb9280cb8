package dev.byoc.json;

import dev.byoc.ByocException;

/** The bytes are not the JSON that was needed. The message never quotes them. */
public final class JsonException extends ByocException {
    private static final long serialVersionUID = 1L;

    JsonException(String message) {
        super(message);
    }
}
