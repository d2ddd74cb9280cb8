package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEvent.CaughtUp;
import dev.byoc.memory.MemoryStore;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.store.WatchedStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After a gap a live answer has its conversation read before the search begins: what that finds is in the closing event too, once. */
class FirstTouchCountsTest {
    @TempDir
    Path folder;

    private RestartingRelay relay;
    private String anna;

    /** How a relay ends. */
    enum End {
        STOPPED,
        KILLED
    }

    @BeforeEach
    void annaAndAdaTalk() {
        relay = new RestartingRelay(folder);
        anna = relay.annaAndAdaTalk();
    }

    @AfterEach
    void close() {
        relay.close();
    }

    /** The search begins two minutes later. */
    private void startAgain() {
        relay.with(builder -> builder).start();
    }

    private void live(String conversation, String text) {
        relay.freshchat.agent().says(conversation, text);
        relay.awaitIdle();
    }

    private CaughtUp closing() {
        relay.time().passUntil(Duration.ofSeconds(30), () -> relay.caughtUp() != null);
        return relay.awaitCaughtUp();
    }

    private static CaughtUp counted(CaughtUp told, int conversations, int sent, int leftOut, int cutShort) {
        return new CaughtUp(told.since(), conversations, sent, 0, 0, 0, leftOut, cutShort, 0, 0, 0);
    }

    private void missed(String conversation, int answers) {
        for (int i = 0; i < answers; i++) {
            relay.freshchat.agent().says(conversation, "missed " + i);
        }
    }

    @Test
    void answersThatALiveOneHasFoundAreCounted() {
        relay.stop();
        missed(anna, 2);
        startAgain();
        live(anna, "live");

        CaughtUp told = closing();

        assertThat(told).isEqualTo(counted(told, 1, 2, 0, 0));
        assertThat(relay.sent()).containsExactly("before", "missed 0", "missed 1", "live");
        assertThat(relay.reads()).isEqualTo(1);
    }

    @Test
    void whatLiesBehindItsFivePagesIsCounted() {
        relay.stop();
        missed(anna, 260);
        startAgain();
        live(anna, "live");

        CaughtUp told = closing();

        assertThat(told).isEqualTo(counted(told, 1, 249, 0, 1));
    }

    @Test
    void whatIsFromBeforeTheBoundsIsCounted() {
        relay.stop();
        missed(anna, 2);
        relay.clock.advance(Duration.ofMinutes(1));
        Instant restored = relay.clock.instant();
        relay.with(builder -> builder.catchUp(CatchUpPolicy.DEFAULT.notBefore(restored)))
                .start();
        live(anna, "live");

        CaughtUp told = closing();

        assertThat(told).isEqualTo(counted(told, 1, 0, 2, 0));
    }

    @Test
    void whatIsTooOldIsCounted() {
        relay.stop();
        missed(anna, 2);
        relay.clock.advance(Duration.ofHours(25));
        startAgain();
        live(anna, "live");

        assertThat(closing().tooOld()).isEqualTo(2);
    }

