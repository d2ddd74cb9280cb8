package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.testkit.viber.ReceivedMessage;
import dev.byoc.testkit.viber.ViberCustomer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A captured request never counts twice; a genuine one that comes late still counts. */
final class LateDeliveryTest {
    private final RelayFixture fixture = new RelayFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void againAfter(Duration time) {
        fixture.post("bc01-viber-text.json");
        fixture.freshchat.awaitPosted(1);
        fixture.await(() -> fixture.relay.health().open() == 0);

        fixture.clock.advance(time);
        assertThat(fixture.post("bc01-viber-text.json")).isEqualTo(200);

        assertThat(fixture.relay.health().open()).isZero();
        assertThat(fixture.posted()).hasSize(1);
    }

    @Test
    void requestThatIsRedeliveredTenMinutesLaterHasNoEffect() {
        againAfter(Duration.ofMinutes(10));
    }

    @Test
    void requestThatIsRedeliveredADayLaterHasNoEffect() {
        againAfter(Duration.ofDays(1));
    }

    @Test
    void requestThatIsRedeliveredWhenItsIdIsForgottenHasNoEffect() {
        againAfter(MemoryStore.KEEP.plusMinutes(1));

        oldIdsAreForgotten();
        fixture.post("bc01-viber-text.json");
        assertThat(fixture.relay.deadLetters()).singleElement().matches(DeadLetter::mayHaveArrived);
        assertThat(fixture.relay.replayAll(DeadLetterFilter.ALL)).isEmpty();
        fixture.relay.close();

        assertThat(fixture.posted()).hasSize(2);
    }

    /** Whatever else comes makes the store forget them. */
    private void oldIdsAreForgotten() {
        int before = fixture.posted().size();
        fixture.post(dated("bc02-viber-yes-a.json", Duration.ZERO));
        fixture.await(() -> fixture.posted().size() == before + 1);
        idle();
    }

    private void idle() {
        fixture.await(() -> fixture.relay.health().open() == 0);
    }

    /** A sample as if it had been sent that much later than now. */
    private byte[] dated(String file, Duration ahead) {
        return new String(Cases.bytes(file), StandardCharsets.UTF_8)
                .replaceFirst(
                        "\"timestamp\": *[0-9]+",
                        "\"timestamp\":" + fixture.clock.instant().plus(ahead).toEpochMilli())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void firstDeliveryFiftyMinutesLateIsRelayed() {
        fixture.clock.advance(Duration.ofMinutes(50));

        fixture.post("bc01-viber-text.json");

        fixture.freshchat.awaitPosted(1);
    }

    @Test
    void firstDeliveryBeyondTheAcceptedAgeIsKeptAsADeadLetterAndNotRelayed() {
        fixture.clock.advance(Duration.ofDays(2).plusMinutes(1));

        assertThat(fixture.post("bc01-viber-text.json")).isEqualTo(200);

        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("older"));
        assertThat(fixture.relay.health().open()).isZero();
        assertThat(fixture.freshchat.users()).isEmpty();
    }

    @Test
    void crowdThatMakesTheStoreForgetEarlyStillBringsNothingBack() {
        try (RelayFixture small = RelayFixture.with()
                .store(clock -> new MemoryStore(clock, 1_000, 10))
                .open()) {
            small.post("bc01-viber-text.json");
            small.freshchat.awaitPosted(1);
            for (int i = 0; i < 20; i++) {
                small.clock.advance(Duration.ofSeconds(1));
                small.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna").says("crowd " + i);
            }

            small.post("bc01-viber-text.json");
            small.freshchat.awaitPosted(21);
            small.await(() -> small.relay.health().open() == 0);

            assertThat(small.posted()).containsOnlyOnce("주문한 상품이 아직 안 왔어요");
        }
    }

    @Test
    void messageThatIsDatedALittleAheadIsRelayedOnceThoughItsIdIsForgotten() {
        byte[] ahead = dated("bc01-viber-text.json", Duration.ofHours(23));
        fixture.post(ahead);
        fixture.freshchat.awaitPosted(1);
        idle();

        fixture.clock.advance(MemoryStore.KEEP.plusMinutes(1));
        oldIdsAreForgotten();
        fixture.post(ahead);
        idle();

        assertThat(fixture.posted()).hasSize(2);
    }

    /** It would still be taken when its id is forgotten. */
    @Test
    void messageThatIsDatedTooFarAheadIsKeptAsADeadLetterAndNotRelayed() {
        byte[] ahead = dated("bc01-viber-text.json", Duration.ofHours(25));

        assertThat(fixture.post(ahead)).isEqualTo(200);
        idle();

        assertThat(fixture.posted()).isEmpty();
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo("dated too far ahead"))
                .matches(DeadLetter::mayHaveArrived);
    }

    private ViberCustomer annaWrites() {
        ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
        anna.says("hello");
        fixture.freshchat.awaitPosted(1);
        idle();
        return anna;
    }

    /** Nothing is told to the agent a second time. */
    private void comesAgainDaysLaterWithoutEffect(String event) {
        fixture.await(() -> fixture.notes().size() == 1);
        idle();
        fixture.clock.advance(MemoryStore.KEEP.plusMinutes(1));
        oldIdsAreForgotten();

        fixture.viber
                .webhooks()
                .again(fixture.viber.webhooks().deliveries(event).get(0));
        idle();

        assertThat(fixture.notes()).hasSize(1);
        assertThat(fixture.events(RelayEvent.Ignored.class))
                .anySatisfy(ignored -> assertThat(ignored.why()).isEqualTo("older than what is remembered"));
    }

    @Test
    void unsubscribeThatIsRedeliveredDaysLaterIsNotTold() {
        annaWrites().unsubscribes();

        comesAgainDaysLaterWithoutEffect("unsubscribed");
    }

    @Test
    void contextThatIsRedeliveredDaysLaterIsNotTold() {
        annaWrites().opensConversation("order-1042");

        comesAgainDaysLaterWithoutEffect("conversation_started");
    }

    @Test
    void failureThatIsRedeliveredDaysLaterIsNotTold() {
        ViberCustomer anna = annaWrites();
        fixture.freshchat.agent().says(fixture.freshchat.posted().get(0).conversationId(), "good morning");
        ReceivedMessage shown = anna.awaitReceived(1).get(0);
        idle();
        anna.failsToShow(shown, "too old an app");

        comesAgainDaysLaterWithoutEffect("failed");
    }
}
