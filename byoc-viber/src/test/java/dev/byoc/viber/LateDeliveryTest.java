package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.store.MemoryStore;
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
    void requestThatComesAgainTenMinutesLaterHasNoEffect() {
        againAfter(Duration.ofMinutes(10));
    }

    @Test
    void requestThatComesAgainADayLaterHasNoEffect() {
        againAfter(Duration.ofDays(1));
    }

    @Test
    void requestThatComesAgainWhenItsIdIsForgottenHasNoEffect() {
        againAfter(MemoryStore.KEEP.plusMinutes(1));

        // Whatever else comes now makes the store forget old ids.
        fixture.post(new String(Cases.bytes("bc02-viber-yes-a.json"), StandardCharsets.UTF_8)
                .replace("1768467600000", String.valueOf(fixture.clock.millis()))
                .getBytes(StandardCharsets.UTF_8));
        fixture.freshchat.awaitPosted(2);
        fixture.post("bc01-viber-text.json");
        fixture.relay.close();

        assertThat(fixture.posted()).hasSize(2);
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
}
