package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.Timeline;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.DeadLetters;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Figures;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.References;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.store.StoreContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store on disk promises beyond {@link StoreContract}. */
public abstract class DurableStoreContract extends StoreContract {
    /** More than are read at once. */
    private static final int OTHERS = 41_000;

    /** Another store on the same database. */
    protected abstract RelayStore again();

    /** A connection beside the store's. */
    protected abstract Connection connection() throws SQLException;

    /** How many lanes the database holds. */
    private int lanes() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from byoc_lane")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    protected void discard() {}

    @AfterEach
    protected final void tidy() {
        store.close();
        discard();
    }

    private void reopen() {
        store.close();
        store = again();
        store.open("test");
    }

    private List<Claim> due() {
        return store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO);
    }

    @Test
    void whatWasStoredIsThereAfterARestartInOrder() {
        append("a", "1");
        append("a", "2");
        append("b", "3");

        reopen();
        List<Claim> claims = due();

        assertThat(claims).extracting(claim -> claim.entry().eventKey()).containsExactlyInAnyOrder("1", "3");
        Claim first = claims.get(0).entry().eventKey().equals("1") ? claims.get(0) : claims.get(1);
        assertThat(store.journal().finish(first, End.DONE, "", Change.NONE))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("2");
        assertThat(append("c", "1").fresh()).containsExactly(false);
    }

    @Test
    void entryThatWasBegunMayHaveBeenDoneAndOneThatWasNotWasNot() {
        append("begun", "1");
        Claim back = append("handed back", "2").claims().get(0);
        store.journal().handBack(List.of(back));

        reopen();

        assertThat(due())
                .hasSize(2)
                .allSatisfy(claim -> assertThat(claim.entry().checkpoint().unsettled())
                        .isEqualTo(claim.entry().eventKey().equals("1")));
    }

    @Test
    void partsAndProgressAreKnownAfterARestart() {
        Claim claim = append("a", "1").claims().get(0);
        Checkpoint checkpoint = new Checkpoint(true, new byte[] {1, 0, -1});
        store.journal()
                .keep(
                        claim,
                        Change.NONE.parts(Map.of(0, List.of("net-1", "key-1"))).checkpoint(checkpoint));

        reopen();
        Entry entry = due().get(0).entry();

        assertThat(entry.partsDone()).containsOnlyKeys(0);
        assertThat(entry.partsDone().get(0)).containsExactlyInAnyOrder("net-1", "key-1");
        assertThat(entry.checkpoint()).isEqualTo(checkpoint);
        assertThat(store.references().sent("x", "key-1")).isEqualTo(new References.Sent(entry.lane(), entry.at()));
    }

    /** An attempt that a crash has cut off is none that failed. */
    @Test
    void failuresAreCountedOverRestartsAndAnAttemptThatWasCutOffIsNone() {
        store.journal().release(append("a", "1").claims().get(0), Duration.ZERO, false, Change.NONE);
        assertThat(due().get(0).entry().failures()).isEqualTo(1);

        reopen();

        Entry entry = due().get(0).entry();
        assertThat(entry.failures()).isEqualTo(1);
        assertThat(entry.checkpoint().unsettled()).isTrue();
    }

    /** What a part was sent under is not told by how often something failed. */
    @Test
    void partsAreKnownHoweverTheLaneWasGivenBack() {
        Change part = Change.NONE.parts(Map.of(0, List.of("net-1")));
        store.journal()
                .postpone(
                        store.journal().keep(append("postponed", "1").claims().get(0), part),
                        Duration.ZERO,
                        Change.NONE);
        store.journal()
                .handBack(List.of(
                        store.journal().keep(append("handed back", "2").claims().get(0), part)));
        store.journal()
                .release(
                        store.journal().keep(append("released", "3").claims().get(0), part),
                        Duration.ZERO,
                        false,
                        Change.NONE);
        store.journal().postpone(append("with the last word", "4").claims().get(0), Duration.ZERO, part);

        reopen();

        assertThat(due())
                .hasSize(4)
                .allSatisfy(claim -> assertThat(claim.entry().partsDone()).containsOnlyKeys(0));
    }

    /** After a commit of unknown outcome what is known here is right once it was read. */
    protected final void readThemAnew() {
        JdbcStore durable = (JdbcStore) store;
        durable.countAnew();
        for (int glance = 0; glance < 500 && !durable.hasCounted(); glance++) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** The figures as they lie in the database now, which must be those that were counted on. */
    @Override
    public void readFigures() {
        List<Figures> counted = store.counters().figures();
        readThemAnew();
        assertThat(store.counters().figures())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("oldestOpen")
                .containsExactlyInAnyOrderElementsOf(counted);
    }

    @Test
    void figuresAndLastWebhooksOutliveTheProcess() {
        append("a", "1");
        clock.advance(Duration.ofMinutes(1));
        append("b", "2");
        store.journal().finish(append("c", "3").claims().get(0), End.DEAD, "refused", Change.NONE);
        store.journal().finish(append("d", "4").claims().get(0), End.DONE, "", Change.NONE);
        store.counters().noteWebhook("x", clock.instant());
        List<Figures> before = store.counters().figures();

        reopen();

        assertThat(store.counters().figures()).isEqualTo(before);
        assertThat(figures("x", Direction.INBOUND))
                .isEqualTo(new Figures(
                        "x",
                        Direction.INBOUND,
                        2,
                        clock.instant().minusSeconds(60),
                        1,
                        clock.instant(),
                        clock.instant()));
        assertThat(store.counters().lastWebhook("x")).isEqualTo(clock.instant());
    }

    @Test
    void figuresThatWereCountedAreThoseInTheDatabaseWhateverHappened() {
        Claim claim = append("a", "1").claims().get(0);
        append("a", "1");
        append("a", "2");
        store.journal().keep(claim, Change.NONE.checkpoint(Checkpoint.NONE));
        store.journal()
                .finish(
                        claim,
                        End.DEAD,
                        "refused",
                        Change.NONE.entry(
                                new NewEntry(new Lane(Direction.OUTBOUND, "x", "a"), "note", new byte[] {1})));
        store.deadLetters()
                .replay(store.deadLetters().find(DeadLetterFilter.ALL, 1).get(0).id(), ReplayMode.ALLOW_DUPLICATE);
        store.forget("x", "a", List.of(new Lane(Direction.INBOUND, "x", "a")));
        append("long ".repeat(200), "3");

        readFigures();

        assertThat(figures("x", Direction.INBOUND).open()).isEqualTo(1);
        assertThat(figures("x", Direction.OUTBOUND).open()).isEqualTo(1);
    }

    @Test
    void pruningChangesNoFigures() {
        store.journal().finish(append("a", "1").claims().get(0), End.DONE, "", Change.NONE);
        store.journal().finish(append("a", "2").claims().get(0), End.DEAD, "kept", Change.NONE);
        append("b", "3");
        List<Figures> before = store.counters().figures();
        clock.advance(JdbcStore.KEEP.plusSeconds(1));

        ((JdbcStore) store).prune();
        ((JdbcStore) store).prune();
        readFigures();

        assertThat(store.counters().figures()).isEqualTo(before);
    }

    @Test
    void figuresOfAnotherRelayInTheDatabaseAreNotOurs() {
        append("a", "1");
        store.counters().noteWebhook("x", clock.instant());
        store.close();
        store = again();
        store.open("another relay");

        assertThat(store.counters().figures()).isEmpty();
        assertThat(store.counters().lastWebhook("x")).isNull();
    }

    @Test
    void linksAreKnownAfterARestartAndASpentHandleIsNotThere() {
        store.journal()
                .append(
                        List.of(),
                        List.of(
                                new LinkChange.User("x", "anna", "u1"),
                                new LinkChange.Conversation("x", "anna", "c1", "77", "m1"),
                                new LinkChange.Handle(
                                        "x",
                                        "anna",
                                        new ReplyHandle("once", true, Instant.parse("2026-01-15T10:00:00Z"))),
                                new LinkChange.Handle("x", "minho", new ReplyHandle("session", false, null))),
                        PausedLanes.NONE);
        store.journal().append(List.of(), List.of(new LinkChange.HandleSpent("x", "anna", "once")), PausedLanes.NONE);
        Link before = store.customers().link("x", "anna");

        reopen();

        assertThat(store.customers().link("x", "anna")).isEqualTo(before);
        assertThat(before.handle()).isNull();
        assertThat(store.customers().byConversation("77")).isEqualTo(before);
        assertThat(store.customers().link("x", "minho").handle()).isEqualTo(new ReplyHandle("session", false, null));
    }

    @Test
    void whatIsDoneIsRemovedAfterTheKeepTimeAndTheStoreSaysSinceWhen() {
        store.journal().finish(append("a", "1").claims().get(0), End.DONE, "", Change.NONE);
        store.journal().finish(append("a", "2").claims().get(0), End.DEAD, "kept", Change.NONE);
        clock.advance(JdbcStore.KEEP.plusSeconds(1));

        ((JdbcStore) store).prune();

        assertThat(store.journal().timeline(java.util.Set.of("1"), "-")).isEmpty();
        assertThat(store.journal().timeline(java.util.Set.of("2"), "-")).hasSize(1);
        assertThat(store.journal().remembersSince()).isEqualTo(clock.instant().minus(JdbcStore.KEEP));
        assertThat(store.deadLetters().find(DeadLetterFilter.ALL, 10)).hasSize(1);
    }

    @Test
    void relaysThatShareADatabaseCountAndRemoveOnlyWhatIsTheirs() throws SQLException {
        store.journal().finish(append("a", "1").claims().get(0), End.DONE, "", Change.NONE);
        append("b", "2");
        store.close();
        store = again();
        store.open("another relay");
        assertThat(store.counters().open()).isZero();
        clock.advance(JdbcStore.KEEP.plusHours(2));

        ((JdbcStore) store).prune();
        ((JdbcStore) store).prune();

        store.close();
        store = ((JdbcStore) again()).keepFor(JdbcStore.KEEP.multipliedBy(2));
        store.open("test");
        assertThat(store.journal().timeline(java.util.Set.of("1"), "-")).hasSize(1);
        assertThat(store.counters().open()).isEqualTo(1);
        assertThat(lanes()).isEqualTo(2);
    }

    @Test
    void lastEntriesOfACustomerAreFoundBehindManyOfOthers() throws SQLException {
        store.journal().finish(append("a", "1").claims().get(0), End.DONE, "", Change.NONE);
        store.close();
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into byoc_entry (scope, dir, event_key, lane, state, at, done_at)"
                    + " with recursive n(i) as (select 1 union all select i + 1 from n where i < " + OTHERS
                    + ") select 'test', 0, 'other ' || i, -1, 2, " + clock.millis() + ", " + clock.millis()
                    + " from n");
        }
        store = again();
        store.open("test");
        append("a", "2");

        assertThat(store.journal().timelines(List.of(new Lane(Direction.INBOUND, "x", "a")), 10))
                .extracting(Timeline::eventKey)
                .containsExactly("2", "1");
    }

    @Test
    void laneOfWhichNothingIsLeftIsRemovedToo() throws SQLException {
        store.journal().finish(append("done", "1").claims().get(0), End.DONE, "", Change.NONE);
        store.journal().finish(append("dead", "2").claims().get(0), End.DEAD, "kept", Change.NONE);
        clock.advance(JdbcStore.KEEP.plusHours(2));

        // Each time it looks at other lanes, and it may have looked at the first one before.
        ((JdbcStore) store).prune();
        ((JdbcStore) store).prune();

        assertThat(lanes()).as("of the dead letter").isEqualTo(1);
        assertThat(append("done", "3").claims()).hasSize(1);
        assertThat(lanes()).isEqualTo(2);
    }

    /** Else everything that customers write would be taken for an old repeat, until time has caught up. */
    @Test
    void clockThatWasAheadWhenThingsWereRemovedMakesNothingLookTooOldOnceItIsPutRight() {
        store.journal().finish(append("a", "1").claims().get(0), End.DONE, "", Change.NONE);
        clock.advance(Duration.ofDays(30));
        ((JdbcStore) store).prune();

        clock.advance(Duration.ofDays(-30));

        assertThat(store.journal().remembersSince()).isEqualTo(clock.instant().minus(JdbcStore.KEEP));
    }

    @Test
    void deadLetterIsDoneAgainOnceAtTheEndOfItsLane() {
        store.journal().finish(append("a", "1").claims().get(0), End.DEAD, "refused", Change.NONE);
        long dead = store.deadLetters().find(DeadLetterFilter.ALL, 10).get(0).id();

        DeadLetters.Replayed replayed = store.deadLetters().replay(dead, ReplayMode.REFUSE_DUPLICATE);

        assertThat(replayed.outcome()).isEqualTo(ReplayResult.REPLAYED);
        assertThat(replayed.claims())
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("1#replay-1");
        assertThat(store.deadLetters().replay(dead, ReplayMode.ALLOW_DUPLICATE).outcome())
                .isEqualTo(ReplayResult.NOT_DEAD);
        assertThat(store.deadLetters().discard(dead, "by an operator")).isFalse();
    }

    @Test
    void whatIsStoredWhileItsWayIsClosedWaitsAndIsNotBegun() {
        PausedLanes closed = new PausedLanes(true, java.util.Set.of());
        NewEntry entry = new NewEntry(new Lane(Direction.INBOUND, "x", "a"), "1", new byte[] {1});

        assertThat(store.journal().append(List.of(entry), List.of(), closed).claims())
                .isEmpty();
        assertThat(store.journal().claimDue(10, closed, Duration.ZERO)).isEmpty();

        assertThat(due())
                .singleElement()
                .satisfies(claim ->
                        assertThat(claim.entry().checkpoint().unsettled()).isFalse());
    }

    @Test
    void oddIdsStayApartAndComeBackAsTheyWere() {
        List<String> odd = List.of("a\0b", "a\\0000b", "\ud800", "\udc00", "?", "😀", "k".repeat(5_000));
        for (String id : odd) {
            assertThat(append("lane", id).fresh())
                    .as("%d characters", id.length())
                    .containsExactly(true);
            store.journal()
                    .append(
                            List.of(),
                            List.of(new LinkChange.User("x", id.substring(0, Math.min(9, id.length())), "u")),
                            PausedLanes.NONE);
        }
        assertThat(store.customers().link("x", "a\0b").customer()).isEqualTo("a\0b");
        assertThat(store.customers().link("x", "\ud800").customer()).isEqualTo("\ud800");
        assertThat(append("lane", "k".repeat(5_000)).fresh()).containsExactly(false);
    }
}