    @Test
    void whatNamesItsCustomerNotAloneIsCounted() {
        String minho = relay.customerWrites("minho", "2", "Hello");
        relay.stop();
        missed(anna, 1);
        startAgain();
        relay.freshchat
                .faults()
                .always(
                        RestartingRelay.READ,
                        Fault.json(page -> JsonEdits.with(
                                page,
                                Map.of(
                                        "messages",
                                        page.get("messages").items().stream()
                                                .map(message -> new String(message.bytes(), StandardCharsets.UTF_8)
                                                                .contains("missed")
                                                        ? JsonEdits.with(
                                                                message, Map.of("freshchat_conversation_id", minho))
                                                        : message)
                                                .toList()))));
        live(anna, "live");

        assertThat(closing().ambiguous()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whatAReadingFoundIsCountedAlsoIfTheRelayEndsBeforeTheSearch(End end) {
        relay.stop();
        missed(anna, 3);
        startAgain();
        live(anna, "live");
        if (end == End.KILLED) {
            relay.kill();
        } else {
            relay.stop();
        }
        relay.start();

        CaughtUp told = closing();

        assertThat(told).isEqualTo(counted(told, 1, 3, 0, 0));
    }

    @Test
    void conversationsReadEitherWayAreCountedTogether() {
        String minho = relay.customerWrites("minho", "2", "Hello");
        String boris = relay.customerWrites("boris", "3", "Hello");
        relay.stop();
        missed(anna, 1);
        missed(minho, 260);
        missed(boris, 2);
        startAgain();
        live(anna, "live");
        live(minho, "live");

        CaughtUp told = closing();

        assertThat(told).isEqualTo(counted(told, 3, 252, 0, 1));
        assertThat(relay.sent()).hasSize(1 + 252 + 2);
    }

    /** Half of the conversations are read then, one of them by a live answer. */
    @ParameterizedTest
    @EnumSource(End.class)
    void searchThatIsBrokenOffCountsAllInTheEnd(End end) {
        List<String> others = List.of(
                relay.customerWrites("minho", "2", "Hello"),
                relay.customerWrites("boris", "3", "Hello"),
                relay.customerWrites("clara", "4", "Hello"));
        relay.stop();
        missed(anna, 2);
        others.forEach(each -> missed(each, 1));
        relay.with(builder -> builder.catchUp(
                        CatchUpPolicy.DEFAULT.startingAfter(Duration.ZERO).atMost(1)))
                .start();
        relay.await(() -> relay.reads() == 1);
        live(anna, "live");
        relay.await(() -> relay.reads() == 2);
        relay.awaitIdle();
        if (end == End.KILLED) {
            relay.kill();
        } else {
            relay.stop();
        }
        assertThat(relay.caughtUp()).isNull();
        relay.start();

        CaughtUp told = closing();

        assertThat(told).isEqualTo(counted(told, 4, 5, 0, 0));
    }

    /** The search leaves it alone. */
    @Test
    void resolvedConversationThatALiveAnswerCouldNotHaveReadIsCounted() {
        relay.freshchat.agent().resolves(anna);
        relay.awaitIdle();
        relay.stop();
        missed(anna, 1);
        startAgain();
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.answer(403));
        live(anna, "live 1");
        live(anna, "live 2");

        CaughtUp told = closing();

        assertThat(told.unreadable()).isEqualTo(1);
        assertThat(told.conversations()).isZero();
    }

    @Test
    void conversationThatTheSearchCouldReadAfterAllIsNotCountedAsUnreadable() {
        relay.stop();
        missed(anna, 1);
        startAgain();
        relay.freshchat.faults().next(RestartingRelay.READ, Fault.answer(403));
        live(anna, "live");

        CaughtUp told = closing();

        assertThat(told.unreadable()).isZero();
        assertThat(told.conversations()).isEqualTo(1);
        assertThat(told.tooOld()).as("a later one was sent before it").isEqualTo(1);
    }

    /** Webhooks are refused meanwhile, so that it is read once more for the longer gap. */
    @Test
    void conversationThatIsReadTwiceIsCountedOnce() {
        relay.stop();
        missed(anna, 260);
        relay.clock.advance(Duration.ofMinutes(1));
        Instant restored = relay.clock.instant();
        relay.freshchat.agent().says(anna, "young");
        relay.with(builder -> builder.catchUp(CatchUpPolicy.DEFAULT.notBefore(restored)))
                .start();
        live(anna, "live");
        relay.freshchat.webhooks().attempts(1);
        relay.freshchat.newKey();
        relay.freshchat.agent().says(anna, "refused");

        CaughtUp told = closing();

        assertThat(relay.sent()).containsExactly("before", "young", "live", "refused");
        assertThat(relay.reads()).isEqualTo(10);
        assertThat(told).isEqualTo(counted(told, 1, 2, 248, 1));
    }

    /** Each of them reads it anew, as long as later ones wait. */
    @Test
    void severalLiveAnswersCountWhatTheyFindOnce() {
        relay.stop();
        missed(anna, 2);
        relay.clock.advance(Duration.ofMinutes(1));
        Instant restored = relay.clock.instant();
        relay.freshchat.agent().says(anna, "young");
        relay.with(builder -> builder.catchUp(CatchUpPolicy.DEFAULT.notBefore(restored)))
                .start();
        relay.freshchat.faults().next(RestartingRelay.READ, Fault.answer(500));
        relay.freshchat.agent().says(anna, "live 1");
        relay.await(() -> relay.reads() == 1);
        relay.freshchat.agent().says(anna, "live 2");
        relay.away();
        relay.freshchat.agent().says(anna, "live 3");

        CaughtUp told = closing();

        assertThat(relay.sent()).containsExactly("before", "young", "live 1", "live 2", "live 3");
        assertThat(told).isEqualTo(counted(told, 1, 2, 2, 0));
    }

    /** The search leaves alone what was silent for long; a live answer has it read after the closing event. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsReadOnlyAfterTheClosingEventIsToldInAFurtherOne(boolean restarted) {
        relay.clock.advance(Duration.ofDays(9));
        relay.customerWrites("minho", "2", "Hello");
        relay.awaitCaughtUp();
        relay.stop();
        missed(anna, 260);
        startAgain();
        assertThat(closing().inactive()).isEqualTo(1);

        live(anna, "live");
        if (restarted) {
            relay.stop();
            startAgain();
        }
        CaughtUp told = closing();

        // The restart was a gap of its own, for which the other conversation was read.
        assertThat(told).isEqualTo(counted(told, restarted ? 2 : 1, 249, 0, 1));
        relay.clock.advance(Duration.ofHours(1));
        live(anna, "another");
        assertThat(relay.caughtUp()).as("nothing more was read").isNull();
    }

    @Test
    void storeThatFailsAtTheEndOfTheSearchOnlyDelaysTheEvent() {
        AtomicInteger failures = new AtomicInteger(2);
        RelayStore real = new MemoryStore(relay.clock);
        RelayStore store = WatchedStore.before(real, "customers.takeReadings", () -> {
            if (failures.getAndDecrement() > 0) {
                throw new StoreException("the disk is full");
            }
        });
        relay.stop();
        relay.with(builder -> builder.store(store)).start();
        String minho = relay.customerWrites("minho", "2", "Hello");
        relay.awaitIdle();
        relay.away();
        missed(minho, 1);
        relay.clock.advance(Duration.ofMinutes(1));
        relay.engine().catchUp(relay.clock.instant().minus(Duration.ofMinutes(2)));

        CaughtUp told = closing();

        assertThat(failures).hasNegativeValue();
        assertThat(told).isEqualTo(counted(told, 1, 1, 0, 0));
    }

    /** A message in the earlier one, which is resolved, has that read too. */
    @Test
    void conversationsOfOneCustomerAreCountedEach() {
        relay.freshchat.agent().resolves(anna);
        relay.account("shop", "Support", Map.of("conversations", "new-after-resolve"));
        relay.stop().start();
        relay.awaitCaughtUp();
        String second = relay.customerWrites("anna", "2", "Hello again");
        assertThat(second).isNotEqualTo(anna);
        relay.stop();
        missed(anna, 260);
        missed(second, 260);
        startAgain();
        relay.freshchat.agent().resolves(anna);
        relay.awaitIdle();
        live(second, "live");

        CaughtUp told = closing();

        assertThat(told.conversations()).isEqualTo(2);
        assertThat(told.cutShort()).isEqualTo(2);
    }

    @Test
    void customerWhoWasForgottenIsNotCounted() {
        relay.stop();
        missed(anna, 2);
        startAgain();
        live(anna, "live");
        relay.engine().forget("shop", "anna");

        CaughtUp told = closing();

        assertThat(told).isEqualTo(counted(told, 0, 0, 0, 0));
        assertThat(relay.events)
                .filteredOn(RelayEvent.DeadLettered.class::isInstance)
                .isEmpty();
    }
}
