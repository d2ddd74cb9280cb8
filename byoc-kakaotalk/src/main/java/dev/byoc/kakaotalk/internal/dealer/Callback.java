package dev.byoc.kakaotalk.internal.dealer;

/** What a dealer's callback is about. */
enum Callback {
    MESSAGE,
    REFERENCE,
    EXPIRED_SESSION,
    /** What became of a send; read by {@link Dealer#result}. */
    RESULT,
    /** Known, and of no use here. */
    OTHER
}
