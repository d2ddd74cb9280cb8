package dev.byoc.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.byoc.Direction;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.Timeline;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.DeadLetters;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.References.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every store promises to the relay, as tests: let the test of a store extend it and make the store on {@link #clock}. It covers the
 * journal with its lanes, links and readings, references, dead letters and timelines, settings and locks. What lies on a disk has more to
 * promise, above all that all of it is there after a restart.
 */
public abstract class StoreContract extends CatchUpContract {
    private static final Lane ANNA_IN = new Lane(Direction.INBOUND, "x", "anna");
    private static final Lane ANNA_OUT = new Lane(Direction.OUTBOUND, "x", "anna");

    private Claim put(Lane lane, String key) {
        return store.journal()
                .append(List.of(new NewEntry(lane, key, new byte[] {1, 2})), List.of(), PausedLanes.NONE)
                .claims()
                .get(0);
    }

    private long bury(Lane lane, String key, String reason) {
        store.journal().finish(put(lane, key), End.DEAD, reason, Change.NONE);
        return store.deadLetters().find(DeadLetterFilter.ALL, 1).get(0).id();
    }

    /** Receipts are noted without waiting until they are stored. */
    private @Nullable Receipt awaitReceipt(String message, Receipt expected) {
        Receipt found = store.references().receipt("x", message);
        for (int glance = 0; glance < 1_000 && !expected.equals(found); glance++) {
            LockSupport.parkNanos(5_000_000);
            found = store.references().receipt("x", message);
        }
        return found;
    }

    @Test
    void receiptIsKnownByItsMessageWithinItsAccount() {
        Receipt delivered = new Receipt("DELIVERED", "");

        store.references().noteReceipt("x", "net-1", delivered);

        assertThat(awaitReceipt("net-1", delivered)).isEqualTo(delivered);
        assertThat(store.references().receipt("y", "net-1")).isNull();
        assertThat(store.references().receipt("x", "net-2")).isNull();
    }

    @Test
    void lastReceiptOfAMessageCountsAlsoWithinOneMillisecond() {
        List<Receipt> told = List.of(
                new Receipt("SEEN", ""), new Receipt("DELIVERED", ""), new Receipt("FAILED", "number not in use"));
        for (Receipt receipt : told) {
            store.references().noteReceipt("x", "net-1", receipt);
        }

        assertThat(awaitReceipt("net-1", told.get(2))).isEqualTo(told.get(2));
    }

    @Test
    void sameReceiptAgainChangesNothing() {
        Receipt failed = new Receipt("FAILED", "number not in use");
        store.references().noteReceipt("x", "net-1", failed);
        store.references().noteReceipt("x", "net-1", failed);

        assertThat(awaitReceipt("net-1", failed)).isEqualTo(failed);
    }

    @Test
    void timelineTellsStepsInOrderWithTheEnd() {
        Claim claim = put(ANNA_OUT, "reply");
        clock.advance(Duration.ofSeconds(1));
        store.journal().release(claim, Duration.ZERO, true, Change.NONE.trace("try later", "HTTP 503"));
        clock.advance(Duration.ofSeconds(1));
        Claim again =
                store.journal().claimDue(1, PausedLanes.NONE, Duration.ZERO).get(0);
        clock.advance(Duration.ofSeconds(1));
        store.journal()
                .finish(
                        again,
                        End.DONE,
                        "",
                        Change.NONE.parts(Map.of(0, List.of("net-1"))).ref("fc-1"));

        List<Timeline> byKey = store.journal().timeline(Set.of("reply"), "-");

        assertThat(byKey).singleElement().satisfies(timeline -> {
            assertThat(timeline.account()).isEqualTo("x");
            assertThat(timeline.direction()).isEqualTo(Direction.OUTBOUND);
            assertThat(timeline.state()).isEqualTo(Timeline.State.DONE);
            assertThat(timeline.steps())
                    .extracting(Timeline.Step::what)
                    .containsExactly("stored", "try later", "part taken", "done");
            assertThat(timeline.steps()).extracting(Timeline.Step::at).isSorted();
        });
        assertThat(store.journal().timeline(Set.of(), "net-1")).isEqualTo(byKey);
        assertThat(store.journal().timeline(Set.of(), "fc-1")).isEqualTo(byKey);
        assertThat(store.journal()
                        .timeline(Set.of(), String.valueOf(claim.entry().id())))
                .isEqualTo(byKey);
        assertThat(store.journal().timeline(Set.of(), "99999999999999999999999"))
                .isEmpty();
    }

    @Test
    void timelineOfAnOpenEntrySaysWhetherItIsBegun() {
        put(ANNA_IN, "begun");
        append("anna", "waits");

        assertThat(store.journal().timeline(Set.of("begun"), "-"))
                .extracting(Timeline::state)
                .containsExactly(Timeline.State.STARTED);
        assertThat(store.journal().timeline(Set.of("waits"), "-"))
                .extracting(Timeline::state)
                .containsExactly(Timeline.State.READY);
    }

    @Test
    void forgottenCustomerLeavesNoContentAndNoLinkAndOthersKeepTheirs() {
        store.journal()
                .append(
                        List.of(),
                        List.of(
                                new LinkChange.Conversation("x", "anna", "c1", "77", "m1"),
                                new LinkChange.Handle("x", "anna", new ReplyHandle("session", false, null)),
                                new LinkChange.Conversation("x", "minho", "c2", null, "m2")),
                        PausedLanes.NONE);
        long dead = bury(ANNA_IN, "dead", "refused");
        Claim underWay = put(ANNA_OUT, "under way");
        append("anna", "open").claims();
        append("minho", "his");

        int erased = store.forget("x", "anna", List.of(ANNA_IN, ANNA_OUT));

        assertThat(erased).isEqualTo(3);
        assertThat(store.customers().link("x", "anna")).isNull();
        assertThat(store.customers().byConversation("c1")).isNull();
        assertThat(store.customers().byConversation("77")).isNull();
        assertThat(present(store.customers().byConversation("c2")).customer()).isEqualTo("minho");
        assertThat(store.deadLetters().find(DeadLetterFilter.ALL, 10)).isEmpty();
        assertThat(store.deadLetters().replay(dead, ReplayMode.ALLOW_DUPLICATE).outcome())
                .isEqualTo(ReplayResult.NOT_DEAD);
        assertThat(store.journal().isIdle(ANNA_IN)).isTrue();
        assertThat(store.journal().isIdle(ANNA_OUT)).isTrue();
        assertThat(store.journal().holds(underWay)).isFalse();
        assertThat(store.counters().open()).isEqualTo(1);
        assertThat(append("anna", "open").fresh()).as("its key stays known").containsExactly(false);
        assertThat(append("anna", "new").claims()).hasSize(1);
    }

    @Test
    void lockIsForOneAndEndsByItself() {
        assertThat(store.settings().lock("registering", Duration.ofMinutes(1))).isNotNull();
        assertThat(store.settings().lock("registering", Duration.ofMinutes(1))).isNull();
        assertThat(store.settings().lock("another", Duration.ofMinutes(1))).isNotNull();

        clock.advance(Duration.ofSeconds(59));
        assertThat(store.settings().lock("registering", Duration.ofMinutes(1))).isNull();
        clock.advance(Duration.ofSeconds(2));
        assertThat(store.settings().lock("registering", Duration.ofMinutes(1))).isNotNull();
    }

    @Test
    void lockThatWasGivenBackIsFreeAtOnce() {
        Instant lock = present(store.settings().lock("registering", Duration.ofMinutes(1)));

        store.settings().unlock("registering", lock);

        assertThat(store.settings().lock("registering", Duration.ofMinutes(1))).isNotNull();
    }

    @Test
    void lockThatHasEndedIsNotGivenBackForItsNextHolder() {
        Instant ended = present(store.settings().lock("registering", Duration.ofMinutes(1)));
        clock.advance(Duration.ofSeconds(61));
        Instant next = present(store.settings().lock("registering", Duration.ofMillis(1500)));

        store.settings().unlock("registering", ended);

        assertThat(store.settings().lock("registering", Duration.ofMinutes(1))).isNull();
        store.settings().unlock("registering", next);
        assertThat(store.settings().lock("registering", Duration.ofMinutes(1))).isNotNull();
    }

    @Test
    void lockThatHasEndedIsNotGivenBackForALaterHolderEither() {
        Instant ended = present(store.settings().lock("registering", Duration.ofMinutes(1)));
        clock.advance(Duration.ofSeconds(61));
        store.settings().unlock("registering", present(store.settings().lock("registering", Duration.ofMinutes(1))));
        store.settings().lock("registering", Duration.ofMinutes(1));

        store.settings().unlock("registering", ended);

        assertThat(store.settings().lock("registering", Duration.ofMinutes(1))).isNull();
    }

    @Test
    void locksOfOtherNamesAreNotGivenBack() {
        Instant one = present(store.settings().lock("one", Duration.ofMinutes(1)));
        store.settings().lock("other", Duration.ofMinutes(1));

        store.settings().unlock("other", one.plusMillis(1));
        store.settings().unlock("one", one);

        assertThat(store.settings().lock("other", Duration.ofMinutes(1))).isNull();
        assertThat(store.settings().lock("one", Duration.ofMinutes(1))).isNotNull();
    }

    @Test
    void whatIsUnderWayInALaneIsToldUntilItEnds() {
        NewEntry waits = new NewEntry(ANNA_IN, "2", new byte[] {3});
        assertThat(store.journal().underWay(ANNA_IN)).isNull();
        Claim first = put(ANNA_IN, "1");
        store.journal().append(List.of(waits), List.of(), PausedLanes.NONE);

        assertThat(store.journal().underWay(ANNA_IN)).containsExactly(1, 2);
        assertThat(store.journal().underWay(ANNA_OUT)).isNull();
        Claim second = store.journal().finish(first, End.DONE, "", Change.NONE).get(0);
        assertThat(store.journal().underWay(ANNA_IN)).containsExactly(3);
        store.journal().release(second, Duration.ofMinutes(1), false, Change.NONE);
        assertThat(store.journal().underWay(ANNA_IN))
                .as("it was surely not done")
                .isNull();
    }

    @Test
    void whatMayHaveBeenDoneCountsAsUnderWay() {
        Claim claim = put(ANNA_IN, "1");

        store.journal()
                .release(claim, Duration.ofMinutes(1), false, Change.NONE.checkpoint(Checkpoint.NONE.asUnsettled()));

        assertThat(store.journal().underWay(ANNA_IN)).containsExactly(1, 2);
    }

    @Test
    void settingKeepsItsFirstValueUntilItIsPut() {
        assertThat(store.settings().get("secret")).isNull();
        assertThat(store.settings().getOrPut("secret", "one")).isEqualTo("one");
        assertThat(store.settings().getOrPut("secret", "two")).isEqualTo("one");

        store.settings().put("secret", "three");

        assertThat(store.settings().get("secret")).isEqualTo("three");
    }

    @Test
    void deadLettersAreFoundByAccountDirectionTimeAndWordsOfTheReason() {
        bury(ANNA_IN, "1", "HTTP 400 of Freshchat");
        clock.advance(Duration.ofHours(1));
        bury(ANNA_OUT, "2", "REJECTED: not a subscriber");
        bury(new Lane(Direction.INBOUND, "y", "minho"), "3", "too old");
        DeadLetterFilter all = DeadLetterFilter.ALL;

        assertThat(reasons(all)).containsExactly("too old", "REJECTED: not a subscriber", "HTTP 400 of Freshchat");
        assertThat(reasons(all.account("y"))).containsExactly("too old");
        assertThat(reasons(all.direction(Direction.OUTBOUND))).containsExactly("REJECTED: not a subscriber");
        assertThat(reasons(all.since(at("10:00:00")))).containsExactly("too old", "REJECTED: not a subscriber");
        assertThat(reasons(all.until(at("10:00:00")))).containsExactly("HTTP 400 of Freshchat");
        assertThat(reasons(all.party("minho"))).containsExactly("too old");
        assertThat(reasons(all.reason("http 400"))).containsExactly("HTTP 400 of Freshchat");
        assertThat(reasons(all.reason("100%_"))).as("no pattern").isEmpty();
        assertThat(reasons(all.account("x").direction(Direction.INBOUND).reason("too old")))
                .isEmpty();
        assertThat(store.deadLetters().find(all, 2)).hasSize(2);
    }

    private List<String> reasons(DeadLetterFilter filter) {
        return store.deadLetters().find(filter, 10).stream()
                .map(DeadLetter::reason)
                .toList();
    }

    @Test
    void deadLetterSaysWhoseItIsAndWhatItWasToldApartBy() {
        bury(ANNA_IN, "x message:1", "refused");

        assertThat(store.deadLetters().find(DeadLetterFilter.ALL, 1))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.party()).isEqualTo("anna");
                    assertThat(letter.eventKey()).isEqualTo("x message:1");
                });
    }

    @Test
    void whatCanBeReplayedWithoutADoubleIsListedFromTheOldestOn() {
        Checkpoint open = Checkpoint.NONE.asUnsettled();
        long first = bury(ANNA_IN, "1", "refused");
        store.journal().finish(put(ANNA_OUT, "2"), End.DEAD, "unknown outcome", Change.NONE.checkpoint(open));
        long second = bury(ANNA_IN, "3", "refused");
        bury(ANNA_IN, "4", "another");
        DeadLetterFilter refused = DeadLetterFilter.ALL.reason("refused");

        assertThat(store.deadLetters().replayable(DeadLetterFilter.ALL, 2))
                .extracting(DeadLetter::id)
                .containsExactly(first, second);
        assertThat(store.deadLetters().replayable(refused, 10))
                .extracting(DeadLetter::id)
                .containsExactly(first, second);
    }

    @Test
    void timelineTellsWhyItWasGivenUpAndGoesOnWithTheReplay() {
        long dead = bury(ANNA_IN, "1", "refused");
        clock.advance(Duration.ofHours(1));
        Claim again = store.deadLetters()
                .replay(dead, ReplayMode.REFUSE_DUPLICATE)
                .claims()
                .get(0);
        store.journal().finish(again, End.DEAD, "refused again", Change.NONE);
        store.deadLetters()
                .replay(store.deadLetters().find(DeadLetterFilter.ALL, 1).get(0).id(), ReplayMode.REFUSE_DUPLICATE);

        List<Timeline> timelines = store.journal().timeline(Set.of("1"), "-");

        assertThat(timelines)
                .extracting(Timeline::state)
                .containsExactly(Timeline.State.REPLAYED, Timeline.State.REPLAYED, Timeline.State.STARTED);
        assertThat(timelines.get(0).steps())
                .extracting(Timeline.Step::at, Timeline.Step::what, Timeline.Step::detail)
                .containsExactly(
                        tuple(at("09:00:00"), "stored", ""),
                        tuple(at("09:00:00"), "dead letter", "refused"),
                        tuple(at("10:00:00"), "replayed", ""));
    }

    @Test
    void deadLetterThatMayHaveArrivedIsReplayedOnlyByForce() {
        Checkpoint open = Checkpoint.NONE.asUnsettled();
        store.journal().finish(put(ANNA_OUT, "1"), End.DEAD, "unknown outcome", Change.NONE.checkpoint(open));
        DeadLetter dead = store.deadLetters().find(DeadLetterFilter.ALL, 1).get(0);

        assertThat(dead.mayHaveArrived()).isTrue();
        assertThat(store.deadLetters()
                        .replay(dead.id(), ReplayMode.REFUSE_DUPLICATE)
                        .outcome())
                .isEqualTo(ReplayResult.MAY_HAVE_ARRIVED);
        assertThat(store.deadLetters()
                        .replay(dead.id(), ReplayMode.ALLOW_DUPLICATE)
                        .claims())
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.entry().body()).containsExactly(1, 2);
                    assertThat(claim.entry().checkpoint()).isEqualTo(Checkpoint.NONE);
                });
    }

    @Test
    void droppedDeadLetterIsGoneAndItsKeyStaysKnown() {
        long dead = bury(ANNA_IN, "1", "refused");

        assertThat(store.deadLetters().discard(dead, "by an operator")).isTrue();
        assertThat(store.deadLetters().discard(dead, "by an operator")).isFalse();
        assertThat(store.deadLetters().find(DeadLetterFilter.ALL, 10)).isEmpty();
        assertThat(store.deadLetters().replay(dead, ReplayMode.ALLOW_DUPLICATE).outcome())
                .isEqualTo(ReplayResult.NOT_DEAD);
        assertThat(append("anna", "1").fresh()).containsExactly(false);
    }

    @Test
    void entryThatIsStoredDeadHoldsNobodyUpAndCanBeReplayed() {
        NewEntry unreadable = new NewEntry(ANNA_IN, "raw", new byte[] {7}, "unreadable: no JSON");
        Journal.Appended appended = store.journal().append(List.of(unreadable), List.of(), PausedLanes.NONE);
        assertThat(appended.fresh()).containsExactly(true);
        assertThat(appended.claims()).isEmpty();
        assertThat(store.counters().open()).isZero();
        assertThat(append("anna", "next").claims()).hasSize(1);
        long dead = store.deadLetters().find(DeadLetterFilter.ALL, 1).get(0).id();

        DeadLetters.Replayed replayed = store.deadLetters().replay(dead, ReplayMode.REFUSE_DUPLICATE);

        assertThat(replayed.outcome()).isEqualTo(ReplayResult.REPLAYED);
        assertThat(replayed.claims()).as("it waits behind what is being done").isEmpty();
        assertThat(store.journal().timeline(Set.of("raw"), "-"))
                .extracting(Timeline::state)
                .containsExactly(Timeline.State.REPLAYED, Timeline.State.READY);
        assertThat(store.journal().timeline(Set.of("raw#replay-1"), "-"))
                .extracting(Timeline::state)
                .containsExactly(Timeline.State.READY);
    }

    @Test
    void entryThatIsStoredDeadAndMayHaveArrivedIsReplayedOnlyByForce() {
        NewEntry late = new NewEntry(ANNA_OUT, "late", new byte[] {7}, "too old").doubtful();
        store.journal().append(List.of(late), List.of(), PausedLanes.NONE);
        Claim claim = put(ANNA_IN, "first");
        NewEntry within = new NewEntry(ANNA_OUT, "in a change", new byte[] {8}, "too old").doubtful();
        store.journal().finish(claim, End.DONE, "", Change.NONE.entry(within));

        List<DeadLetter> dead = store.deadLetters().find(DeadLetterFilter.ALL, 3);

        assertThat(dead).hasSize(2).allMatch(DeadLetter::mayHaveArrived);
        assertThat(store.deadLetters().replayable(DeadLetterFilter.ALL, 3)).isEmpty();
        for (DeadLetter letter : dead) {
            assertThat(store.deadLetters().replay(letter.id(), ReplayMode.REFUSE_DUPLICATE))
                    .isEqualTo(new DeadLetters.Replayed(ReplayResult.MAY_HAVE_ARRIVED, List.of()));
        }
        assertThat(store.deadLetters()
                        .replay(dead.get(1).id(), ReplayMode.ALLOW_DUPLICATE)
                        .claims())
                .singleElement()
                .satisfies(again -> {
                    assertThat(again.entry().body()).containsExactly(7);
                    assertThat(again.entry().checkpoint()).isEqualTo(Checkpoint.NONE);
                });
    }
}
