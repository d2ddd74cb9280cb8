package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.memory.MemoryStore;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.store.WatchedStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the relay looks for missed answers, how fast, and what it leaves alone. */
class GapsTest {
    @TempDir
    Path folder;

    private RestartingRelay relay;

    @BeforeEach
    void make() {
        relay = new RestartingRelay(folder);
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private String customer(String name) {
        return relay.customerWrites(name, name + "-1", "Hello");
    }

    /** Conversations of so many customers, the last one with the latest activity. */
    private List<String> customers(int number) {
        List<String> conversations = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            conversations.add(customer("customer-" + i));
            relay.clock.advance(Duration.ofSeconds(1));
        }
        return conversations;
    }

    @Test
    void sweepBeginsTwoMinutesAfterTheStart() {
        relay.with(builder -> builder).start();
        String conversation = customer("anna");
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.start();

        relay.clock.advance(Duration.ofSeconds(119));
        relay.freshchat.agent().says(customer("minho"), "live");
        relay.awaitIdle();
        assertThat(relay.sent()).containsExactly("live");

        relay.clock.advance(Duration.ofSeconds(1));
        relay.await(() -> relay.caughtUp() != null);
        relay.awaitIdle();
        assertThat(relay.sent()).containsExactly("live", "away");
    }

    @Test
    void conversationsAreReadAtTwoASecondTheLatestActivityFirst() {
        relay.with(builder -> builder.catchUp(CatchUpPolicy.DEFAULT.startingAfter(Duration.ZERO)))
                .start();
        List<String> conversations = customers(7);
        relay.stop();
        for (int i = 0; i < 7; i++) {
            relay.freshchat.agent().says(conversations.get(i), "answer " + i);
        }
        relay.start();

        relay.await(() -> relay.reads() == 2);
        relay.await(() -> relay.sent().size() == 2);
        assertThat(relay.sent()).containsExactlyInAnyOrder("answer 6", "answer 5");
        for (int second = 1; second <= 2; second++) {
            relay.clock.advance(Duration.ofSeconds(1));
            int due = 2 + 2 * second;
            relay.await(() -> relay.sent().size() == due);
            assertThat(relay.reads()).isEqualTo(due);
            // Of different customers, so that either may be sent first.
            assertThat(relay.sent().subList(due - 2, due))
                    .containsExactlyInAnyOrder("answer " + (8 - due), "answer " + (7 - due));
        }
        relay.clock.advance(Duration.ofHours(1));
        relay.await(() -> relay.caughtUp() != null);
        relay.awaitIdle();

        assertThat(relay.sent()).hasSize(7).endsWith("answer 0");
        assertThat(relay.reads()).isEqualTo(7);
    }

    @Test
    void resolvedAndLongSilentConversationsAreNotReadAndTheSilentOnesAreCounted() {
        relay.start();
        String silent = customer("silent");
        relay.clock.advance(Duration.ofDays(9));
        String resolved = customer("resolved");
        relay.freshchat.agent().resolves(resolved);
        String active = customer("active");
        // The leap of the clock was a freeze.
        relay.awaitCaughtUp();
        int before = relay.reads();
        relay.stop();
        for (String conversation : List.of(silent, resolved, active)) {
            relay.freshchat.agent().says(conversation, "away");
        }
        relay.start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(relay.reads() - before).isEqualTo(1);
        assertThat(caughtUp.conversations()).isEqualTo(1);
        assertThat(caughtUp.inactive()).isEqualTo(1);
        assertThat(relay.sent()).containsExactly("away");
        // What was left alone is read before the next thing that comes.
        relay.freshchat.agent().says(silent, "live");
        relay.awaitIdle();
        assertThat(relay.sent()).containsExactly("away", "away", "live");
    }

