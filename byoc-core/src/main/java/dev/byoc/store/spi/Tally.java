package dev.byoc.store.spi;

import dev.byoc.Direction;

/**
 * By how much the figures of one account and direction change. Times are milliseconds since 1970; 0: none.
 *
 * @param open more open entries, or fewer
 * @param dead more dead letters, or fewer
 * @param storedAt when the last entry was stored that came from outside
 * @param doneAt when the last entry was relayed
 * @param openSince when the first of the new open entries was stored; not stored itself
 */
public record Tally(long open, long dead, long storedAt, long doneAt, long openSince) {
    public static final Tally NOTHING = new Tally(0, 0, 0, 0, 0);

    /** Whose figures they are. */
    public record Of(String account, Direction direction) {
        public static Of lane(Lane lane) {
            return new Of(lane.account(), lane.direction());
        }
    }

    /**
     * One more entry.
     *
     * @param came it came from outside
     */
    public static Tally stored(boolean asDeadLetter, boolean came, long at) {
        return new Tally(asDeadLetter ? 0 : 1, asDeadLetter ? 1 : 0, came ? at : 0, 0, asDeadLetter ? 0 : at);
    }

    public static Tally ended(int entries) {
        return new Tally(-entries, 0, 0, 0, 0);
    }

    public static Tally done(long at) {
        return new Tally(-1, 0, 0, at, 0);
    }

    public static Tally gaveUp() {
        return new Tally(-1, 1, 0, 0, 0);
    }

    public static Tally undead(int letters) {
        return new Tally(0, -letters, 0, 0, 0);
    }

    /** What follows. */
    public Tally and(Tally next) {
        return new Tally(
                open + next.open,
                dead + next.dead,
                next.storedAt == 0 ? storedAt : next.storedAt,
                next.doneAt == 0 ? doneAt : next.doneAt,
                openSince == 0 ? next.openSince : openSince);
    }
}
