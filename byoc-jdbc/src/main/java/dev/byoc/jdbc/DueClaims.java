package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.commit.LaneRow;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.jdbc.internal.rows.Heads;
import dev.byoc.jdbc.internal.rows.Session;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.PausedLanes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Claims the first entries of lanes that are due. A shared database is asked no more often than its poll interval. Thread-safe. */
final class DueClaims {
    private final Session session;
    private volatile long nextPoll = System.nanoTime();

    DueClaims(Session session) {
        this.session = session;
    }

    /** As {@code Journal.claimDue}. */
    List<Claim> claim(int max, PausedLanes paused, Duration waiting) {
        long nanos = System.nanoTime();
        if (nanos - nextPoll < 0 && waiting.isZero()) {
            return List.of();
        }
        if (!DueLanes.isAny(session, paused, waiting)) {
            if (waiting.isZero()) {
                nextPoll =
                        nanos + TimeUnit.MILLISECONDS.toNanos(session.dialect().pollMillis());
            }
            return List.of();
        }
        int most = Math.min(max, session.dialect().claimsAtOnce());
        return session.done(WriteJob.claiming(tx -> {
            List<Claim> claims = new ArrayList<>();
            List<LaneRow> lanes = DueLanes.lock(tx, most, paused, waiting);
            Heads heads = Heads.of(tx, lanes);
            for (LaneRow lane : lanes) {
                Entry head = heads.begin(tx, lane);
                if (head == null) {
                    lane.rest();
                } else {
                    claims.add(tx.claim(lane, head));
                }
            }
            return claims;
        }));
    }
}
