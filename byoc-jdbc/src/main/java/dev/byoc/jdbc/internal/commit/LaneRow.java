package dev.byoc.jdbc.internal.commit;

import dev.byoc.store.spi.Lane;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lane within a transaction that has locked its row. What is changed here is written before the commit; on a file, who owns it is kept in
 * memory alone.
 */
public final class LaneRow {
    /** How much later a lane may have been used than the row of a file says: so often at most is that alone written. */
    public static final long USE_MILLIS = TimeUnit.HOURS.toMillis(1);

    public final long id;
    public final Lane lane;
    private final boolean waited;
    private final long usedAt;
    private @Nullable String owner;
    private long token;
    private boolean waits;
    private long delayMillis;
    private boolean changed;
    private boolean forgotten;

    /**
     * A lane as it is stored.
     *
     * @param waits whether it is due now or later
     * @param usedAt when its row was written last
     */
    public LaneRow(long id, Lane lane, @Nullable String owner, long token, boolean waits, long usedAt) {
        this.id = id;
        this.lane = lane;
        this.owner = owner;
        this.token = token;
        this.waits = waits;
        this.waited = waits;
        this.usedAt = usedAt;
    }

    /** Neither owned nor due: it has no open entry. */
    public boolean isIdle() {
        return owner == null && !waits;
    }

    /** Without an owner, and due now or later. */
    public boolean isWaiting() {
        return owner == null && waits;
    }

    boolean isHeld(String host, long heldToken) {
        return host.equals(owner) && token == heldToken;
    }

    long token() {
        return token;
    }

    /** Makes that host the owner, under a new fencing token. */
    void claim(String host, long newToken) {
        owner = host;
        token = newToken;
        waits = false;
        changed = true;
    }

    /** Frees it, due after a delay; a negative delay is how long it has waited already. */
    public void waitFor(long millis) {
        owner = null;
        waits = true;
        delayMillis = millis;
        changed = true;
    }

    /** Frees it, due never: no entry is left in it. */
    public void rest() {
        owner = null;
        waits = false;
        changed = true;
    }

    /** The same, and its row is removed as soon as what is left of its entries. */
    public void forget() {
        rest();
        forgotten = true;
    }

    boolean isChanged() {
        return changed;
    }

    /** Whether its row changes where that names no owner. */
    boolean changesUnowned(long millis) {
        return changed && (waits || waited || forgotten || Math.abs(millis - usedAt) >= USE_MILLIS);
    }

    /** When it was used, as it is written where that is done so rarely. */
    long usedAt(long millis) {
        return forgotten ? millis - USE_MILLIS : millis;
    }

    /** Its row once that is written. */
    LaneCache.Known written(long millis) {
        return new LaneCache.Known(id, waits, usedAt(millis));
    }

    @Nullable
    String owner() {
        return owner;
    }

    /** Null: it is not due. */
    @Nullable
    Long delay() {
        return waits ? delayMillis : null;
    }
}
