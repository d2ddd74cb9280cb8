package dev.byoc.store.spi;

import java.util.Arrays;

/**
 * How far an entry has come, between two attempts.
 *
 * @param unsettled the last call may have been done: ask before it is repeated. After a restart every started entry is unsettled.
 * @param state what the entry's handler wants to find again, in a form of its own that the store does not read; empty: nothing. It may
 *     hold what was said: a store erases it together with the entry's body
 */
public record Checkpoint(boolean unsettled, byte[] state) {
    /** Nothing has been tried. */
    public static final Checkpoint NONE = new Checkpoint(false, new byte[0]);

    /** The last call may have been done. */
    public Checkpoint asUnsettled() {
        return unsettled ? this : new Checkpoint(true, state);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint same && same.unsettled == unsettled && Arrays.equals(same.state, state);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(state) * 31 + Boolean.hashCode(unsettled);
    }

    /** The state stays out of it: it may hold what was said. */
    @Override
    public String toString() {
        return "Checkpoint[" + (unsettled ? "unsettled" : "settled") + ", " + state.length + " bytes]";
    }
}
