package dev.byoc.store;

import dev.byoc.ByocException;

/** The store could not take something: it is full, closed or out of reach. Nothing was stored. */
public final class StoreException extends ByocException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }
}
