package dev.byoc.store.spi;

import dev.byoc.ByocException;

/** The claim is worth nothing any more: the lane was given back, or another host has taken it over. Nothing was stored. */
public final class LostClaimException extends ByocException {
    private static final long serialVersionUID = 1L;

    public LostClaimException(String message) {
        super(message);
    }
}
