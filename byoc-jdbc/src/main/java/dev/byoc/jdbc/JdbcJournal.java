package dev.byoc.jdbc;

import dev.byoc.Direction;
import dev.byoc.jdbc.internal.Codes;
import dev.byoc.jdbc.internal.commit.CachedCounters;
import dev.byoc.jdbc.internal.commit.HostLease;
import dev.byoc.jdbc.internal.commit.LaneRow;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.jdbc.internal.rows.Appends;
import dev.byoc.jdbc.internal.rows.Completions;
import dev.byoc.jdbc.internal.rows.Entries;
import dev.byoc.jdbc.internal.rows.JdbcLinks;
import dev.byoc.jdbc.internal.rows.NewEntries;
import dev.byoc.jdbc.internal.rows.Query;
import dev.byoc.jdbc.internal.rows.Session;
import dev.byoc.store.StoreException;
import dev.byoc.store.Timeline;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal of a {@link JdbcStore}: each method is one job of the writer, or one look-up. */
final class JdbcJournal implements Journal {
    private static final Logger log = LoggerFactory.getLogger(JdbcJournal.class);

    private static final Duration FOR_GOOD = Duration.ofDays(1);
    private final Session session;
    private final Entries entries;
    private final JdbcLinks links;
    private final CachedCounters counters;
    private final Retention retention;
    private final @Nullable HostLease lease;
    private final DueClaims due;
    private final Appends appends;
    private final Completions completions;
    private final int maxOpen;

    JdbcJournal(
            Session session,
            Entries entries,
            JdbcLinks links,
            CachedCounters counters,
            Retention retention,
            @Nullable HostLease lease,
            int maxOpen) {
        this.session = session;
        this.entries = entries;
        this.links = links;
        this.counters = counters;
        this.retention = retention;
        this.lease = lease;
        this.due = new DueClaims(session);
        this.appends = new Appends(links);
        this.completions = new Completions(entries, links);
        this.maxOpen = maxOpen;
    }

    @Override
    public Appended append(List<NewEntry> fresh, List<LinkChange> changes, PausedLanes paused) {
        if (!fresh.isEmpty() && counters.open() + fresh.size() > maxOpen) {
            throw new StoreException(RelayStore.fullOf(maxOpen));
        }
        List<Lane> lanes = fresh.stream().map(NewEntry::lane).toList();
        return session.asked(new WriteJob<>(lanes, appends, new Appends.Append(fresh, changes, paused)));
    }

    /** Why new entries are refused; null: there is room for more. */
    @Nullable
    String obstacle() {
        return counters.open() >= maxOpen ? RelayStore.fullOf(maxOpen) : null;
    }

    @Override
    public List<Claim> claimDue(int max, PausedLanes paused, Duration waiting) {
        return due.claim(max, paused, waiting);
    }

    @Override
    public Claim keep(Claim claim, Change change) {
        return session.done(WriteJob.of(List.of(claim.entry().lane()), tx -> {
            tx.held(claim);
            entries.keep(tx, claim.entry().id(), change);
            return new Claim(Entries.changed(claim.entry(), change), claim.token());
        }));
    }

    @Override
    public List<Claim> finish(Claim claim, End end, String reason, Change change) {
        State state = switch (end) {
            case DONE -> State.DONE;
            case DEAD -> State.DEAD;
            case DISCARDED -> State.DISCARDED;
        };
        Entries.Ending ending = new Entries.Ending(claim, state, reason, change);
        return session.done(new WriteJob<>(WriteJob.lanes(claim, change), completions, ending));
    }

    @Override
    public void letGo(Lane lane, Duration delay) {
        boolean unused = session.done(WriteJob.of(List.of(lane), tx -> {
            LaneRow row = tx.lane(lane);
            if (tx.isKept(row)) {
                row.waitFor(delay.toMillis());
            }
            // Also a lane that this host lost, as after a commit of unknown outcome.
            tx.freeIfKept(row);
            return true;
        }));
    }

    @Override
    public void release(Claim claim, Duration delay, boolean counts, Change change) {
        giveBack(claim, delay, 1, counts ? 1 : 0, change);
    }

    @Override
    public void postpone(Claim claim, Duration delay, Change change) {
        giveBack(claim, delay, 0, 0, change);
    }

    private void giveBack(Claim claim, Duration delay, int failures, int tries, Change change) {
        boolean unused = session.done(WriteJob.of(WriteJob.lanes(claim, change), tx -> {
            LaneRow lane = tx.held(claim);
            entries.giveBack(tx, claim.entry(), failures, tries, change);
            if (change.keepsLane()) {
                tx.keep(lane);
            } else {
                lane.waitFor(delay.toMillis());
                tx.free(lane);
            }
            for (NewEntry further : change.entries()) {
                PausedLanes paused = new PausedLanes(true, Set.of(further.lane().account()));
                List<Claim> unusedClaims = NewEntries.follow(tx, links, List.of(further), paused);
            }
            return true;
        }));
    }

    @Override
    public void handBack(List<Claim> claims) {
        List<Lane> lanes = claims.stream().map(claim -> claim.entry().lane()).toList();
        boolean unused = claims.isEmpty()
                || session.done(WriteJob.of(lanes, tx -> {
                    Instant time = Instant.ofEpochMilli(tx.millis());
                    for (Claim claim : claims) {
                        try {
                            LaneRow lane = tx.held(claim);
                            entries.notBegun(tx, claim.entry());
                            // Due since it was stored, not since now.
                            lane.waitFor(Math.min(
                                    0,
                                    Duration.between(time, claim.entry().at()).toMillis()));
                            tx.free(lane);
                        } catch (LostClaimException e) {
                            log.debug("already another worker's: {}", claim.entry());
                        }
                    }
                    return true;
                }));
    }

    @Override
    public Duration holdsFor() {
        if (session.dialect().outage() != null) {
            return Duration.ZERO;
        }
        return lease == null ? FOR_GOOD : lease.left();
    }

    @Override
    public boolean holds(Claim claim) {
        return session.holds(claim);
    }

    @Override
    public Set<Lane> busy(Collection<Lane> lanes) {
        return OpenLanes.busy(session, lanes);
    }

    @Override
    public byte @Nullable [] underWay(Lane lane) {
        return OpenLanes.underWay(session, lane);
    }

    @Override
    public Map<String, Instant> storedAt(Direction direction, Collection<String> eventKeys) {
        return Query.times(
                session,
                eventKeys,
                "select event_key, at from byoc_entry where scope = ? and dir = " + Codes.of(direction)
                        + " and event_key in (");
    }

    @Override
    public Instant remembersSince() {
        return retention.remembersSince();
    }

    @Override
    public Instant now() {
        return retention.now();
    }

    @Override
    public List<Timeline> timeline(Set<String> eventKeys, String id) {
        return session.read(connection -> Timelines.read(connection, session, eventKeys, id));
    }

    @Override
    public List<Timeline> timelines(Collection<Lane> lanes, int max) {
        List<Long> found = EntriesOfLanes.last(session, lanes, max);
        return session.read(connection -> Timelines.of(connection, session, found));
    }

    @Override
    public Set<String> openElsewhere() {
        return session.read(connection -> DueLanes.openElsewhere(connection, session.dialect(), session.scope()));
    }
}
