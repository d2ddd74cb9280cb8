package dev.byoc.internal.breaker;

/** Why a remote API is not available, as far as the waiting differs. */
public enum Trouble {
    /** It may pass by itself. */
    OUT_OF_REACH,
    /** It answers with a failure: it may pass by itself, or this entry alone is answered so. */
    FAILING,
    /** Too many calls. */
    THROTTLED,
    /** An operator has to act, or this entry alone is refused: probed slowly. */
    REFUSED;

    /** Whether one entry can have it to itself, while all others pass. */
    boolean mayBeOfOneEntry() {
        return this == FAILING || this == REFUSED;
    }
}
