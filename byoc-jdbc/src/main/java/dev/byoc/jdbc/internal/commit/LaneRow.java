package dev.byoc.jdbc.internal.commit;

import dev.byoc.store.spi.Lane;
import org.jspecify.annotations.Nullable;

/** A lane within a transaction that has locked its row. What is changed here is written before the commit. */
public final class LaneRow {
    public final long id;
    public final Lane lane;
    private @Nullable String owner;
    private long token;
    private boolean waits;
    private long delayMillis;
    private boolean changed;

    public LaneRow(long id, Lane lane, @Nullable String owner, long token, boolean waits) {
        this.id = id;
        this.lane = lane;
        this.owner = owner;
        this.token = token;
        this.waits = waits;
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
    void claim(String host) {
        owner = host;
        token++;
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

    boolean isChanged() {
        return changed;
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
