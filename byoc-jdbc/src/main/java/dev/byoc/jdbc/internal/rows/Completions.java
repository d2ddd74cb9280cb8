package dev.byoc.jdbc.internal.rows;

import dev.byoc.jdbc.internal.commit.LaneRow;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.jdbc.internal.rows.Entries.Ending;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.PausedLanes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The completions of a batch, executed together. Thread-safe. */
public final class Completions implements WriteJob.Kind<Ending, List<Claim>> {
    private final Entries entries;
    private final JdbcLinks links;

    public Completions(Entries entries, JdbcLinks links) {
        this.entries = entries;
        this.links = links;
    }

    /**
     * One whose lane this host holds.
     *
     * @param next the claims that its caller is given
     */
    private record Held(WriteJob<Ending, List<Claim>> job, Ending ending, LaneRow lane, List<Claim> next) {}

    /** A webhook about a conversation may come in while the completion that stores the conversation waits. */
    @Override
    public boolean goesFirst() {
        return true;
    }

    @Override
    public List<Claim> withoutClaims(List<Claim> result) {
        return List.of();
    }

    @Override
    public void execute(Transaction tx, List<WriteJob<Ending, List<Claim>>> jobs) throws SQLException {
        List<Held> held = new ArrayList<>();
        for (WriteJob<Ending, List<Claim>> job : jobs) {
            Ending ending = job.inputIn(tx);
            try {
                held.add(new Held(job, ending, tx.held(ending.claim()), new ArrayList<>()));
            } catch (LostClaimException e) {
                job.refuses(e);
            }
        }
        Set<Ending> ended = entries.end(tx, held.stream().map(Held::ending).toList());
        List<LaneRow> released = new ArrayList<>();
        for (Held each : held) {
            Ending ending = each.job.inputIn(tx);
            if (ended.contains(ending)) {
                entries.ended(tx, ending);
                each.next.addAll(NewEntries.follow(tx, links, ending.change().entries(), PausedLanes.NONE));
            }
            if (!ending.change().keepsLane()) {
                released.add(each.lane);
            }
        }
        Heads heads = Heads.of(tx, released);
        for (Held each : held) {
            if (each.job.inputIn(tx).change().keepsLane()) {
                tx.keep(each.lane);
            } else {
                release(tx, each, heads.begin(tx, each.lane));
            }
            each.job.gives(each.next);
        }
    }

    /** The lane is claimed again for its next entry, or has none. */
    private static void release(Transaction tx, Held held, @Nullable Entry head) {
        if (head == null) {
            held.lane.rest();
            tx.free(held.lane);
        } else {
            held.next.add(0, tx.claim(held.lane, head));
        }
    }
}
