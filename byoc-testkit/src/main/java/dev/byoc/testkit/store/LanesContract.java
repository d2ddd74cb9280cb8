package dev.byoc.testkit.store;

import static dev.byoc.testkit.store.StoreUnderTest.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Direction;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store promises of lanes: whose turn it is, which lane is kept, and what is going on in one. */
interface LanesContract extends StoreUnderTest {
    @Test
    default void laneGivesOneClaimAtATimeInOrder() {
        Claim first = append("a", "1").claims().get(0);
        assertThat(append("a", "2").claims()).isEmpty();

        List<Claim> next = store().journal().finish(first, End.DONE, "", Change.NONE);

        assertThat(next).extracting(claim -> claim.entry().eventKey()).containsExactly("2");
        assertThat(store().journal().finish(next.get(0), End.DONE, "", Change.NONE))
                .isEmpty();
        assertThat(store().journal().isIdle(new Lane(Direction.INBOUND, "x", "a")))
                .isTrue();
    }

    @Test
    default void releasedLaneWaitsForItsTimeAndKeepsItsPlace() {
        store().journal().release(append("a", "1").claims().get(0), Duration.ofSeconds(5), true, Change.NONE);
        assertThat(append("a", "2").claims()).isEmpty();
        assertThat(store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();

        clock().advance(Duration.ofSeconds(5));

        List<Claim> due = store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO);
        assertThat(due).hasSize(1);
        assertThat(due.get(0).entry().eventKey()).isEqualTo("1");
        assertThat(due.get(0).entry().tries()).isEqualTo(1);
        assertThat(store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
    }

    @Test
    default void aLaneThatIsKeptHandsNothingOutUntilItIsLetGo() {
        Claim first = append("a", "1").claims().get(0);
        append("a", "2");

        assertThat(store().journal().finish(first, End.DEAD, "hung", Change.NONE.keepingLane()))
                .isEmpty();
        assertThat(append("a", "3").claims()).isEmpty();
        clock().advance(Duration.ofMinutes(1));
        assertThat(store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        store().journal().letGo(first.entry().lane(), Duration.ZERO);

        List<Claim> due = store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO);
        assertThat(due).extracting(claim -> claim.entry().eventKey()).containsExactly("2");
        assertThat(due.get(0).entry().checkpoint().unsettled())
                .as("it was not begun before")
                .isFalse();
        assertThat(store().journal().finish(due.get(0), End.DONE, "", Change.NONE))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("3");
    }

    @Test
    default void aKeptLaneInWhichNothingWaitsTakesMoreAndHandsItOutOnceItIsLetGo() {
        Claim first = append("a", "1").claims().get(0);
        store().journal().finish(first, End.DONE, "", Change.NONE.keepingLane());

        assertThat(append("a", "2").claims()).isEmpty();
        store().journal().letGo(first.entry().lane(), Duration.ZERO);

        assertThat(store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("2");
    }

    @Test
    default void aLaneThatIsLetGoWithNothingInItIsIdle() {
        Claim first = append("a", "1").claims().get(0);
        store().journal().finish(first, End.DONE, "", Change.NONE.keepingLane());
        assertThat(store().journal().underWay(first.entry().lane())).isNull();

        store().journal().letGo(first.entry().lane(), Duration.ZERO);

        assertThat(store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        assertThat(store().journal().isIdle(first.entry().lane())).isTrue();
        assertThat(append("a", "2").claims()).hasSize(1);
    }

    @Test
    default void anEntryThatIsGivenBackInAKeptLaneStaysFirst() {
        Claim first = append("a", "1").claims().get(0);
        append("a", "2");
        store().journal().release(first, Duration.ZERO, true, Change.NONE.keepingLane());
        assertThat(store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        store().journal().letGo(first.entry().lane(), Duration.ZERO);

        Claim again =
                store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO).get(0);

        assertThat(again.entry().eventKey()).isEqualTo("1");
        assertThat(again.entry().tries()).isEqualTo(1);
    }

    @Test
    default void aKeptLaneIsDueOnceTheDelayHasPassedWithWhichItIsLetGo() {
        Claim first = append("a", "1").claims().get(0);
        store().journal().postpone(first, Duration.ofMinutes(5), Change.NONE.keepingLane());
        store().journal().letGo(first.entry().lane(), Duration.ofMinutes(3));
        clock().advance(Duration.ofMinutes(3).minusMillis(1));
        assertThat(store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        assertThat(append("a", "2").claims()).isEmpty();

        clock().advance(Duration.ofMillis(1));

        assertThat(store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("1");
    }

    @Test
    default void theClaimOfAKeptLaneIsWorthNothing() {
        Claim first = append("a", "1").claims().get(0);
        store().journal().finish(first, End.DONE, "", Change.NONE.keepingLane());

        assertThat(store().journal().holds(first)).isFalse();
        assertThatThrownBy(() -> store().journal().keep(first, Change.NONE)).isInstanceOf(LostClaimException.class);
        store().journal().handBack(List.of(first));
        assertThat(append("a", "2").claims()).isEmpty();
    }

    @Test
    default void onlyALaneThatIsKeptIsLetGo() {
        Claim first = append("a", "1").claims().get(0);
        append("a", "2");

        store().journal().letGo(first.entry().lane(), Duration.ZERO);
        store().journal().letGo(new Lane(Direction.OUTBOUND, "x", "unheard of"), Duration.ZERO);

        assertThat(store().journal().holds(first)).isTrue();
        assertThat(store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        assertThat(store().journal().finish(first, End.DONE, "", Change.NONE)).hasSize(1);
    }

    @Test
    default void whatIsUnderWayInALaneIsToldUntilItEnds() {
        NewEntry waits = new NewEntry(ANNA_IN, "2", new byte[] {3});
        assertThat(store().journal().underWay(ANNA_IN)).isNull();
        Claim first = put(ANNA_IN, "1");
        store().journal().append(List.of(waits), List.of(), PausedLanes.NONE);

        assertThat(store().journal().underWay(ANNA_IN)).containsExactly(1, 2);
        assertThat(store().journal().underWay(ANNA_OUT)).isNull();
        Claim second =
                store().journal().finish(first, End.DONE, "", Change.NONE).get(0);
        assertThat(store().journal().underWay(ANNA_IN)).containsExactly(3);
        store().journal().release(second, Duration.ofMinutes(1), false, Change.NONE);
        assertThat(store().journal().underWay(ANNA_IN))
                .as("it was surely not done")
                .isNull();
    }

    @Test
    default void whatMayHaveBeenDoneCountsAsUnderWay() {
        Claim claim = put(ANNA_IN, "1");

        store().journal()
                .release(claim, Duration.ofMinutes(1), false, Change.NONE.checkpoint(Checkpoint.NONE.asUnsettled()));

        assertThat(store().journal().underWay(ANNA_IN)).containsExactly(1, 2);
    }

    @Test
    default void ofSeveralLanesThoseAreBusyInWhichSomethingWaitsOrIsBeingDone() {
        Lane longNamed = lane("p".repeat(700) + "1");
        Lane itsLike = lane("p".repeat(700) + "2");
        Claim done = put(lane("done"), "1");
        put(lane("under way"), "2");
        store().journal().release(put(lane("waits"), "3"), Duration.ofMinutes(1), false, Change.NONE);
        put(longNamed, "4");
        put(ANNA_OUT, "5");
        store().journal().finish(done, End.DEAD, "refused", Change.NONE);

        assertThat(store().journal()
                        .busy(List.of(
                                lane("done"),
                                lane("under way"),
                                lane("waits"),
                                longNamed,
                                itsLike,
                                ANNA_IN,
                                new Lane(Direction.OUTBOUND, "y", "anna"),
                                lane("unheard of"))))
                .containsExactlyInAnyOrder(lane("under way"), lane("waits"), longNamed);
        assertThat(store().journal().busy(List.of(ANNA_OUT, longNamed))).containsExactlyInAnyOrder(ANNA_OUT, longNamed);
        assertThat(store().journal().busy(List.of(lane("unheard of")))).isEmpty();
        assertThat(store().journal().busy(List.of())).isEmpty();
    }
}
