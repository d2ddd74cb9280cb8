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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        AdminApi.Answer answer = api.answer(
                "POST", "/v1/dead-letters/replay", until.isEmpty() ? Map.of("all", "yes") : Map.of("until", until));
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
        assertThat(first.get("found").numberOr(0)).isEqualTo(1);
        assertThat(first.get("replayed").numberOr(0)).isEqualTo(1);
        assertThat(first.get("passedOver").numberOr(-1)).isZero();
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

    private static long discarded(AdminApi api) {
        AdminApi.Answer answer = api.answer("POST", "/v1/dead-letters/discard", Map.of("all", "yes"));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().get("discarded").numberOr(-1);
    }

    @Test
    void whatIsDiscardedWasStoredBefore() {
        AdminApi api = withADeadLetter();

        assertThat(discarded(api)).isZero();
        relay.clock().advance(Duration.ofSeconds(1));
        assertThat(discarded(api)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/dead-letters/discard, acount, shop",
        "POST, /v1/dead-letters/discard, all, no",
        "POST, /v1/dead-letters/discard, reason, ' '",
        "POST, /v1/dead-letters/replay, rason, AUTH",
        "POST, /v1/dead-letters/replay, allow-duplicate, yes",
        "POST, /v1/dead-letters/replay, until, +1000000000-01-01T00:00:00Z",
        "GET, /v1/dead-letters, all, yes",
        "GET, /v1/dead-letters/replayable, since, +1000000000-01-01T00:00:00Z",
        "GET, /v1/webhooks, acount, shop",
        "POST, /v1/webhooks/register, acount, shop",
        "POST, /v1/webhooks/unregister, acount, shop",
        "GET, /v1/timeline, account, shop",
        "POST, /v1/public-url/check, account, shop",
        "POST, /v1/catch-up, sinse, 2026-01-15T09:00:00Z",
        "POST, /v1/catch-up, since, +1000000000-01-01T00:00:00Z"
    })
    void whatIsAskedOtherwiseThanItCanBeIsRefused(String method, String path, String name, String value) {
        AdminApi api = withADeadLetter();
        relay.clock().advance(Duration.ofSeconds(1));

        AdminApi.Answer answer = api.answer(method, path, Map.of(name, value));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("fault").textOr("")).isNotEmpty();
        assertThat(relay.deadLetters()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"/v1/dead-letters/discard", "/v1/dead-letters/replay"})
    void thatAllAreMeantHasToBeSaid(String path) {
        AdminApi api = withADeadLetter();
        relay.clock().advance(Duration.ofSeconds(1));

        assertThat(api.answer("POST", path, Map.of()).status()).isEqualTo(400);
        assertThat(api.answer("POST", path, Map.of("id", "1", "account", "shop"))
                        .status())
                .isEqualTo(400);
        assertThat(relay.deadLetters()).hasSize(1);
    }
}
