package dev.byoc.store;

import org.jspecify.annotations.Nullable;

/**
 * How far an entry has come, between two attempts.
 *
 * @param unsettled the last call may have been done: ask before it is repeated. After a restart every started entry is unsettled.
 * @param slow it timed out, so that the other side may still be at it
 * @param checks how often was asked since
 * @param target the conversation that was posted to; null: none, or one was to be created
 * @param baseline the user's conversations before one was to be created, separated by blanks; null: none was
 * @param round how often the network has explicitly refused to take it now; each round sends under a new key
 */
public record Progress(
        boolean unsettled,
        boolean slow,
        int checks,
        @Nullable String target,
        @Nullable String baseline,
        int round) {
    /** Nothing has been tried. */
    public static final Progress NONE = new Progress(false, false, 0, null, null, 0);

    /** A conversation is about to be created. */
    public Progress before(String conversations) {
        return new Progress(false, false, 0, null, conversations, round);
    }

    /** A call whose outcome is not known. */
    public Progress unsettled(boolean timedOut, @Nullable String postedTo, @Nullable String before) {
        return new Progress(true, timedOut, 0, postedTo, before, round);
    }

    /** Asked once more, and not found. */
    public Progress checked() {
        return new Progress(unsettled, slow, checks + 1, target, baseline, round);
    }

    /** Known not to have been done. */
    public Progress settled() {
        return new Progress(false, false, 0, null, null, round);
    }

    /** Explicitly not taken. */
    public Progress nextRound() {
        return new Progress(false, false, 0, null, null, round + 1);
    }
}
