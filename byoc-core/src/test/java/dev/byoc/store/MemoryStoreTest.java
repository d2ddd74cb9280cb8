package dev.byoc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.MovableClock;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.Lane.Direction;
import dev.byoc.store.RelayStore.End;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
    private final MovableClock clock = new MovableClock();
    private final MemoryStore store = new MemoryStore(clock, 10, 100);

    @Test
    void secondEntryOfAKeyIsNotTaken() {
        assertThat(append("a", "1").fresh()).containsExactly(true);
        assertThat(append("a", "1").fresh()).containsExactly(false);
        assertThat(append("b", "1").fresh()).containsExactly(false);
    }

    @Test
    void sameKeyInTheOtherDirectionIsAnother() {
        append("a", "1");
        NewEntry out = new NewEntry("x", new Lane(Direction.OUT, "a"), "1", new byte[0]);

        assertThat(store.append(List.of(out), List.of()).fresh()).containsExactly(true);
    }

    @Test
    void keyOutlivesItsEntryBuriedOrDone() {
        store.finish(append("a", "1").claims().get(0), End.DEAD, "refused", Change.NONE);
        store.finish(append("a", "2").claims().get(0), End.DONE, "", Change.NONE);

        assertThat(append("a", "1").fresh()).containsExactly(false);
        assertThat(append("a", "2").fresh()).containsExactly(false);
    }

    @Test
    void laneGivesOneClaimAtATimeInOrder() {
        Claim first = append("a", "1").claims().get(0);
        assertThat(append("a", "2").claims()).isEmpty();

        List<Claim> next = store.finish(first, End.DONE, "", Change.NONE);

        assertThat(next).extracting(claim -> claim.entry().eventKey()).containsExactly("2");
        assertThat(store.finish(next.get(0), End.DONE, "", Change.NONE)).isEmpty();
        assertThat(store.isIdle(new Lane(Direction.IN, "a"))).isTrue();
    }

    @Test
    void releasedLaneWaitsForItsTimeAndKeepsItsPlace() {
        store.release(append("a", "1").claims().get(0), Duration.ofSeconds(5), true, Change.NONE);
        assertThat(append("a", "2").claims()).isEmpty();
        assertThat(store.claimDue(10)).isEmpty();

        clock.advance(Duration.ofSeconds(5));

        List<Claim> due = store.claimDue(10);
        assertThat(due).hasSize(1);
        assertThat(due.get(0).entry().eventKey()).isEqualTo("1");
        assertThat(due.get(0).entry().tries()).isEqualTo(1);
        assertThat(store.claimDue(10)).isEmpty();
    }

    @Test
    void claimThatWasGivenBackIsWorthNothing() {
        Claim claim = append("a", "1").claims().get(0);
        store.release(claim, Duration.ZERO, false, Change.NONE);
        store.claimDue(1);

        assertThatThrownBy(() -> store.finish(claim, End.DONE, "", Change.NONE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void fullStoreRefusesAndTakesNothing() {
        for (int i = 0; i < 10; i++) {
            append("lane" + i, "key" + i);
        }

        assertThatThrownBy(() -> append("a", "late")).isInstanceOf(StoreException.class);
        assertThat(store.open()).isEqualTo(10);
    }

    @Test
    void oldestKeysAreForgottenAtTheBoundAndTheStoreSaysSinceWhen() {
        for (int i = 0; i < 150; i++) {
            clock.advance(Duration.ofSeconds(1));
            store.finish(append("a", "key" + i).claims().get(0), End.DONE, "", Change.NONE);
        }

        assertThat(append("a", "key149").fresh()).containsExactly(false);
        assertThat(append("a", "key51").fresh()).containsExactly(false);
        assertThat(store.remembersSince()).isEqualTo(Instant.parse("2026-01-15T09:00:50Z"));
    }

    @Test
    void keysAreForgottenAfterTheKeepTime() {
        store.finish(append("a", "1").claims().get(0), End.DONE, "", Change.NONE);
        clock.advance(MemoryStore.KEEP.plusSeconds(1));
        append("b", "2");

        assertThat(store.remembersSince()).isEqualTo(Instant.parse("2026-01-15T09:00:00Z"));
    }

    @Test
    void resolveCountsOnlyIfItIsNewerThanTheLastState() {
        link(new LinkChange.Conversation("x", "anna", "c1", "77", "m1"));
        link(new LinkChange.State("c1", true, at("10:00:00")));
        link(new LinkChange.State("77", false, at("09:59:59")));

        assertThat(store.link("x", "anna").resolvedAt()).isEqualTo(at("10:00:00"));

        link(new LinkChange.State("77", false, at("10:00:01")));
        assertThat(store.link("x", "anna").resolvedAt()).isNull();
    }

    @Test
    void replacedConversationStillLeadsToItsCustomerButItsResolveDoesNotCount() {
        link(new LinkChange.Conversation("x", "anna", "c1", null, "m1"));
        link(new LinkChange.Conversation("x", "anna", "c2", null, "m2"));
        link(new LinkChange.State("c1", true, at("10:00:00")));

        assertThat(store.linkByConversation("c1").customer()).isEqualTo("anna");
        assertThat(store.link("x", "anna").resolvedAt()).isNull();
    }

    @Test
    void endedHandleDoesNotTakeANewerOneAway() {
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("old", false, null)));
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("new", false, null)));
        link(new LinkChange.HandleSpent("x", "anna", "old"));

        assertThat(store.link("x", "anna").handle().value()).isEqualTo("new");
    }

    @Test
    void entryIsFoundByTheNetworksIdOfEachPart() {
        Claim claim = append("a", "1").claims().get(0);
        store.keep(claim, Change.NONE.parts(Map.of(0, List.of("net-1"))));

        assertThat(store.entryByMessage("x", "net-1").eventKey()).isEqualTo("1");
        assertThat(store.entryByMessage("y", "net-1")).isNull();
    }

    @Test
    void deadEntriesAreListedTheNewestFirst() {
        store.finish(append("a", "1").claims().get(0), End.DEAD, "first", Change.NONE);
        store.finish(append("a", "2").claims().get(0), End.DEAD, "second", Change.NONE);

        assertThat(store.deadLetters(10))
                .extracting(RelayStore.DeadLetter::reason)
                .containsExactly("second", "first");
    }

    @Test
    void closedStoreTakesNothing() {
        store.close();

        assertThatThrownBy(() -> append("a", "1")).isInstanceOf(StoreException.class);
    }

    private RelayStore.Appended append(String lane, String key) {
        return store.append(List.of(new NewEntry("x", new Lane(Direction.IN, lane), key, new byte[0])), List.of());
    }

    private void link(LinkChange change) {
        store.append(List.of(), List.of(change));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-01-15T" + time + "Z");
    }
}
