package dev.byoc.jdbc.internal.commit;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether changes are stored at present, as the writer's last attempts show. Changed by the writer's thread, read by any. */
final class WriterHealth {
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Why the last change was not stored, or is not known to be; null: it was. */
    private volatile @Nullable String refusal;

    /** Whether the last commit has failed. */
    private boolean unconfirmed;

    /** Since when the database has had a batch; 0: it has none. */
    private volatile long busySince;

    void batchBegins() {
        busySince = System.nanoTime() | 1;
    }

    void batchEnds() {
        busySince = 0;
    }

    /** The database has rolled the changes back, and would refuse others too. */
    void refused(String why) {
        refusal = "nothing was stored: " + why;
    }

    /** A commit has failed. The first may be a lost connection, and the next one works; a second, as on a full disk, is a fault of the store. */
    void unconfirmed(String why) {
        if (unconfirmed) {
            refusal = "the database does not confirm what it is to store: " + why;
        }
        unconfirmed = true;
    }

    void confirmed() {
        unconfirmed = false;
        refusal = null;
    }

    /** Whether only another commit can tell if changes are stored again. */
    boolean needsTrial() {
        return refusal != null || unconfirmed;
    }

    /** Null: none is known. */
    @Nullable
    String trouble() {
        String refused = refusal;
        if (refused != null) {
            return refused;
        }
        long since = busySince;
        return since != 0 && System.nanoTime() - since > SLOW_NANOS
                ? "the database has not answered for more than 3 seconds: another program may hold a lock in it"
                : null;
    }
}
