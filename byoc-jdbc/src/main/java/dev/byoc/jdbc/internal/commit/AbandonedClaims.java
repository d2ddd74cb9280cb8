package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lanes that this host owns in the database and that no worker has, as their claims never reached one: the commit's outcome is unknown, or
 * the caller no longer waits. They are given back, so that the next poll finds them. Used by the writer's thread.
 */
final class AbandonedClaims {
    private static final Logger log = LoggerFactory.getLogger(AbandonedClaims.class);

    private final Dialect dialect;
    private final String host;
    private final WriterConnection connection;
    private final ClaimRegistry held;

    /** Entries marked as begun in the database whose claim never reached a worker. */
    private final Set<Long> unbegun = new HashSet<>();

    private boolean any;

    AbandonedClaims(Dialect dialect, String host, WriterConnection connection, ClaimRegistry held) {
        this.dialect = dialect;
        this.host = host;
        this.connection = connection;
        this.held = held;
    }

    Set<Long> unbegun() {
        return unbegun;
    }

    /** Whether there may be lanes to give back. */
    boolean any() {
        return any;
    }

    /** The commit's outcome is unknown. */
    void unknown(CommitEffects effects) {
        any = true;
        unbegun.addAll(effects.begun);
        held.doubt(effects.lanes());
    }

    /** The commit has succeeded. */
    void committed(CommitEffects effects, boolean handedOver) {
        // Whatever the cause: a lane that this host owns in the database alone would never be claimed again.
        any |= effects.losesAny();
        if (handedOver) {
            unbegun.removeAll(effects.begun);
        } else {
            unknown(effects);
        }
    }

    /** Ends the claims here on lanes that are others' now, or may be: the database does not have them as this host's under the same token. */
    void loseTaken() throws SQLException {
        held.keepOnly(
                connection.pairs("select id, token from byoc_lane where owner = ? order by id" + dialect.lock(), host));
    }

    /**
     * Gives the lanes back, in the transaction that is open.
     *
     * @return entries to pass to {@link #givenBack} once that is committed. The others are in lanes that a worker holds, whose completion
     *     is still to be retried.
     */
    Set<Long> giveBack() throws SQLException {
        Set<Long> settled = new HashSet<>();
        Set<Long> lanes = owned();
        lanes.removeIf(held::holdsLane);
        for (long entry : unbegun) {
            Set<Long> lane = connection.numbers("select lane from byoc_entry where id = ? and state = 1", entry);
            if (lanes.containsAll(lane)) {
                connection.update("update byoc_entry set state = 0 where id = ? and state = 1", entry);
            }
            if (lane.stream().noneMatch(held::holdsLane)) {
                settled.add(entry);
            }
        }
        String free = "update byoc_lane set " + (dialect.isShared() ? "owner = null, " : "") + "due = " + dialect.now()
                + " where id = ?";
        for (long lane : lanes) {
            connection.update(free, dialect.time(), lane);
        }
        log.debug("{} lanes had no worker, and are due now", lanes.size());
        return settled;
    }

    /** The rows of a file name no owner: one that has open entries and is not due has one, or should have. */
    private Set<Long> owned() throws SQLException {
        return dialect.isShared()
                ? connection.numbers("select id from byoc_lane where owner = ? order by id" + dialect.lock(), host)
                : connection.numbers("select id from byoc_lane where due is null and id in"
                        + " (select lane from byoc_entry where state < 2)");
    }

    /** The transaction of {@link #giveBack} was committed. */
    void givenBack(Set<Long> settled) {
        unbegun.removeAll(settled);
    }

    /** All lanes without a worker were given back. */
    void clear() {
        any = false;
        held.doubtNoMore();
    }
}
