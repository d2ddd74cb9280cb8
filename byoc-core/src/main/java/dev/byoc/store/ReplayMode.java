package dev.byoc.store;

/** Whether a dead letter is replayed although it may have arrived. */
public enum ReplayMode {
    /** A dead letter that may have arrived is left as it is. */
    REFUSE_DUPLICATE,
    /** It is replayed all the same: the customer or the agent may see it twice. */
    ALLOW_DUPLICATE
}
