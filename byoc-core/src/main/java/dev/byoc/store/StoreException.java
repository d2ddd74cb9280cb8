package dev.byoc.store;

import dev.byoc.ByocException;

/**
 * The store cannot be used, or could not take something: it is full, closed or out of reach. As a rule nothing was stored then; but where
 * the answer to a commit is lost or late it may have been, so say the same again: that does no harm. The message says what is in the way,
 * and quotes nothing that was to be stored. There is no cause, as drivers' messages do.
 */
public final class StoreException extends ByocException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }
}
