package dev.byoc.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.TestRelay;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminApiTest {
    private final ViberRelay relay = new ViberRelay();

    private static final class ViberRelay extends TestRelay {
        final FakeViber viber = new FakeViber(clock());

        @Override
        protected void configure(RelayBuilder builder) {
            builder.account(
                    "shop",
                    "viber",
                    Map.of(
                            "auth-token",
                            viber.token(),
                            "sender-name",
                            "Shop",
                            "topic",
                            TOPIC,
                            "base-url",
                            viber.url().toString()));
        }
    }

    @AfterEach
    void close() {
        relay.close();
        relay.viber.close();
    }

    private AdminApi withADeadLetter() {
        relay.start();
        ViberCustomer ines = relay.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Ines");
        ines.says("is it on its way?");
        relay.freshchat().awaitPosted(1);
        ines.unsubscribes();
        relay.freshchat().agent().says(relay.conversationOf("is it on its way?"), "it is");
        relay.await(() -> relay.deadLetters().size() == 1);
        return new AdminApi(relay::relay, relay.clock());
    }

    private static Json replay(AdminApi api, String until) {
        AdminApi.Answer answer =
                api.answer("POST", "/v1/dead-letters/replay", until.isEmpty() ? Map.of() : Map.of("until", until));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void aReplayOfAllCoversWhatWasStoredBeforeItAndSaysSo() {
        AdminApi api = withADeadLetter();
        relay.clock().advance(Duration.ofSeconds(1));

        Json first = replay(api, "");
        relay.awaitIdle();

        assertThat(first.get("deadLetters").items()).hasSize(1);
        assertThat(first.get("until").textOr(""))
                .isEqualTo(relay.clock().instant().toString());
        assertThat(relay.deadLetters()).hasSize(1);
        assertThat(replay(api, first.get("until").textOr("")).get("deadLetters").items())
                .isEmpty();
    }

    @Test
    void aReplayOfAllCoversNothingThatIsStoredLaterWhateverItsEnd() {
        AdminApi api = withADeadLetter();

        assertThat(replay(api, "2999-01-01T00:00:00Z").get("deadLetters").items())
                .isEmpty();
    }
}
