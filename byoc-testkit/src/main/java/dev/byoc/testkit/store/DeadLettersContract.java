package dev.byoc.testkit.store;

import static dev.byoc.testkit.store.StoreUnderTest.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.byoc.Direction;
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
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store promises of dead letters: how they are found, replayed and discarded. */
interface DeadLettersContract extends StoreUnderTest {
    @Test
    default void deadEntriesAreListedTheNewestFirst() {
        store().journal().finish(append("a", "1").claims().get(0), End.DEAD, "first", Change.NONE);
        store().journal().finish(append("a", "2").claims().get(0), End.DEAD, "second", Change.NONE);

        assertThat(store().deadLetters().find(DeadLetterFilter.ALL, 10))
                .extracting(DeadLetter::reason)
                .containsExactly("second", "first");
    }

    @Test
    default void deadLettersAreFoundByAccountDirectionTimeAndWordsOfTheReason() {
        bury(ANNA_IN, "1", "HTTP 400 of Freshchat");
        clock().advance(Duration.ofHours(1));
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
        assertThat(store().deadLetters().find(all, 2)).hasSize(2);
    }

    private List<String> reasons(DeadLetterFilter filter) {
        return store().deadLetters().find(filter, 10).stream()
                .map(DeadLetter::reason)
                .toList();
    }

