package dev.byoc.testkit.store;

import static dev.byoc.testkit.store.StoreUnderTest.entry;
import static dev.byoc.testkit.store.StoreUnderTest.lane;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store counts, with each change. */
interface FiguresContract extends StoreUnderTest {
    @Test
    default void openEntriesAreCountedByAccountAndDirection() {
        append("a", "1");
        append("a", "2");
        store().journal()
                .append(
                        List.of(
                                new NewEntry(new Lane(Direction.OUTBOUND, "x", "a"), "3", new byte[] {1}),
                                new NewEntry(new Lane(Direction.INBOUND, "y", "a"), "4", new byte[] {1}),
                                new NewEntry(new Lane(Direction.OUTBOUND, "", "conversation"), "5", new byte[] {1})),
                        List.of(),
                        PausedLanes.NONE);

        assertThat(figures("x", Direction.INBOUND).open()).isEqualTo(2);
        assertThat(figures("x", Direction.OUTBOUND).open()).isEqualTo(1);
        assertThat(figures("y", Direction.INBOUND).open()).isEqualTo(1);
        assertThat(figures("y", Direction.OUTBOUND).open()).isZero();
        assertThat(figures("", Direction.OUTBOUND).open()).isEqualTo(1);
        assertThat(store().counters().open()).isEqualTo(5);
    }

    @Test
    default void repeatedEntryIsCountedOnce() {
        append("a", "1");
        append("a", "1");
        store().journal().append(List.of(entry("b", "2"), entry("b", "2")), List.of(), PausedLanes.NONE);

        assertThat(figures("x", Direction.INBOUND).open()).isEqualTo(2);
    }

    @Test
    default void whateverEndsAnEntryEndsItForTheFigures() {
        store().journal().finish(append("a", "done").claims().get(0), End.DONE, "", Change.NONE);
        store().journal().finish(append("b", "dropped").claims().get(0), End.DISCARDED, "", Change.NONE);
        assertThat(figures("x", Direction.INBOUND)).satisfies(each -> {
            assertThat(each.open()).isZero();
            assertThat(each.oldestOpen()).isNull();
            assertThat(each.deadLetters()).isZero();
        });

        store().journal().finish(append("c", "dead").claims().get(0), End.DEAD, "refused", Change.NONE);
        store().journal()
                .append(
                        List.of(new NewEntry(lane("d"), "unread", new byte[] {1}, "cannot be read")),
                        List.of(),
                        PausedLanes.NONE);
        assertThat(figures("x", Direction.INBOUND).open()).isZero();
        assertThat(figures("x", Direction.INBOUND).deadLetters()).isEqualTo(2);
    }

    @Test
    default void whatIsGivenBackIsStillOpenAndCountedOnce() {
        store().journal().release(append("a", "1").claims().get(0), Duration.ZERO, true, Change.NONE);
        store().journal().postpone(append("b", "2").claims().get(0), Duration.ofMinutes(1), Change.NONE);
        store().journal().handBack(append("c", "3").claims());
        store().journal().claimDue(10, PausedLanes.NONE, Duration.ZERO);

        assertThat(figures("x", Direction.INBOUND).open()).isEqualTo(3);
    }

    @Test
    default void replayedDeadLetterIsOpenAgainAndADiscardedOneIsGone() {
        store().journal().finish(append("a", "1").claims().get(0), End.DEAD, "refused", Change.NONE);
        store().journal().finish(append("a", "2").claims().get(0), End.DEAD, "refused", Change.NONE);
        List<DeadLetter> letters = store().deadLetters().find(DeadLetterFilter.ALL, 10);

        store().deadLetters().replay(letters.get(0).id(), ReplayMode.REFUSE_DUPLICATE);
        assertThat(figures("x", Direction.INBOUND).open()).isEqualTo(1);
        assertThat(figures("x", Direction.INBOUND).deadLetters()).isEqualTo(1);

        store().deadLetters().replay(letters.get(0).id(), ReplayMode.REFUSE_DUPLICATE);
        store().deadLetters().discard(letters.get(1).id(), "by an operator");
        store().deadLetters().discard(letters.get(1).id(), "by an operator");
        store().deadLetters().discard(4711, "by an operator");
        assertThat(figures("x", Direction.INBOUND).open()).isEqualTo(1);
        assertThat(figures("x", Direction.INBOUND).deadLetters()).isZero();
    }

    @Test
    default void figuresOfACustomerWhoIsForgottenAreGone() {
        store().journal().finish(append("a", "1").claims().get(0), End.DEAD, "refused", Change.NONE);
        append("a", "2");
        append("a", "3");
        append("b", "4");

        store().forget("x", "a", List.of(lane("a"), new Lane(Direction.OUTBOUND, "x", "a")));
        store().forget("x", "a", List.of(lane("a")));

        assertThat(figures("x", Direction.INBOUND).open()).isEqualTo(1);
        assertThat(figures("x", Direction.INBOUND).deadLetters()).isZero();
    }

    @Test
    default void entriesThatFollowFromOneAreCountedAndAreNoMessageFromOutside() {
        Claim claim = append("a", "1").claims().get(0);
        Instant came = clock().instant();
        clock().advance(Duration.ofMinutes(5));

        store().journal().finish(claim, End.DONE, "", Change.NONE.entry(entry("b", "follows")));

        readFigures();
        assertThat(figures("x", Direction.INBOUND)).satisfies(each -> {
            assertThat(each.open()).isEqualTo(1);
            assertThat(each.oldestOpen()).isEqualTo(clock().instant());
            assertThat(each.lastStored()).isEqualTo(came);
            assertThat(each.lastRelayed()).isEqualTo(clock().instant());
        });
    }

    @Test
    default void theLastOneRelayedIsNeitherADeadLetterNorOneThatWasDiscarded() {
        store().journal().finish(append("a", "1").claims().get(0), End.DEAD, "refused", Change.NONE);
        store().journal().finish(append("a", "2").claims().get(0), End.DISCARDED, "", Change.NONE);

        assertThat(figures("x", Direction.INBOUND).lastRelayed()).isNull();
        assertThat(figures("x", Direction.INBOUND).lastStored()).isEqualTo(clock().instant());
    }

    @Test
    default void lastWebhookIsKnownByAddress() {
        store().counters().noteWebhook("x", clock().instant());
        clock().advance(Duration.ofSeconds(1));
        store().counters().noteWebhook("freshchat", clock().instant());

        assertThat(store().counters().lastWebhook("x"))
                .isEqualTo(clock().instant().minusSeconds(1));
        assertThat(store().counters().lastWebhook("freshchat")).isEqualTo(clock().instant());
        assertThat(store().counters().lastWebhook("y")).isNull();
        assertThat(store().counters().figures()).isEmpty();
    }

    @Test
    default void theOldestThatIsOpenIsTheNextOneOnceItHasEnded() {
        Claim first = append("a", "1").claims().get(0);
        Instant oldest = clock().instant();
        clock().advance(Duration.ofMinutes(1));
        append("b", "2");
        Instant second = clock().instant();
        clock().advance(Duration.ofMinutes(1));
        append("a", "3");
        assertThat(figures("x", Direction.INBOUND).oldestOpen()).isEqualTo(oldest);

        store().journal().finish(first, End.DONE, "", Change.NONE);

        readFigures();
        assertThat(figures("x", Direction.INBOUND).oldestOpen()).isEqualTo(second);
    }
}
