package dev.byoc.internal.checkpoint;

/** Why it is not known whether the last call was done; it decides how long what was done may take to show. */
public enum Doubt {
    /** The call broke off, or the server failed over it: it shows soon, or never. */
    BROKE_OFF,
    /** It timed out: the server may still be at it. */
    TIMED_OUT,
    /** The server has finished with it, and most likely has not done it. */
    ANSWERED
}
