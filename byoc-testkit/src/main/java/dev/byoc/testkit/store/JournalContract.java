package dev.byoc.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Direction;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Figures;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises of entries, lanes and links. */
abstract class JournalContract {
    /** What the store goes by. */
    protected final SettableClock clock = new SettableClock(TestRelay.NOW);
    /** The store under test, open. */
    protected RelayStore store;

    /** A store with room for ten open entries. */
    protected abstract RelayStore make();

    @BeforeEach
    protected final void open() {
        store = make();
        store.open("test");
    }

    @AfterEach
    protected final void close() {
        store.close();
    }

    @Test
    void secondEntryOfAKeyIsNotTaken() {
        assertThat(append("a", "1").fresh()).containsExactly(true);
        assertThat(append("a", "1").fresh()).containsExactly(false);
        assertThat(append("b", "1").fresh()).containsExactly(false);
    }

    @Test
    void sameKeyInTheOtherDirectionIsAnother() {
        append("a", "1");
        NewEntry out = new NewEntry(new Lane(Direction.OUTBOUND, "x", "a"), "1", new byte[] {1});

        assertThat(store.journal()
                        .append(List.of(out), List.of(), PausedLanes.NONE)
                        .fresh())
                .containsExactly(true);
    }

    @Test
    void keyOutlivesItsEntryBuriedOrDone() {
        store.journal().finish(append("a", "1").claims().get(0), End.DEAD, "refused", Change.NONE);
        store.journal().finish(append("a", "2").claims().get(0), End.DONE, "", Change.NONE);

        assertThat(append("a", "1").fresh()).containsExactly(false);
        assertThat(append("a", "2").fresh()).containsExactly(false);
    }

    @Test
    void laneGivesOneClaimAtATimeInOrder() {
        Claim first = append("a", "1").claims().get(0);
        assertThat(append("a", "2").claims()).isEmpty();

        List<Claim> next = store.journal().finish(first, End.DONE, "", Change.NONE);

        assertThat(next).extracting(claim -> claim.entry().eventKey()).containsExactly("2");
        assertThat(store.journal().finish(next.get(0), End.DONE, "", Change.NONE))
                .isEmpty();
        assertThat(store.journal().isIdle(new Lane(Direction.INBOUND, "x", "a")))
                .isTrue();
    }

