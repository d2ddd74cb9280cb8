package dev.byoc.internal.dispatch;

/** Why the dispatcher made a dead letter of an entry whose handler had not ended it. */
public enum DeadLetterCause {
    /** It waited for longer than the retry policy allows. */
    EXPIRED,
    /** Its attempts failed as often as the retry policy allows. */
    EXHAUSTED,
    /** The relay itself failed over it. */
    FAULT
}
