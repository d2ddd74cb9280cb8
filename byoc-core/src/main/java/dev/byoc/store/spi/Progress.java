package dev.byoc.store.spi;

import org.jspecify.annotations.Nullable;

/**
 * How far an entry has come, between two attempts.
 *
 * @param unsettled the last call may have been done: ask before it is repeated. After a restart every started entry is unsettled.
 * @param doubt why that is not known
 * @param checks how often was asked since
 * @param target the conversation that was posted to, null: none, or one was to be created; of an answer: the numbers of the parts of the
 *     call, separated by blanks, null: those that any attempt would send first
 * @param baseline the user's conversations before one was to be created, separated by blanks; null: none was
 * @param round how often the network has explicitly refused to take it now; each round sends under a new key
 */
public record Progress(
        boolean unsettled,
        Doubt doubt,
        int checks,
        @Nullable String target,
        @Nullable String baseline,
        int round) {
    /** Nothing has been tried. */
    public static final Progress NONE = new Progress(false, Doubt.BROKE_OFF, 0, null, null, 0);

    /** A conversation is about to be created. */
    public Progress before(String conversations) {
        return new Progress(false, Doubt.BROKE_OFF, 0, null, conversations, round);
    }

    /** A call whose outcome is not known. */
    public Progress unsettled(Doubt why, @Nullable String postedTo, @Nullable String before) {
        return new Progress(true, why, 0, postedTo, before, round);
    }

    /** A call with these parts is about to be made. */
    public Progress with(String parts) {
        return new Progress(unsettled, doubt, checks, parts, baseline, round);
    }

    /** Asked once more, and not found. */
    public Progress checked() {
        return new Progress(unsettled, doubt, checks + 1, target, baseline, round);
    }

    /** Known not to have been done. */
    public Progress settled() {
        return new Progress(false, Doubt.BROKE_OFF, 0, null, null, round);
    }

    /** Explicitly not taken. */
    public Progress nextRound() {
        return new Progress(false, Doubt.BROKE_OFF, 0, null, null, round + 1);
    }
}