    @Test
    void releasedLaneWaitsForItsTimeAndKeepsItsPlace() {
        store.journal().release(append("a", "1").claims().get(0), Duration.ofSeconds(5), true, Change.NONE);
        assertThat(append("a", "2").claims()).isEmpty();
        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();

        clock.advance(Duration.ofSeconds(5));

        List<Claim> due = store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO);
        assertThat(due).hasSize(1);
        assertThat(due.get(0).entry().eventKey()).isEqualTo("1");
        assertThat(due.get(0).entry().tries()).isEqualTo(1);
        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
    }

    @Test
    void aLaneThatIsKeptHandsNothingOutUntilItIsLetGo() {
        Claim first = append("a", "1").claims().get(0);
        append("a", "2");

        assertThat(store.journal().finish(first, End.DEAD, "hung", Change.NONE.keepingLane()))
                .isEmpty();
        assertThat(append("a", "3").claims()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        store.journal().letGo(first.entry().lane(), Duration.ZERO);

        List<Claim> due = store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO);
        assertThat(due).extracting(claim -> claim.entry().eventKey()).containsExactly("2");
        assertThat(due.get(0).entry().checkpoint().unsettled())
                .as("it was not begun before")
                .isFalse();
        assertThat(store.journal().finish(due.get(0), End.DONE, "", Change.NONE))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("3");
    }

    @Test
    void aKeptLaneInWhichNothingWaitsTakesMoreAndHandsItOutOnceItIsLetGo() {
        Claim first = append("a", "1").claims().get(0);
        store.journal().finish(first, End.DONE, "", Change.NONE.keepingLane());

        assertThat(append("a", "2").claims()).isEmpty();
        store.journal().letGo(first.entry().lane(), Duration.ZERO);

        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("2");
    }

    @Test
    void aLaneThatIsLetGoWithNothingInItIsIdle() {
        Claim first = append("a", "1").claims().get(0);
        store.journal().finish(first, End.DONE, "", Change.NONE.keepingLane());
        assertThat(store.journal().underWay(first.entry().lane())).isNull();

        store.journal().letGo(first.entry().lane(), Duration.ZERO);

        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        assertThat(store.journal().isIdle(first.entry().lane())).isTrue();
        assertThat(append("a", "2").claims()).hasSize(1);
    }

    @Test
    void anEntryThatIsGivenBackInAKeptLaneStaysFirst() {
        Claim first = append("a", "1").claims().get(0);
        append("a", "2");
        store.journal().release(first, Duration.ZERO, true, Change.NONE.keepingLane());
        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        store.journal().letGo(first.entry().lane(), Duration.ZERO);

        Claim again =
                store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO).get(0);

        assertThat(again.entry().eventKey()).isEqualTo("1");
        assertThat(again.entry().tries()).isEqualTo(1);
    }

    @Test
    void aKeptLaneIsDueOnceTheDelayHasPassedWithWhichItIsLetGo() {
        Claim first = append("a", "1").claims().get(0);
        store.journal().postpone(first, Duration.ofMinutes(5), Change.NONE.keepingLane());
        store.journal().letGo(first.entry().lane(), Duration.ofMinutes(3));
        clock.advance(Duration.ofMinutes(3).minusMillis(1));
        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        assertThat(append("a", "2").claims()).isEmpty();

        clock.advance(Duration.ofMillis(1));

        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("1");
    }

    @Test
    void theClaimOfAKeptLaneIsWorthNothing() {
        Claim first = append("a", "1").claims().get(0);
        store.journal().finish(first, End.DONE, "", Change.NONE.keepingLane());

        assertThat(store.journal().holds(first)).isFalse();
        assertThatThrownBy(() -> store.journal().keep(first, Change.NONE)).isInstanceOf(LostClaimException.class);
        store.journal().handBack(List.of(first));
        assertThat(append("a", "2").claims()).isEmpty();
    }

    @Test
    void onlyALaneThatIsKeptIsLetGo() {
        Claim first = append("a", "1").claims().get(0);
        append("a", "2");

        store.journal().letGo(first.entry().lane(), Duration.ZERO);
        store.journal().letGo(new Lane(Direction.OUTBOUND, "x", "unheard of"), Duration.ZERO);

        assertThat(store.journal().holds(first)).isTrue();
        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();
        assertThat(store.journal().finish(first, End.DONE, "", Change.NONE)).hasSize(1);
    }

    @Test
    void claimThatWasGivenBackIsWorthNothing() {
        Claim claim = append("a", "1").claims().get(0);
        store.journal().release(claim, Duration.ZERO, false, Change.NONE);
        store.journal().claimDue(1, PausedLanes.NONE, Duration.ZERO);

        assertThatThrownBy(() -> store.journal().finish(claim, End.DONE, "", Change.NONE))
                .isInstanceOf(LostClaimException.class);
    }

    @Test
    void fullStoreRefusesAndTakesNothing() {
        for (int i = 0; i < 10; i++) {
            append("lane" + i, "key" + i);
        }

        assertThatThrownBy(() -> append("a", "late")).isInstanceOf(StoreException.class);
        assertThat(store.counters().open()).isEqualTo(10);
    }

    /** Figures of an account and direction as they are now; a store on disk reads the oldest open entry at intervals. */
    protected Figures figures(String account, Direction direction) {
        return store.counters().figures().stream()
                .filter(each -> each.account().equals(account) && each.direction() == direction)
                .findFirst()
                .orElse(new Figures(account, direction, 0, null, 0, null, null));
    }

    @Test
    void openEntriesAreCountedByAccountAndDirection() {
        append("a", "1");
        append("a", "2");
        store.journal()
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
        assertThat(store.counters().open()).isEqualTo(5);
    }

    @Test
    void repeatedEntryIsCountedOnce() {
        append("a", "1");
        append("a", "1");
        store.journal().append(List.of(entry("b", "2"), entry("b", "2")), List.of(), PausedLanes.NONE);

        assertThat(figures("x", Direction.INBOUND).open()).isEqualTo(2);
    }

    @Test
    void whateverEndsAnEntryEndsItForTheFigures() {
        store.journal().finish(append("a", "done").claims().get(0), End.DONE, "", Change.NONE);
        store.journal().finish(append("b", "dropped").claims().get(0), End.DISCARDED, "", Change.NONE);
        assertThat(figures("x", Direction.INBOUND)).satisfies(each -> {
            assertThat(each.open()).isZero();
            assertThat(each.oldestOpen()).isNull();
            assertThat(each.deadLetters()).isZero();
        });

        store.journal().finish(append("c", "dead").claims().get(0), End.DEAD, "refused", Change.NONE);
        store.journal()
                .append(
                        List.of(new NewEntry(lane("d"), "unread", new byte[] {1}, "cannot be read")),
                        List.of(),
                        PausedLanes.NONE);
        assertThat(figures("x", Direction.INBOUND).open()).isZero();
        assertThat(figures("x", Direction.INBOUND).deadLetters()).isEqualTo(2);
    }

    @Test
    void whatIsGivenBackIsStillOpenAndCountedOnce() {
        store.journal().release(append("a", "1").claims().get(0), Duration.ZERO, true, Change.NONE);
        store.journal().postpone(append("b", "2").claims().get(0), Duration.ofMinutes(1), Change.NONE);
        store.journal().handBack(append("c", "3").claims());
        store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO);

        assertThat(figures("x", Direction.INBOUND).open()).isEqualTo(3);
    }

    @Test
    void replayedDeadLetterIsOpenAgainAndADroppedOneIsGone() {
        store.journal().finish(append("a", "1").claims().get(0), End.DEAD, "refused", Change.NONE);
        store.journal().finish(append("a", "2").claims().get(0), End.DEAD, "refused", Change.NONE);
        List<DeadLetter> letters = store.deadLetters().find(DeadLetterFilter.ALL, 10);

        store.deadLetters().replay(letters.get(0).id(), ReplayMode.REFUSE_DUPLICATE);
        assertThat(figures("x", Direction.INBOUND).open()).isEqualTo(1);
        assertThat(figures("x", Direction.INBOUND).deadLetters()).isEqualTo(1);

        store.deadLetters().replay(letters.get(0).id(), ReplayMode.REFUSE_DUPLICATE);
        store.deadLetters().discard(letters.get(1).id(), "by an operator");
        store.deadLetters().discard(letters.get(1).id(), "by an operator");
        store.deadLetters().discard(4711, "by an operator");
        assertThat(figures("x", Direction.INBOUND).open()).isEqualTo(1);
        assertThat(figures("x", Direction.INBOUND).deadLetters()).isZero();
    }

    @Test
    void figuresOfACustomerWhoIsForgottenAreGone() {
        store.journal().finish(append("a", "1").claims().get(0), End.DEAD, "refused", Change.NONE);
        append("a", "2");
        append("a", "3");
        append("b", "4");

        store.forget("x", "a", List.of(lane("a"), new Lane(Direction.OUTBOUND, "x", "a")));
        store.forget("x", "a", List.of(lane("a")));

        assertThat(figures("x", Direction.INBOUND).open()).isEqualTo(1);
        assertThat(figures("x", Direction.INBOUND).deadLetters()).isZero();
    }

    @Test
    void entriesThatFollowFromOneAreCountedAndAreNoMessageFromOutside() {
        Claim claim = append("a", "1").claims().get(0);
        Instant came = clock.instant();
        clock.advance(Duration.ofMinutes(5));

        store.journal().finish(claim, End.DONE, "", Change.NONE.entry(entry("b", "follows")));

        readFigures();
        assertThat(figures("x", Direction.INBOUND)).satisfies(each -> {
            assertThat(each.open()).isEqualTo(1);
            assertThat(each.oldestOpen()).isEqualTo(clock.instant());
            assertThat(each.lastStored()).isEqualTo(came);
            assertThat(each.lastRelayed()).isEqualTo(clock.instant());
        });
    }

    @Test
    void theLastOneRelayedIsNeitherOneThatWasGivenUpNorOneThatWasDropped() {
        store.journal().finish(append("a", "1").claims().get(0), End.DEAD, "refused", Change.NONE);
        store.journal().finish(append("a", "2").claims().get(0), End.DISCARDED, "", Change.NONE);

        assertThat(figures("x", Direction.INBOUND).lastRelayed()).isNull();
        assertThat(figures("x", Direction.INBOUND).lastStored()).isEqualTo(clock.instant());
    }

    @Test
    void lastWebhookIsKnownByAddress() {
        store.counters().noteWebhook("x", clock.instant());
        clock.advance(Duration.ofSeconds(1));
        store.counters().noteWebhook("freshchat", clock.instant());

        assertThat(store.counters().lastWebhook("x")).isEqualTo(clock.instant().minusSeconds(1));
        assertThat(store.counters().lastWebhook("freshchat")).isEqualTo(clock.instant());
        assertThat(store.counters().lastWebhook("y")).isNull();
        assertThat(store.counters().figures()).isEmpty();
    }

    @Test
    void theOldestThatIsOpenIsTheNextOneOnceItHasEnded() {
        Claim first = append("a", "1").claims().get(0);
        Instant oldest = clock.instant();
        clock.advance(Duration.ofMinutes(1));
        append("b", "2");
        Instant second = clock.instant();
        clock.advance(Duration.ofMinutes(1));
        append("a", "3");
        assertThat(figures("x", Direction.INBOUND).oldestOpen()).isEqualTo(oldest);

        store.journal().finish(first, End.DONE, "", Change.NONE);

        readFigures();
        assertThat(figures("x", Direction.INBOUND).oldestOpen()).isEqualTo(second);
    }

    /** What a store reads at intervals, it reads now. */
    protected void readFigures() {}

    private static Lane lane(String party) {
        return new Lane(Direction.INBOUND, "x", party);
    }

    private static NewEntry entry(String party, String key) {
        return new NewEntry(lane(party), key, new byte[] {1});
    }

    @Test
    void resolveCountsOnlyIfItIsNewerThanTheLastState() {
        link(new LinkChange.Conversation("x", "anna", "c1", "77", "m1"));
        link(new LinkChange.State("c1", true, at("10:00:00")));
        link(new LinkChange.State("77", false, at("09:59:59")));

        assertThat(present(store.customers().link("x", "anna")).resolvedAt()).isEqualTo(at("10:00:00"));

        link(new LinkChange.State("77", false, at("10:00:01")));
        assertThat(present(store.customers().link("x", "anna")).resolvedAt()).isNull();
    }

    @Test
    void replacedConversationStillLeadsToItsCustomerButItsResolveDoesNotCount() {
        link(new LinkChange.Conversation("x", "anna", "c1", null, "m1"));
        link(new LinkChange.Conversation("x", "anna", "c2", null, "m2"));
        link(new LinkChange.State("c1", true, at("10:00:00")));

        assertThat(present(store.customers().byConversation("c1")).customer()).isEqualTo("anna");
        assertThat(present(store.customers().link("x", "anna")).resolvedAt()).isNull();
    }

    @Test
    void whatTheCreationOfAConversationAnsweredCountsMoreThanWhatAnEventHasShown() {
        link(new LinkChange.Seen("x", "anna", "c1", null));
        assertThat(present(store.customers().link("x", "anna")).conversation()).isEqualTo("c1");

        link(new LinkChange.Conversation("x", "anna", "c2", "78", "m2"));
        link(new LinkChange.Seen("x", "anna", "c1", "77"));

        Link anna = present(store.customers().link("x", "anna"));
        assertThat(anna.conversation()).isEqualTo("c2");
        assertThat(anna.conversationNumber()).isEqualTo("78");
        assertThat(anna.lastRef()).isEqualTo("m2");
        assertThat(store.customers().byConversation("c1")).isEqualTo(anna);
        assertThat(store.customers().byConversation("77")).isEqualTo(anna);
    }

    @Test
    void otherIdThatAnEventShowsIsLearnt() {
        link(new LinkChange.Conversation("x", "anna", "c1", null, "m1"));
        link(new LinkChange.State("c1", true, at("10:00:00")));
        link(new LinkChange.Seen("x", "anna", "c1", "77"));

        Link anna = present(store.customers().byConversation("77"));
        assertThat(anna.conversationNumber()).isEqualTo("77");
        assertThat(anna.lastRef()).isEqualTo("m1");
        assertThat(anna.resolvedAt()).isEqualTo(at("10:00:00"));
        link(new LinkChange.State("77", false, at("10:00:01")));
        assertThat(present(store.customers().link("x", "anna")).resolvedAt()).isNull();
    }

    /** An agent may have answered and resolved before the creation's own answer came. */
    @Test
    void resolveThatOvertookTheAnswerOfTheCreationStays() {
        link(new LinkChange.Seen("x", "anna", "c1", null));
        link(new LinkChange.State("c1", true, at("10:00:00")));
        link(new LinkChange.Conversation("x", "anna", "c1", "77", "m1"));

        assertThat(present(store.customers().link("x", "anna")).resolvedAt()).isEqualTo(at("10:00:00"));
        assertThat(present(store.customers().link("x", "anna")).conversationNumber())
                .isEqualTo("77");
    }

    @Test
    void userLeadsToTheCustomer() {
        link(new LinkChange.User("x", "anna", "u1"));
        link(new LinkChange.User("y", "minho", "u2"));

        assertThat(present(store.customers().byUser("u1")).customer()).isEqualTo("anna");
        assertThat(present(store.customers().byUser("u2")).account()).isEqualTo("y");
        assertThat(store.customers().byUser("u3")).isNull();
        assertThat(store.customers().byConversation("u1")).isNull();
        store.forget("x", "anna", List.of());
        assertThat(store.customers().byUser("u1")).isNull();
    }

    @Test
    void endedHandleDoesNotTakeANewerOneAway() {
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("old", false, null)));
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("new", false, null)));
        link(new LinkChange.HandleSpent("x", "anna", "old"));

        assertThat(present(present(store.customers().link("x", "anna")).handle())
                        .value())
                .isEqualTo("new");
    }

    @Test
    void whatCameWithARepeatedEntryDoesNotUndoWhatHappenedSince() {
        NewEntry message = new NewEntry(new Lane(Direction.INBOUND, "x", "anna"), "1", new byte[] {1})
                .with(List.of(new LinkChange.Handle("x", "anna", new ReplyHandle("once", true, at("10:01:00")))));
        store.journal().append(List.of(message), List.of(), PausedLanes.NONE);
        assertThat(present(present(store.customers().link("x", "anna")).handle())
                        .value())
                .isEqualTo("once");
        link(new LinkChange.HandleSpent("x", "anna", "once"));

        store.journal().append(List.of(message), List.of(), PausedLanes.NONE);

        assertThat(present(store.customers().link("x", "anna")).handle()).isNull();
    }

    @Test
    void whatCameWithAFurtherEntryCounts() {
        NewEntry further = new NewEntry(new Lane(Direction.INBOUND, "x", "anna"), "2", new byte[] {1})
                .with(List.of(new LinkChange.Handle("x", "anna", new ReplyHandle("open", false, null))));

        store.journal().finish(append("a", "1").claims().get(0), End.DONE, "", Change.NONE.entry(further));

        assertThat(present(present(store.customers().link("x", "anna")).handle())
                        .value())
                .isEqualTo("open");
    }

    @Test
    void handleOfAnEarlierMessageThatComesLateDoesNotTakeTheNewersPlace() {
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("new", false, at("10:00:00"))));
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("old", false, at("09:59:59"))));
        assertThat(present(present(store.customers().link("x", "anna")).handle())
                        .value())
                .isEqualTo("new");

        link(new LinkChange.HandleSpent("x", "anna", "new"));
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("again", false, at("09:59:59"))));
        assertThat(present(present(store.customers().link("x", "anna")).handle())
                        .value())
                .isEqualTo("again");
    }

    @Test
    void handleThatServesOnceTakesTheLastOnesPlaceWhateverTheClockSays() {
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("first", true, at("10:00:00"))));
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("second", true, at("09:59:59"))));

        assertThat(present(present(store.customers().link("x", "anna")).handle())
                        .value())
                .isEqualTo("second");
    }

    @Test
    void laneIsFoundByTheNetworksIdOfEachPart() {
        Claim claim = append("a", "1").claims().get(0);
        store.journal().keep(claim, Change.NONE.parts(Map.of(0, List.of("net-1"))));

        assertThat(store.references().laneOfMessage("x", "net-1"))
                .isEqualTo(claim.entry().lane());
        assertThat(store.references().laneOfMessage("y", "net-1")).isNull();
    }

    @Test
    void deadEntriesAreListedTheNewestFirst() {
        store.journal().finish(append("a", "1").claims().get(0), End.DEAD, "first", Change.NONE);
        store.journal().finish(append("a", "2").claims().get(0), End.DEAD, "second", Change.NONE);

        assertThat(store.deadLetters().find(DeadLetterFilter.ALL, 10))
                .extracting(DeadLetter::reason)
                .containsExactly("second", "first");
    }

    @Test
    void closedStoreTakesNothing() {
        store.close();

        assertThatThrownBy(() -> append("a", "1")).isInstanceOf(StoreException.class);
    }

    protected final Journal.Appended append(String lane, String key) {
        return store.journal()
                .append(
                        List.of(new NewEntry(new Lane(Direction.INBOUND, "x", lane), key, new byte[] {1})),
                        List.of(),
                        PausedLanes.NONE);
    }

    @Test
    void claimThatWasGivenBackIsNoGoodAgainWhenItsEntryIsClaimedAnew() {
        Claim before = append("a", "1").claims().get(0);
        store.journal().release(before, Duration.ZERO, false, Change.NONE);
        Claim anew =
                store.journal().claimDue(1, PausedLanes.NONE, Duration.ZERO).get(0);

        assertThat(anew.entry().id()).isEqualTo(before.entry().id());
        assertThat(store.journal().holds(before)).isFalse();
        assertThat(store.journal().holds(anew)).isTrue();
    }

    @Test
    void lateWordOfAnOldClaimLeavesTheOneThatCountsNow() {
        Claim old = append("a", "1").claims().get(0);
        append("a", "2");
        store.journal().release(old, Duration.ZERO, false, Change.NONE);
        Claim anew =
                store.journal().claimDue(1, PausedLanes.NONE, Duration.ZERO).get(0);

        assertThatThrownBy(() -> store.journal().finish(old, End.DONE, "", Change.NONE))
                .isInstanceOf(LostClaimException.class);
        store.journal().handBack(List.of(old));

        assertThat(store.journal().holds(anew)).isTrue();
        assertThat(store.journal().finish(anew, End.DONE, "", Change.NONE))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("2");
    }

    @Test
    void entryThatIsPostponedCountsAsNotTriedAndKeepsWhatWasLearnt() {
        Claim claim = append("a", "1").claims().get(0);
        Checkpoint checkpoint = new Checkpoint(true, new byte[] {1, 0, -1});

        store.journal().postpone(claim, Duration.ofSeconds(1), Change.NONE.checkpoint(checkpoint));
        assertThat(store.journal().claimDue(1, PausedLanes.NONE, Duration.ZERO)).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        assertThat(store.journal().claimDue(1, PausedLanes.NONE, Duration.ZERO))
                .singleElement()
                .satisfies(again -> {
                    assertThat(again.entry().failures()).isZero();
                    assertThat(again.entry().tries()).isZero();
                    assertThat(again.entry().checkpoint()).isEqualTo(checkpoint);
                });
    }

    private void link(LinkChange change) {
        store.journal().append(List.of(), List.of(change), PausedLanes.NONE);
    }

    /** What a store knows, where it has to. */
    protected static <T> T present(@Nullable T found) {
        if (found == null) {
            throw new AssertionError("the store does not know it");
        }
        return found;
    }

    protected static Instant at(String time) {
        return Instant.parse("2026-01-15T" + time + "Z");
    }
}
