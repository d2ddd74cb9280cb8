package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Direction;
import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.StoreException;
import dev.byoc.store.Timeline;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a commit fails its outcome is unknown. Repeating it must do no harm and lose nothing. */
abstract class UncertainCommitContract extends DurableStoreContract {
    private final Faulty faulty = new Faulty();

    protected abstract Dialect dialect(@Nullable Clock time);

    /** The store of the test, whose writer's commits can be made to fail. */
    private void spoil() {
        store.close();
        store = new JdbcStore(time -> faulty.around(dialect(time))).clock(clock).maxOpenEntries(10);
        store.open("test");
    }

    /** As the engine does with a completion, and a messenger with a webhook: again, until it is taken. */
    private static <T> T untilTaken(Supplier<T> change) {
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                return change.get();
            } catch (StoreException e) {
                assertThat(e.getMessage()).doesNotContain("jdbc:", "broken");
                LockSupport.parkNanos(20_000_000);
            }
        }
        throw new AssertionError("never taken");
    }

    /** All claims that come, with what is handed out now and what the store gives back a moment later. */
    private List<Claim> claimsOf(List<Claim> atOnce) {
        List<Claim> claims = new ArrayList<>(atOnce);
        for (int glance = 0; glance < 100 && claims.isEmpty(); glance++) {
            claims.addAll(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO));
            LockSupport.parkNanos(20_000_000);
        }
        return claims;
    }

    @ParameterizedTest
    @EnumSource
    void appendWhoseCommitFailedIsThereOnceAndIsBegunOnce(Faulty.Commit fault) {
        spoil();
        faulty.next(fault);

        assertThatThrownBy(() -> append("a", "1")).isInstanceOf(StoreException.class);
        List<Claim> claims = claimsOf(untilTaken(() -> append("a", "1")).claims());

        assertThat(claims).singleElement().satisfies(claim -> {
            assertThat(claim.entry().eventKey()).isEqualTo("1");
            assertThat(claim.entry().checkpoint().unsettled())
                    .as("no worker was told to begin it")
                    .isFalse();
        });
        assertThat(store.journal().finish(claims.get(0), End.DONE, "", Change.NONE))
                .isEmpty();
        assertThat(store.journal().timeline(Set.of("1"), "-")).hasSize(1);
        assertThat(store.counters().open()).isZero();
        readThemAnew();
        readFigures();
        assertThat(figures("x", Direction.INBOUND).open()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whatComesBehindAnAppendWhoseCommitFailedDoesNotOvertakeIt(Faulty.Commit fault) {
        spoil();
        append("a", "0")
                .claims()
                .forEach(claim -> assertThat(store.journal().finish(claim, End.DONE, "", Change.NONE))
                        .isEmpty());
        faulty.next(fault);
        assertThatThrownBy(() -> append("a", "1")).isInstanceOf(StoreException.class);

        List<Claim> claims = claimsOf(untilTaken(() -> append("a", "2")).claims());

        assertThat(claims)
                .singleElement()
                .satisfies(claim ->
                        assertThat(claim.entry().eventKey()).isEqualTo(fault == Faulty.Commit.AFTER ? "1" : "2"));
    }

    @ParameterizedTest
    @EnumSource
    void linkIsThatOfTheDatabaseHoweverACommitFailed(Faulty.Commit fault) {
        spoil();
        LinkChange before = new LinkChange.Posted("x", "a", "before", null);
        store.journal().append(List.of(), List.of(before), PausedLanes.NONE);
        List<NewEntry> entry = List.of(new NewEntry(new Lane(Direction.INBOUND, "x", "a"), "1", new byte[0]));
        LinkChange after = new LinkChange.Posted("x", "a", "after", null);
        faulty.next(fault);

        assertThatThrownBy(() -> store.journal().append(entry, List.of(after), PausedLanes.NONE))
                .isInstanceOf(StoreException.class);

        Link link = store.customers().link("x", "a");
        assertThat(link).isNotNull();
        assertThat(link.lastRef()).isEqualTo(fault == Faulty.Commit.AFTER ? "after" : "before");
    }

    @ParameterizedTest
    @EnumSource
    void figuresAreThoseOfTheEntriesHoweverACommitFailed(Faulty.Commit fault) {
        spoil();
        faulty.next(fault);
        assertThatThrownBy(() -> append("a", "1")).isInstanceOf(StoreException.class);
        Claim claim = claimsOf(untilTaken(() -> append("a", "1")).claims()).get(0);
        faulty.next(fault);
        try {
            untilTaken(() -> store.journal().finish(claim, End.DEAD, "refused", Change.NONE));
        } catch (LostClaimException ended) {
            assertThat(fault).isEqualTo(Faulty.Commit.AFTER);
        }
        DeadLetter letter = store.deadLetters().find(DeadLetterFilter.ALL, 1).get(0);
        faulty.next(fault);
        untilTaken(() -> store.deadLetters().discard(letter.id(), "by an operator"));

        readThemAnew();
        readFigures();
        assertThat(figures("x", Direction.INBOUND).open()).isZero();
        assertThat(figures("x", Direction.INBOUND).deadLetters()).isZero();
        store.close();
        store = again();
        store.open("test");
        assertThat(figures("x", Direction.INBOUND).open()).isZero();
        assertThat(figures("x", Direction.INBOUND).deadLetters()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void finishWhoseCommitFailedEndsItsEntryOnceAndTheNextIsBegunOnce(Faulty.Commit fault) {
        spoil();
        Claim first = append("a", "1").claims().get(0);
        append("a", "2");
        NewEntry follows = new NewEntry(new Lane(Direction.INBOUND, "x", "b"), "3", new byte[] {1});
        faulty.next(fault);

        List<Claim> atOnce = untilTaken(() -> store.journal().finish(first, End.DONE, "", Change.NONE.entry(follows)));
        List<Claim> claims = new ArrayList<>(claimsOf(atOnce));
        for (int glance = 0; glance < 100 && claims.size() < 2; glance++) {
            claims.addAll(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO));
            LockSupport.parkNanos(20_000_000);
        }

        assertThat(claims).extracting(claim -> claim.entry().eventKey()).containsExactlyInAnyOrder("2", "3");
        assertThat(claims)
                .allSatisfy(claim ->
                        assertThat(claim.entry().checkpoint().unsettled()).isFalse());
        claims.forEach(claim -> assertThat(store.journal().finish(claim, End.DONE, "", Change.NONE))
                .isEmpty());
        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        assertThat(store.journal().timeline(Set.of("1"), "-"))
                .singleElement()
                .satisfies(timeline -> assertThat(timeline.state()).isEqualTo(Timeline.State.DONE));
        assertThat(store.counters().open()).isZero();
    }

    /** The writer puts its lanes in order meanwhile, as the engine waits a second before it says a completion again. */
    @ParameterizedTest
    @EnumSource
    void finishThatIsSaidAgainMuchLaterLeavesTheNextAsNotBegun(Faulty.Commit fault) {
        spoil();
        Claim first = append("a", "1").claims().get(0);
        append("a", "2");
        faulty.next(fault);
        assertThatThrownBy(() -> store.journal().finish(first, End.DONE, "", Change.NONE))
                .isInstanceOf(StoreException.class);
        int before = faulty.commits();
        for (int glance = 0; glance < 1_000 && faulty.commits() < before + 2; glance++) {
            LockSupport.parkNanos(10_000_000);
        }

        List<Claim> claims = claimsOf(untilTaken(() -> store.journal().finish(first, End.DONE, "", Change.NONE)));

        assertThat(claims).singleElement().satisfies(claim -> {
            assertThat(claim.entry().eventKey()).isEqualTo("2");
            assertThat(claim.entry().checkpoint().unsettled())
                    .as("no worker was told to begin it")
                    .isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource
    void progressWhoseCommitFailedIsKeptWhenItIsSaidAgain(Faulty.Commit fault) {
        spoil();
        Claim claim = append("a", "1").claims().get(0);
        Checkpoint checkpoint = new Checkpoint(true, new byte[] {1, 0, -1});
        faulty.next(fault);

        Claim kept = untilTaken(() -> store.journal().keep(claim, Change.NONE.checkpoint(checkpoint)));
        untilTaken(() -> {
            store.journal().release(kept, Duration.ZERO, true, Change.NONE);
            return true;
        });

        assertThat(claimsOf(List.of())).singleElement().satisfies(again -> {
            assertThat(again.entry().checkpoint()).isEqualTo(checkpoint);
            assertThat(again.entry().failures()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void releaseWhoseCommitFailedLeavesTheLaneToBeClaimedOnce(Faulty.Commit fault) {
        spoil();
        Claim claim = append("a", "1").claims().get(0);
        faulty.next(fault);

        try {
            untilTaken(() -> {
                store.journal().release(claim, Duration.ZERO, true, Change.NONE);
                return true;
            });
        } catch (LostClaimException e) {
            assertThat(fault).isEqualTo(Faulty.Commit.AFTER);
        }

        List<Claim> again = claimsOf(List.of());
        assertThat(again).hasSize(1);
        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        assertThat(store.journal().finish(again.get(0), End.DONE, "", Change.NONE))
                .isEmpty();
    }

    /** As on a full disk, or in a database that has become a standby: each commit fails, and each connection can be made. */
    @Test
    void commitsThatAllFailAreTroubleUntilOneIsDone() {
        spoil();
        assertThat(store.trouble()).isNull();
        faulty.failAll(true);
        assertThatThrownBy(() -> append("a", "1")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> append("b", "2")).isInstanceOf(StoreException.class);

        assertThat(store.trouble()).isNotBlank().doesNotContain("jdbc:", "broken");

        faulty.failAll(false);
        untilTaken(() -> append("a", "1"));
        assertThat(store.trouble()).isNull();
    }

    @Test
    void storeThatIsAskedForNothingFindsOutByItselfThatItsCommitsFailAndThatTheyWorkAgain() {
        spoil();
        faulty.failAll(true);
        assertThatThrownBy(() -> append("a", "1")).isInstanceOf(StoreException.class);

        await(() -> store.trouble() != null);
        faulty.failAll(false);
        await(() -> store.trouble() == null);
    }

    @Test
    void commitThatFailsAloneIsNoTrouble() {
        spoil();
        faulty.next(Faulty.Commit.BEFORE);
        assertThatThrownBy(() -> append("a", "1")).isInstanceOf(StoreException.class);

        assertThat(store.trouble()).isNull();
        untilTaken(() -> append("a", "1"));
        assertThat(store.trouble()).isNull();
        faulty.next(Faulty.Commit.AFTER);
        assertThatThrownBy(() -> append("a", "2")).isInstanceOf(StoreException.class);
        assertThat(store.trouble()).isNull();
    }

    private static void await(BooleanSupplier condition) {
        for (int glance = 0; glance < 2_000 && !condition.getAsBoolean(); glance++) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** As many commits at once as there are senders, whatever the machine is busy with. */
    private void together(List<Runnable> senders) throws InterruptedException {
        faulty.hold();
        List<Thread> threads = senders.stream().map(Thread::new).toList();
        for (Thread thread : threads) {
            thread.start();
            while (thread.getState() != Thread.State.TIMED_WAITING
                    && thread.getState() != Thread.State.WAITING
                    && thread.isAlive()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        faulty.goOn();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void whatIsBadInABatchCostsItsNeighboursNothing() throws Exception {
        spoil();
        Map<Integer, Boolean> outcomes = new ConcurrentHashMap<>();
        List<Runnable> senders = IntStream.range(0, 9)
                .<Runnable>mapToObj(sender -> () -> {
                    // No messenger can send the like: a fault of ours stands for whatever one entry could have.
                    String key = sender == 5 ? null : "key" + sender;
                    try {
                        outcomes.put(
                                sender, append("lane" + sender, key).fresh().get(0));
                    } catch (StoreException e) {
                        outcomes.put(sender, false);
                    }
                })
                .toList();

        together(senders);

        assertThat(outcomes).hasSize(9);
        outcomes.forEach(
                (sender, fresh) -> assertThat(fresh).as("sender %d", sender).isEqualTo(sender != 5));
        assertThat(append("lane", "after that").fresh()).containsExactly(true);
    }

    @Test
    void completionsAndAppendsOfOneBatchHandOutEachEntryOnce() throws Exception {
        spoil();
        List<Claim> before = IntStream.range(0, 4)
                .mapToObj(lane ->
                        append("lane" + lane, "first of " + lane).claims().get(0))
                .toList();
        List<Claim> claims = Collections.synchronizedList(new ArrayList<>());
        List<Runnable> senders = new ArrayList<>();
        senders.add(() -> append("another", "first of the batch"));
        for (int i = 0; i < 4; i++) {
            int lane = i;
            senders.add(() ->
                    claims.addAll(append("lane" + lane, "second of " + lane).claims()));
            senders.add(
                    lane % 2 == 0 ? 1 : senders.size(),
                    () -> claims.addAll(store.journal().finish(before.get(lane), End.DONE, "", Change.NONE)));
        }

        together(senders);

        assertThat(claims)
                .extracting(claim -> claim.entry().eventKey())
                .containsExactlyInAnyOrder("second of 0", "second of 1", "second of 2", "second of 3");
        assertThat(claims).allMatch(claim -> store.journal().holds(claim));
        assertThat(claims).noneMatch(claim -> claim.entry().checkpoint().unsettled());
        assertThat(store.counters().open()).isEqualTo(5);
    }

    @Test
    void entryBehindOneThatWaitsForItsPausedAccountIsNotBegunBeforeIt() throws Exception {
        spoil();
        Lane lane = new Lane(Direction.INBOUND, "shop", "anna");
        PausedLanes paused = new PausedLanes(true, Set.of(lane.account()));

        together(List.of(
                () -> append("another", "first of the batch"),
                () -> store.journal().append(List.of(new NewEntry(lane, "paused", new byte[1])), List.of(), paused),
                () -> store.journal()
                        .append(List.of(new NewEntry(lane, "not", new byte[1])), List.of(), PausedLanes.NONE)));

        Claim first =
                store.journal().claimDue(1, PausedLanes.NONE, Duration.ZERO).get(0);
        List<Claim> next = store.journal().finish(first, End.DONE, "", Change.NONE);
        assertThat(List.of(first, next.get(0)))
                .extracting(claim -> claim.entry().eventKey() + " "
                        + claim.entry().checkpoint().unsettled())
                .containsExactly("paused false", "not false");
    }

    @Test
    void longPartyIsOneLaneWhetherItWasStoredNowOrBeforeTheRestart() throws Exception {
        String party = "p".repeat(700);
        append(party, "1");
        spoil();
        Claim fromBefore =
                store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO).get(0);
        List<Claim> claims = Collections.synchronizedList(new ArrayList<>());

        together(List.of(
                () -> append("another", "first of the batch"),
                () -> claims.addAll(store.journal().finish(fromBefore, End.DONE, "", Change.NONE)),
                () -> claims.addAll(append(party, "2").claims())));
        claims.addAll(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO));

        assertThat(claims).extracting(claim -> claim.entry().eventKey()).containsExactly("2");
        assertThat(store.journal().isIdle(new Lane(Direction.INBOUND, "x", party)))
                .isFalse();
    }
}