    @Test
    void killedHalfWayItResumesAndSendsNothingTwice() {
        relay.with(builder -> builder.catchUp(CatchUpPolicy.DEFAULT.startingAfter(Duration.ZERO)))
                .start();
        List<String> conversations = customers(6);
        relay.stop();
        conversations.forEach(conversation -> relay.freshchat.agent().says(conversation, "to " + conversation));
        relay.start();
        relay.clock.advance(Duration.ofSeconds(1));
        relay.await(() -> relay.sent().size() >= 2);
        relay.awaitIdle();
        relay.kill();

        relay.start();
        relay.time().passUntil(Duration.ofSeconds(30), () -> relay.caughtUp() != null);
        relay.awaitIdle();

        assertThat(relay.sent())
                .containsExactlyInAnyOrderElementsOf(conversations.stream()
                        .map(conversation -> "to " + conversation)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503, 500, 401})
    void sweepRestsWhileFreshchatRefusesAndResumesLater(int status) {
        relay.start();
        List<String> conversations = customers(3);
        relay.stop();
        conversations.forEach(conversation -> relay.freshchat.agent().says(conversation, "away"));
        relay.freshchat.faults().next(RestartingRelay.READ, Fault.answer(status).header("Retry-After", "90"));
        relay.start();
        relay.await(() -> relay.reads() == 1);
        relay.clock.advance(Duration.ofSeconds(50));
        relay.freshchat.agent().says(customer("minho"), "live");
        relay.awaitIdle();
        assertThat(relay.reads()).isEqualTo(1);
        assertThat(relay.sent()).containsExactly("live");

        relay.time().passUntil(Duration.ofSeconds(50), () -> relay.caughtUp() != null);
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("live", "away", "away", "away");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 421, 500})
    void conversationThatCannotBeReadIsPassedOverAndCounted(int status) {
        relay.start();
        List<String> conversations = customers(3);
        relay.stop();
        conversations.forEach(conversation -> relay.freshchat.agent().says(conversation, "away"));
        // The last one has the latest activity, so it is the first.
        relay.freshchat.faults().next(RestartingRelay.READ, status == 400 ? 1 : 3, Fault.answer(status));
        relay.start();

        relay.time().passUntil(Duration.ofSeconds(30), () -> relay.caughtUp() != null);

        assertThat(relay.caughtUp().unreadable()).isEqualTo(1);
        relay.awaitIdle();
        assertThat(relay.sent()).containsExactly("away", "away");
    }

    /** It may be of one conversation alone, however much it looks like an outage. */
    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void conversationThatIsRefusedAgainAndAgainHoldsUpNoOther(int status) {
        relay.start();
        customers(3);
        relay.stop();
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.answer(status));
        relay.start();

        relay.time().passUntil(Duration.ofMinutes(1), () -> readConversations() == 3);
    }

    private long readConversations() {
        return relay.freshchat.calls().stream()
                .filter(call -> call.route().equals(RestartingRelay.READ))
                .map(call -> call.target().replaceAll("[?].*", ""))
                .distinct()
                .count();
    }

    @Test
    void searchComesBackToAConversationThatALiveAnswerIsHavingRead() {
        relay.start();
        String conversation = customer("anna");
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        Gate gate = new Gate();
        relay.freshchat.faults().next(RestartingRelay.READ, Fault.answerHeldAt(gate));
        relay.with(builder -> builder).start();
        relay.freshchat.agent().says(conversation, "live");
        relay.clock.advance(Duration.ofMinutes(2));
        relay.clock.advance(Duration.ofSeconds(1));
        relay.await(() -> relay.reads() == 1);
        gate.open();

        relay.time().passUntil(Duration.ofSeconds(10), () -> relay.caughtUp() != null);
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("away", "live");
        assertThat(relay.caughtUp().passedOver()).isZero();
        assertThat(relay.reads()).isEqualTo(1);
    }

    @Test
    void liveAnswerIsNotLostWhereItsConversationCannotBeRead() {
        relay.start();
        String conversation = customer("anna");
        relay.stop();
        relay.with(builder -> builder).start();
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.answer(500));

        relay.freshchat.agent().says(conversation, "live");
        relay.time().passUntil(Duration.ofMinutes(1), () -> relay.sent().size() == 1);

        assertThat(relay.sent()).containsExactly("live");
    }

    /** A token may have the right to write messages and not the one to read them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void liveAnswersGoOutAtOnceWhereTheTokenMayNotRead(int answers) {
        relay.start();
        String conversation = customer("anna");
        relay.stop();
        relay.with(builder -> builder).start();
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.answer(403));

        for (int i = 0; i < answers; i++) {
            relay.freshchat.agent().says(conversation, "live " + i);
        }
        relay.awaitIdle();

        assertThat(relay.sent()).hasSize(answers).startsWith("live 0").isSorted();
        assertThat(relay.engine().deadLetters()).isEmpty();
    }

    @Test
    void sweepPassesOverAndCountsWhatTheTokenMayNotRead() {
        relay.start();
        customer("anna");
        relay.stop();
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.answer(403));
        relay.start();

        relay.time().passUntil(Duration.ofSeconds(61), () -> relay.caughtUp() != null);

        assertThat(relay.caughtUp().unreadable()).isEqualTo(1);
    }

    @Test
    void answerThatIsFoundOnlyWhenALaterOneHasBeenSentIsADeadLetterAndItsAgentIsTold() {
        relay.start();
        String conversation = customer("anna");
        relay.stop();
        relay.freshchat.agent().says(conversation, "missed");
        relay.with(builder -> builder.catchUp(CatchUpPolicy.DEFAULT.startingAfter(Duration.ofHours(1))))
                .start();
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.answer(500));
        relay.freshchat.agent().says(conversation, "live");
        relay.time().passUntil(Duration.ofMinutes(1), () -> relay.sent().size() == 1);

        relay.freshchat.faults().clear();
        relay.engine().catchUp(relay.clock.instant().minus(Duration.ofMinutes(2)));
        relay.time().passUntil(Duration.ofMinutes(1), () -> relay.caughtUp() != null);
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("live");
        assertThat(relay.caughtUp().tooOld()).isEqualTo(1);
        assertThat(relay.engine().deadLetters()).singleElement().asString().contains("later answer had been sent");
        assertThat(relay.notes()).singleElement().asString().contains("a later answer had been sent");
    }

    @Test
    void webhookThatWasRefusedForItsSignatureIsCaughtUpWith() {
        relay.start();
        String conversation = customer("anna");
        relay.freshchat.webhooks().attempts(1);
        relay.freshchat.newKey();
        relay.clock.advance(Duration.ofMinutes(1));

        assertThat(relay.freshchat.agent().says(conversation, "refused")).isEqualTo(401);
        relay.await(() -> relay.caughtUp() != null);
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("refused");
    }

    @Test
    void refusalsThatGoOnLeadToOneSweepInTenMinutes() {
        relay.start();
        String conversation = customer("anna");
        relay.freshchat.webhooks().attempts(1);
        relay.freshchat.newKey();
        relay.freshchat.agent().says(conversation, "one");
        relay.await(() -> relay.caughtUp() != null);
        relay.awaitIdle();
        int before = relay.reads();

        relay.clock.advance(Duration.ofMinutes(1));
        relay.freshchat.agent().says(conversation, "two");
        relay.clock.advance(Duration.ofMinutes(8));
        relay.events.clear();
        relay.freshchat.agent().says(conversation, "three");
        customer("minho");
        assertThat(relay.reads()).isEqualTo(before);

        relay.time().passUntil(Duration.ofMinutes(1), () -> relay.caughtUp() != null);
        relay.awaitIdle();
        assertThat(relay.sent()).containsExactly("one", "two", "three");
    }

    /** The relay looks for what is due many times meanwhile. */
    @Test
    void oneWorkerAloneWaitsForAStoreThatHangsWhileAGapIsPending() {
        Gate gate = new Gate();
        AtomicBoolean hangs = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        RelayStore real = new MemoryStore(relay.clock);
        RelayStore store = WatchedStore.of(real, (method, arguments, call) -> {
            if (method.equals("journal.claimDue")) {
                looks.incrementAndGet();
            } else if (method.equals("settings.lock") && hangs.get()) {
                gate.pass();
            }
            return call.proceed();
        });
        relay.with(builder -> builder.store(store).catchUp(RestartingRelay.AT_ONCE))
                .start();
        String conversation = customer("anna");
        relay.awaitIdle();
        relay.freshchat.webhooks().attempts(1);
        relay.freshchat.newKey();
        hangs.set(true);
        relay.freshchat.agent().says(conversation, "refused");
        gate.awaitArrival();

        try {
            int before = looks.get();
            relay.await(() -> looks.get() >= before + 10);
            assertThat(Thread.getAllStackTraces().values())
                    .filteredOn(stack ->
                            Stream.of(stack).anyMatch(frame -> frame.toString().contains("Gaps.store(")))
                    .hasSize(1);
        } finally {
            hangs.set(false);
            gate.open();
        }
        relay.await(() -> relay.caughtUp() != null);
        relay.awaitIdle();
        assertThat(relay.sent()).containsExactly("refused");
    }

    @Test
    void strangersWhoKnowNoAddressCauseNoReading() {
        relay.start();
        customer("anna");

        assertThat(relay.engine()
                        .handle(new dev.byoc.RelayRequest(
                                "POST", "/byoc/freshchat/guessed", null, java.util.Map.of(), new byte[] {1}, null))
                        .status())
                .isEqualTo(404);
        customer("minho");

        assertThat(relay.reads()).isZero();
        assertThat(relay.caughtUp()).isNull();
    }

    @Test
    void catchUpByHandReadsAtOnceAndIsSafeToRepeat() {
        relay.with(builder -> builder.catchUp(CatchUpPolicy.DEFAULT.byHand())).start();
        String conversation = customer("anna");
        relay.clock.advance(Duration.ofMinutes(1));
        relay.away();
        relay.freshchat.agent().says(conversation, "away");
        relay.clock.advance(Duration.ofMinutes(1));

        relay.engine().catchUp(relay.clock.instant().minus(Duration.ofMinutes(2)));
        relay.awaitCaughtUp();
        relay.engine().catchUp(relay.clock.instant().minus(Duration.ofMinutes(5)));
        relay.time().passUntil(Duration.ofSeconds(1), () -> relay.caughtUp() != null);
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("away");
        assertThat(relay.reads()).isEqualTo(2);
    }

    @Test
    void relayThatCatchesUpByHandReadsNothingByItself() {
        relay.with(builder -> builder.catchUp(RestartingRelay.AT_ONCE.byHand())).start();
        String conversation = customer("anna");
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.start();
        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("live");
        assertThat(relay.reads()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void catchUpByHandContinuesAfterARestart(boolean killed) {
        relay.with(builder -> builder.catchUp(RestartingRelay.AT_ONCE.byHand())).start();
        String conversation = customer("anna");
        relay.clock.advance(Duration.ofMinutes(1));
        relay.away();
        relay.freshchat.agent().says(conversation, "away");
        relay.clock.advance(Duration.ofMinutes(1));
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.answer(503));
        relay.engine().catchUp(relay.clock.instant().minus(Duration.ofMinutes(2)));
        relay.await(() -> relay.reads() > 0);
        RestartingRelay ended = killed ? relay.kill() : relay.stop();
        relay.freshchat.faults().clear();

        ended.start();
        // Until the lock of the search that was broken off ends.
        relay.time().passUntil(Duration.ofSeconds(30), () -> relay.caughtUp() != null);
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("away");
    }

    /** Its conversation could not be read for the long one, and the customer wrote between the two. */
    @Test
    void answerOfALongGapIsFoundAfterAShortOne() {
        relay.start();
        String conversation = customer("anna");
        relay.freshchat.agent().says(conversation, "before");
        relay.awaitIdle();
        relay.clock.advance(Duration.ofMinutes(1));
        relay.stop();
        relay.clock.advance(Duration.ofHours(20));
        relay.freshchat.agent().says(conversation, "away");
        relay.clock.advance(Duration.ofMinutes(210));
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.answer(403));
        relay.start();
        assertThat(relay.awaitCaughtUp().unreadable()).isEqualTo(1);
        relay.freshchat.faults().clear();
        relay.customerWrites("anna", "anna-2", "Anyone there?");
        relay.stop();
        relay.clock.advance(Duration.ofHours(1));
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "away");
    }

    @ParameterizedTest
    @EnumSource(
            value = Health.Status.class,
            names = {"DEGRADED", "DOWN"})
    void answersOfATimeInWhichTheWebServerHadTroubleAreFound(Health.Status trouble) {
        relay.start();
        String conversation = customer("anna");
        relay.engine().reportHost(Health.Status.UP, null, null);
        relay.away();
        relay.freshchat.agent().says(conversation, "away");
        relay.clock.advance(Duration.ofSeconds(20));

        relay.engine().reportHost(trouble, "It does not answer.", null);
        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("away");
    }

    /** The link was lost, and the customer is found by the reference of the user at Freshchat. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void answerInAConversationThatIsNotKnownAnyMoreGoesBehindThoseThatWereMissed(int failures) {
        relay.with(builder -> builder).start();
        String conversation = customer("anna");
        relay.engine().forget("shop", "anna");
        relay.clock.advance(Duration.ofMinutes(1));
        relay.stop();
        relay.freshchat.agent().says(conversation, "away 1");
        relay.freshchat.agent().says(conversation, "away 2");
        relay.start();
        relay.freshchat.faults().next(RestartingRelay.READ, failures, Fault.answer(500));

        relay.freshchat.agent().says(conversation, "live 1");
        relay.freshchat.agent().says(conversation, "live 2");
        relay.time().passUntil(Duration.ofSeconds(1), () -> relay.sent().size() == 4);
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("away 1", "away 2", "live 1", "live 2");
    }

    @Test
    void conversationThatIsNotKnownAnyMoreIsNotReadWhereNothingWasMissed() {
        relay.start();
        String conversation = customer("anna");
        relay.engine().forget("shop", "anna");

        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("live");
        assertThat(relay.reads()).isZero();
    }

    @Test
    void catchUpOfAClosedRelaySaysSo() {
        relay.start();
        dev.byoc.relay.RelayEngine engine = relay.engine();
        relay.stop();

        assertThatThrownBy(() -> engine.catchUp(relay.clock.instant())).isInstanceOf(IllegalStateException.class);
        relay.start();
    }

    @Test
    void clockThatWasPutBackWhileTheRelayWasDownHidesNoGap() {
        relay.start();
        String conversation = customer("anna");
        relay.stop();
        relay.clock.advance(Duration.ofHours(-3));
        relay.freshchat.agent().says(conversation, "away");
        relay.start();

        relay.awaitCaughtUp();
        assertThat(relay.sent()).containsExactly("away");
        relay.stop();
        relay.freshchat.agent().says(conversation, "away again");
        relay.start();
        relay.awaitCaughtUp();
        assertThat(relay.sent()).containsExactly("away", "away again");
    }

    @Test
    void gapWhileAGapIsSweptIsSweptToo() {
        relay.with(builder -> builder.catchUp(CatchUpPolicy.DEFAULT.startingAfter(Duration.ZERO)))
                .start();
        List<String> conversations = customers(4);
        relay.stop();
        relay.start();
        relay.await(() -> relay.reads() == 2);
        relay.freshchat.webhooks().attempts(1);
        relay.freshchat.newKey();
        assertThat(relay.freshchat.agent().says(conversations.get(3), "in the second gap"))
                .isEqualTo(401);

        relay.time().passUntil(Duration.ofSeconds(30), () -> !relay.sent().isEmpty());
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("in the second gap");
    }

    @Test
    void settingsThatCannotWorkAreTold() {
        for (CatchUpPolicy wrong : List.of(
                CatchUpPolicy.DEFAULT.atMost(0),
                CatchUpPolicy.DEFAULT.atMost(Double.NaN),
                CatchUpPolicy.DEFAULT.startingAfter(Duration.ofSeconds(-1)),
                CatchUpPolicy.DEFAULT.ofActivityWithin(null))) {
            relay.with(builder -> builder.catchUp(wrong));
            assertThatThrownBy(relay::start).hasMessageContaining("catchUp");
        }
        relay.with(builder -> builder);
        relay.start();
    }

    /** As many as would take fourteen hours at this pace, were all of them read. */
    @Test
    void ofAHundredThousandLinksOnlyTheThreeHundredActiveOnesAreRead() throws Exception {
        relay.start();
        List<String> conversations = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            conversations.add(customer("customer-" + i));
        }
        relay.awaitIdle();
        relay.clock.advance(Duration.ofMinutes(1));
        relay.stop();
        long active = relay.clock.instant().minus(Duration.ofHours(2)).toEpochMilli();
        long silent = relay.clock.instant().minus(Duration.ofDays(8)).toEpochMilli();
        relay.sql("with recursive n (i) as (select 1 union all select i + 1 from n where i < 99700)"
                + " insert into byoc_link (scope, account, customer, user_id, conv, active_at, resolved_at, state_at)"
                + " select (select min(scope) from byoc_link), 'shop', 'other-' || i, 'u-' || i, 'c-' || i,"
                + " case when i % 2 = 0 then " + active + " when i % 3 = 0 then null else " + silent + " end,"
                + " case when i % 2 = 0 then " + active + " end, case when i % 2 = 0 then " + active + " end from n");
        conversations.forEach(conversation -> relay.freshchat.agent().says(conversation, "to " + conversation));
        int before = relay.freshchat.calls("*");
        relay.start();
        int atStart = relay.freshchat.calls("*") - before;

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(relay.sent())
                .containsExactlyInAnyOrderElementsOf(conversations.stream()
                        .map(conversation -> "to " + conversation)
                        .toList());
        assertThat(relay.reads()).isEqualTo(300);
        assertThat(relay.freshchat.calls("*") - before - atStart).isEqualTo(300);
        assertThat(caughtUp.conversations()).isEqualTo(300);
        assertThat(caughtUp.inactive()).isEqualTo(49_850);
    }

    @Test
    void answersOfBeforeABackupWasPutBackAreLeftAlone() {
        relay.start();
        String conversation = customer("anna");
        relay.stop();
        relay.freshchat.agent().says(conversation, "sent since the backup");
        relay.clock.advance(Duration.ofMinutes(5));
        java.time.Instant putBack = relay.clock.instant();
        relay.clock.advance(Duration.ofSeconds(1));
        relay.freshchat.agent().says(conversation, "away");
        relay.with(builder -> builder.catchUp(RestartingRelay.AT_ONCE.notBefore(putBack)))
                .start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("away");
        assertThat(relay.notes()).isEmpty();
    }

    @Test
    void whatWaitsToBeReadIsErasedWithItsCustomer() {
        relay.start();
        String conversation = customer("anna");
        relay.stop();
        relay.with(builder -> builder).start();
        Gate gate = new Gate();
        relay.freshchat.faults().next(RestartingRelay.READ, Fault.answerHeldAt(gate));
        relay.freshchat.agent().says(conversation, "live");
        gate.awaitArrival();

        relay.engine().forget("shop", "anna");
        gate.open();
        relay.awaitIdle();

        assertThat(relay.sent()).isEmpty();
        assertThat(relay.sqlValue("select count(*) from byoc_entry where body is not null"))
                .isEqualTo("0");
    }
}
