package dev.byoc.internal.breaker;

/** What a server error is taken for. */
public enum Blame {
    /** Other lanes succeed: it is this entry. */
    ENTRY,
    /** No call has succeeded since: not decided yet. */
    UNDECIDED,
    /** Several lanes in a row: the remote API. */
    REMOTE_API
}
