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

    /** It is empty, so no worker is needed. */
    public boolean isIdle() {
        return owner == null && !waits;
    }

    /** Its time may come. */
    public boolean isWaiting() {
        return owner == null && waits;
    }

    boolean isHeld(String host, long heldToken) {
        return host.equals(owner) && token == heldToken;
    }

    long token() {
        return token;
    }

    /** From now on it is that host's. */
    void claim(String host) {
        owner = host;
        token++;
        waits = false;
        changed = true;
    }

    /** It is due when the delay has passed; a negative one is how long it has waited already. */
    public void waitFor(long millis) {
        owner = null;
        waits = true;
        delayMillis = millis;
        changed = true;
    }

    /** Nothing is left in it. */
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

    /** Null: it waits for nothing. */
    @Nullable
    Long delay() {
        return waits ? delayMillis : null;
    }
}
