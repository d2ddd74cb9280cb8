package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bot's token is replaced while the relay runs. */
class TokenChangeTest {
    private final AtomicReference<RelayFixture> made = new AtomicReference<>();

    /** What the operator has put into place; null: the bot's token, at once. */
    private final AtomicReference<String> inPlace = new AtomicReference<>();

    private final RelayFixture fixture = RelayFixture.with()
            .setting("auth-token", "")
            .before(made::set)
            .relay(builder -> builder.secret("viber-main", "auth-token", () -> {
                String value = inPlace.get();
                return value == null ? made.get().viber.token() : value;
            }))
            .open();

    private final String first = fixture.viber.token();
    private final dev.byoc.testkit.viber.ViberCustomer ines =
            fixture.viber.customer("qF3x7Zk+Lw2/Vr9TbHs0Aw==", "Ines");

    @AfterEach
    void close() {
        fixture.close();
    }

    private String conversation() {
        assertThat(ines.says("Hello")).isEqualTo(200);
        return fixture.freshchat.awaitPosted(1).get(0).conversationId();
    }

    private int postSignedWith(String token, String messageToken) {
        byte[] body = ("{\"event\":\"message\",\"timestamp\":" + fixture.clock.millis() + ",\"message_token\":"
                        + messageToken
                        + ",\"sender\":{\"id\":\"qF3x7Zk+Lw2/Vr9TbHs0Aw==\",\"name\":\"Ines\"},"
                        + "\"message\":{\"type\":\"text\",\"text\":\"And?\"}}")
                .getBytes(StandardCharsets.UTF_8);
        return RawHttp.post(fixture.viberWebhook(), body, "X-Viber-Content-Signature: " + Bot.sign(token, body));
    }

    @Test
    void anAnswerIsSentWithTheNewTokenOnceTheOldOneIsRefused() {
        String conversation = conversation();
        fixture.viber.newToken();

        fixture.freshchat.agent().says(conversation, "Good morning");

        fixture.time().passUntil(() -> ines.receivedTexts().contains("Good morning"));
        assertThat(ines.receivedTexts()).containsExactly("Good morning");
        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.notes()).isEmpty();
        fixture.await(() -> fixture.relay.health().status() == Health.Status.UP);
    }

    @Test
    void webhooksThatTheOldTokenHasSignedAreTakenForADay() {
        conversation();
        fixture.viber.newToken();
        fixture.relay.probe();

        assertThat(postSignedWith(first, "6300000000000000001")).isEqualTo(200);
        assertThat(ines.says("With the new one")).isEqualTo(200);
        fixture.clock.advance(Duration.ofDays(1));
        assertThat(postSignedWith(first, "6300000000000000002")).isEqualTo(401);
        assertThat(ines.says("Still with the new one")).isEqualTo(200);
    }

    @Test
    void whileThePlaceHoldsBothTheNewOneIsSentAndBothVerify() {
        conversation();
        String second = fixture.viber.newToken();
        inPlace.set(second + "\n" + first);
        fixture.relay.probe();
        fixture.clock.advance(Duration.ofDays(2));

        assertThat(postSignedWith(first, "6300000000000000001")).isEqualTo(200);
        assertThat(ines.says("With the new one")).isEqualTo(200);
        assertThat(fixture.relay.health().ok()).isTrue();
    }

    @Test
    void aTokenThatComesTooLateForAnAnswerIsUsedForTheReplay() {
        String conversation = conversation();
        inPlace.set(first);
        fixture.viber.newToken();
        fixture.freshchat.agent().says(conversation, "Good morning");
        fixture.await(() -> !fixture.relay.deadLetters().isEmpty());

        inPlace.set(fixture.viber.token());
        fixture.relay.probe();
        fixture.relay.replay(fixture.relay.deadLetters().get(0).id());

        fixture.await(() -> ines.receivedTexts().contains("Good morning"));
    }
}
