package dev.byoc.store;

/** What became of a request to replay a dead letter. */
public enum ReplayResult {
    /** It is at the end of its lane, to be relayed once more. */
    REPLAYED,
    /** There is no dead letter of that id, or it was replayed before. */
    NOT_DEAD,
    /** Refused, as it may have arrived: {@link ReplayMode#ALLOW_DUPLICATE} replays it. */
    MAY_HAVE_ARRIVED
}
