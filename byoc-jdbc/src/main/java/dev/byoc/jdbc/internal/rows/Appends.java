package dev.byoc.jdbc.internal.rows;

import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.Appended;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The appends of a batch, executed together. Thread-safe. */
public final class Appends implements WriteJob.Kind<Appends.Append, Appended> {
    private final JdbcLinks links;

    public Appends(JdbcLinks links) {
        this.links = links;
    }

    /** What one call of {@code Journal.append} was given. */
    public record Append(List<NewEntry> entries, List<LinkChange> links, PausedLanes paused) {}

    /** They wait in their lanes. */
    @Override
    public Appended withoutClaims(Appended result) {
        return new Appended(result.fresh(), List.of());
    }

    @Override
    public void execute(Transaction tx, List<WriteJob<Append, Appended>> jobs) throws SQLException {
        NewEntries fresh = new NewEntries(tx, links);
        List<List<NewEntries.Row>> rows = new ArrayList<>();
        for (WriteJob<Append, Appended> job : jobs) {
            Append append = job.inputIn(tx);
            for (LinkChange change : append.links()) {
                links.apply(tx, change);
            }
            List<NewEntries.Row> mine = new ArrayList<>();
            for (NewEntry entry : append.entries()) {
                mine.add(fresh.add(entry, append.paused(), true));
            }
            rows.add(mine);
        }
        fresh.insert();
        for (int i = 0; i < jobs.size(); i++) {
            WriteJob<Append, Appended> job = jobs.get(i);
            job.inputIn(tx);
            List<Boolean> areNew = new ArrayList<>();
            List<Claim> claims = new ArrayList<>();
            for (NewEntries.Row row : rows.get(i)) {
                areNew.add(fresh.begin(row, claims));
            }
            job.gives(new Appended(areNew, claims));
        }
    }
}
