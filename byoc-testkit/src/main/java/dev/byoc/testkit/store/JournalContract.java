package dev.byoc.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Direction;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.References;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store promises of entries and of the claims to them. */
interface JournalContract extends StoreUnderTest {
    @Test
    default void secondEntryOfAKeyIsNotTaken() {
        assertThat(append("a", "1").fresh()).containsExactly(true);
        assertThat(append("a", "1").fresh()).containsExactly(false);
        assertThat(append("b", "1").fresh()).containsExactly(false);
    }

    @Test
    default void ofEntriesThatComeTogetherTheFirstThatIsNewIsBegun() {
        store().journal().finish(append("a", "1").claims().get(0), End.DONE, "", Change.NONE);

        Journal.Appended appended = store().journal()
                .append(
                        List.of(
                                StoreUnderTest.entry("a", "1"),
                                StoreUnderTest.entry("a", "2"),
                                StoreUnderTest.entry("a", "2"),
                                StoreUnderTest.entry("a", "3")),
                        List.of(),
                        PausedLanes.NONE);

        assertThat(appended.fresh()).containsExactly(false, true, false, true);
        assertThat(appended.claims())
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("2");
        assertThat(store().journal().finish(appended.claims().get(0), End.DONE, "", Change.NONE))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("3");
    }

    @Test
    default void sameKeyInTheOtherDirectionIsAnother() {
        append("a", "1");
        NewEntry out = new NewEntry(new Lane(Direction.OUTBOUND, "x", "a"), "1", new byte[] {1});

        assertThat(store().journal()
                        .append(List.of(out), List.of(), PausedLanes.NONE)
                        .fresh())
                .containsExactly(true);
    }

    @Test
    default void keyOutlivesItsEntryDeadLetteredOrDone() {
        store().journal().finish(append("a", "1").claims().get(0), End.DEAD, "refused", Change.NONE);
        store().journal().finish(append("a", "2").claims().get(0), End.DONE, "", Change.NONE);

        assertThat(append("a", "1").fresh()).containsExactly(false);
        assertThat(append("a", "2").fresh()).containsExactly(false);
    }

    @Test
    default void claimThatWasGivenBackIsWorthNothing() {
        Claim claim = append("a", "1").claims().get(0);
        store().journal().release(claim, Duration.ZERO, false, Change.NONE);
        store().journal().claimDue(1, PausedLanes.NONE, Duration.ZERO);

        assertThatThrownBy(() -> store().journal().finish(claim, End.DONE, "", Change.NONE))
                .isInstanceOf(LostClaimException.class);
    }

    @Test
    default void fullStoreRefusesAndTakesNothing() {
        for (int i = 0; i < 10; i++) {
            append("lane" + i, "key" + i);
        }

        assertThatThrownBy(() -> append("a", "late")).isInstanceOf(StoreException.class);
        assertThat(store().counters().open()).isEqualTo(10);
    }

    @Test
    default void anEntryIsFoundByTheNetworksIdOfEachPart() {
        Claim claim = append("a", "1").claims().get(0);
        store().journal().keep(claim, Change.NONE.parts(Map.of(0, List.of("net-1"))));

        assertThat(store().references().sent("x", "net-1"))
                .isEqualTo(
                        new References.Sent(claim.entry().lane(), claim.entry().at()));
        assertThat(store().references().sent("y", "net-1")).isNull();
    }

    @Test
    default void closedStoreTakesNothing() {
        store().close();

        assertThatThrownBy(() -> append("a", "1")).isInstanceOf(StoreException.class);
    }

    @Test
    default void claimThatWasGivenBackIsNoGoodAgainWhenItsEntryIsClaimedAnew() {
        Claim before = append("a", "1").claims().get(0);
        store().journal().release(before, Duration.ZERO, false, Change.NONE);
        Claim anew =
                store().journal().claimDue(1, PausedLanes.NONE, Duration.ZERO).get(0);

        assertThat(anew.entry().id()).isEqualTo(before.entry().id());
        assertThat(store().journal().holds(before)).isFalse();
        assertThat(store().journal().holds(anew)).isTrue();
    }

    @Test
    default void lateWordOfAnOldClaimLeavesTheOneThatCountsNow() {
        Claim old = append("a", "1").claims().get(0);
        append("a", "2");
        store().journal().release(old, Duration.ZERO, false, Change.NONE);
        Claim anew =
                store().journal().claimDue(1, PausedLanes.NONE, Duration.ZERO).get(0);

        assertThatThrownBy(() -> store().journal().finish(old, End.DONE, "", Change.NONE))
                .isInstanceOf(LostClaimException.class);
        store().journal().handBack(List.of(old));

        assertThat(store().journal().holds(anew)).isTrue();
        assertThat(store().journal().finish(anew, End.DONE, "", Change.NONE))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("2");
    }

    @Test
    default void entryThatIsPostponedCountsAsNotTriedAndKeepsWhatWasLearnt() {
        Claim claim = append("a", "1").claims().get(0);
        Checkpoint checkpoint = new Checkpoint(true, new byte[] {1, 0, -1});

        store().journal().postpone(claim, Duration.ofSeconds(1), Change.NONE.checkpoint(checkpoint));
        assertThat(store().journal().claimDue(1, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        clock().advance(Duration.ofSeconds(1));

        assertThat(store().journal().claimDue(1, PausedLanes.NONE, Duration.ZERO))
                .singleElement()
                .satisfies(again -> {
                    assertThat(again.entry().failures()).isZero();
                    assertThat(again.entry().tries()).isZero();
                    assertThat(again.entry().checkpoint()).isEqualTo(checkpoint);
                });
    }
}