    @Test
    default void deadLetterSaysWhoseItIsAndWhatItWasToldApartBy() {
        bury(ANNA_IN, "x message:1", "refused");

        assertThat(store().deadLetters().find(DeadLetterFilter.ALL, 1))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.party()).isEqualTo("anna");
                    assertThat(letter.eventKey()).isEqualTo("x message:1");
                });
    }

    @Test
    default void whatCanBeReplayedWithoutADoubleIsListedFromTheOldestOn() {
        Checkpoint open = Checkpoint.NONE.asUnsettled();
        long first = bury(ANNA_IN, "1", "refused");
        store().journal().finish(put(ANNA_OUT, "2"), End.DEAD, "unknown outcome", Change.NONE.checkpoint(open));
        long second = bury(ANNA_IN, "3", "refused");
        bury(ANNA_IN, "4", "another");
        DeadLetterFilter refused = DeadLetterFilter.ALL.reason("refused");

        assertThat(store().deadLetters().replayable(DeadLetterFilter.ALL, 2))
                .extracting(DeadLetter::id)
                .containsExactly(first, second);
        assertThat(store().deadLetters().replayable(refused, 10))
                .extracting(DeadLetter::id)
                .containsExactly(first, second);
    }

    @Test
    default void timelineTellsWhyItWasDeadLetteredAndContinuesWithTheReplay() {
        long dead = bury(ANNA_IN, "1", "refused");
        clock().advance(Duration.ofHours(1));
        Claim again = store().deadLetters()
                .replay(dead, ReplayMode.REFUSE_DUPLICATE)
                .claims()
                .get(0);
        store().journal().finish(again, End.DEAD, "refused again", Change.NONE);
        store().deadLetters()
                .replay(
                        store().deadLetters()
                                .find(DeadLetterFilter.ALL, 1)
                                .get(0)
                                .id(),
                        ReplayMode.REFUSE_DUPLICATE);

        List<Timeline> timelines = store().journal().timeline(Set.of("1"), "-");

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
    default void deadLetterThatMayHaveArrivedIsReplayedOnlyByForce() {
        Checkpoint open = Checkpoint.NONE.asUnsettled();
        store().journal().finish(put(ANNA_OUT, "1"), End.DEAD, "unknown outcome", Change.NONE.checkpoint(open));
        DeadLetter dead = store().deadLetters().find(DeadLetterFilter.ALL, 1).get(0);

        assertThat(dead.mayHaveArrived()).isTrue();
        assertThat(store().deadLetters()
                        .replay(dead.id(), ReplayMode.REFUSE_DUPLICATE)
                        .outcome())
                .isEqualTo(ReplayResult.MAY_HAVE_ARRIVED);
        assertThat(store().deadLetters()
                        .replay(dead.id(), ReplayMode.ALLOW_DUPLICATE)
                        .claims())
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.entry().body()).containsExactly(1, 2);
                    assertThat(claim.entry().checkpoint()).isEqualTo(Checkpoint.NONE);
                });
    }

    @Test
    default void replayGoesOnBehindThePartsThatWereTaken() {
        Claim first = store().journal().keep(put(ANNA_OUT, "1"), Change.NONE.parts(Map.of(7, List.of("c7", "k7"))));
        store().journal().finish(first, End.DEAD, "AUTH", Change.NONE);
        Claim second = replayed();
        assertThat(second.entry().partsDone()).containsOnlyKeys(7);
        assertThat(second.entry().partsDone().get(7)).containsExactlyInAnyOrder("c7", "k7");
        store().journal().finish(second, End.DEAD, "AUTH", Change.NONE.parts(Map.of(8, List.of())));

        assertThat(replayed().entry().partsDone()).containsOnlyKeys(7, 8);
    }

    /** Of the newest dead letter. */
    private Claim replayed() {
        DeadLetter newest = store().deadLetters().find(DeadLetterFilter.ALL, 1).get(0);
        return store().deadLetters()
                .replay(newest.id(), ReplayMode.REFUSE_DUPLICATE)
                .claims()
                .get(0);
    }

    @Test
    default void replayThatWaitsBehindAnotherMessageKnowsThePartsThatWereTaken() {
        Claim partly = put(ANNA_OUT, "1");
        store().journal().finish(partly, End.DEAD, "AUTH", Change.NONE.parts(Map.of(0, List.of("c0"))));
        long dead = store().deadLetters().find(DeadLetterFilter.ALL, 1).get(0).id();
        Claim under = put(ANNA_OUT, "2");
        store().deadLetters().replay(dead, ReplayMode.REFUSE_DUPLICATE);

        List<Claim> next = store().journal().finish(under, End.DONE, "", Change.NONE);

        assertThat(next)
                .singleElement()
                .satisfies(claim -> assertThat(claim.entry().partsDone()).isEqualTo(Map.of(0, List.of("c0"))));
    }

    @Test
    default void timelineTellsOfAPartWhereItWasTakenAlone() {
        Claim partly = put(ANNA_OUT, "1");
        store().journal().finish(partly, End.DEAD, "AUTH", Change.NONE.parts(Map.of(0, List.of("c0"))));
        replayed();

        assertThat(store().journal().timeline(Set.of("1"), "-"))
                .extracting(timeline -> timeline.steps().stream()
                        .map(Timeline.Step::what)
                        .filter("part taken"::equals)
                        .count())
                .containsExactly(1L, 0L);
    }

    @Test
    default void discardedDeadLetterIsGoneAndItsKeyStaysKnown() {
        long dead = bury(ANNA_IN, "1", "refused");

        assertThat(store().deadLetters().discard(dead, "by an operator")).isTrue();
        assertThat(store().deadLetters().discard(dead, "by an operator")).isFalse();
        assertThat(store().deadLetters().find(DeadLetterFilter.ALL, 10)).isEmpty();
        assertThat(store().deadLetters()
                        .replay(dead, ReplayMode.ALLOW_DUPLICATE)
                        .outcome())
                .isEqualTo(ReplayResult.NOT_DEAD);
        assertThat(append("anna", "1").fresh()).containsExactly(false);
    }

    @Test
    default void entryThatIsStoredDeadHoldsNoLaneAndCanBeReplayed() {
        NewEntry unreadable = new NewEntry(ANNA_IN, "raw", new byte[] {7}, "unreadable: no JSON");
        Journal.Appended appended = store().journal().append(List.of(unreadable), List.of(), PausedLanes.NONE);
        assertThat(appended.fresh()).containsExactly(true);
        assertThat(appended.claims()).isEmpty();
        assertThat(store().counters().open()).isZero();
        assertThat(append("anna", "next").claims()).hasSize(1);
        long dead = store().deadLetters().find(DeadLetterFilter.ALL, 1).get(0).id();

        DeadLetters.Replayed replayed = store().deadLetters().replay(dead, ReplayMode.REFUSE_DUPLICATE);

        assertThat(replayed.outcome()).isEqualTo(ReplayResult.REPLAYED);
        assertThat(replayed.claims()).as("it waits behind what is being done").isEmpty();
        assertThat(store().journal().timeline(Set.of("raw"), "-"))
                .extracting(Timeline::state)
                .containsExactly(Timeline.State.REPLAYED, Timeline.State.READY);
        assertThat(store().journal().timeline(Set.of("raw#replay-1"), "-"))
                .extracting(Timeline::state)
                .containsExactly(Timeline.State.READY);
    }

    @Test
    default void entryThatIsStoredDeadAndMayHaveArrivedIsReplayedOnlyByForce() {
        NewEntry late = new NewEntry(ANNA_OUT, "late", new byte[] {7}, "too old").doubtful();
        store().journal().append(List.of(late), List.of(), PausedLanes.NONE);
        Claim claim = put(ANNA_IN, "first");
        NewEntry within = new NewEntry(ANNA_OUT, "in a change", new byte[] {8}, "too old").doubtful();
        store().journal().finish(claim, End.DONE, "", Change.NONE.entry(within));

        List<DeadLetter> dead = store().deadLetters().find(DeadLetterFilter.ALL, 3);

        assertThat(dead).hasSize(2).allMatch(DeadLetter::mayHaveArrived);
        assertThat(store().deadLetters().replayable(DeadLetterFilter.ALL, 3)).isEmpty();
        for (DeadLetter letter : dead) {
            assertThat(store().deadLetters().replay(letter.id(), ReplayMode.REFUSE_DUPLICATE))
                    .isEqualTo(new DeadLetters.Replayed(ReplayResult.MAY_HAVE_ARRIVED, List.of()));
        }
        assertThat(store().deadLetters()
                        .replay(dead.get(1).id(), ReplayMode.ALLOW_DUPLICATE)
                        .claims())
                .singleElement()
                .satisfies(again -> {
                    assertThat(again.entry().body()).containsExactly(7);
                    assertThat(again.entry().checkpoint()).isEqualTo(Checkpoint.NONE);
                });
    }
}
