package dev.byoc.internal.gap;

import java.time.Instant;

/** A gap that was noticed and is not stored yet. Not compared by its value: each time something is noticed it is another one. */
final class Pending {
    final Instant from;

    /** By code: it counts even where none is looked for automatically. */
    final boolean asked;

    Pending(Instant from, boolean asked) {
        this.from = from;
        this.asked = asked;
    }

    Pending and(Pending fresh) {
        return new Pending(from.isBefore(fresh.from) ? from : fresh.from, asked || fresh.asked);
    }
}
