package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatWebhook;
import dev.byoc.memory.MemoryStore;
import dev.byoc.testkit.server.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a stranger sends a thousand times is one line in the log, and a count; the listener is told of each. */
class LogFloodTest {
    private static final int TIMES = 1_000;
    private static final String PASSWORD = "a long enough password";

    private final EngineFixture engine = new EngineFixture(Map.of(), FakeChannel::new, builder -> {
        builder.settingsPage(PASSWORD).productEvents("a-secret-of-the-two");
    });

    @AfterEach
    void close() {
        engine.close();
    }

    private record Sent(String method, String path, Map<String, List<String>> headers, byte[] body) {
        Sent(String method, String path) {
            this(method, path, Map.of(), "hello".getBytes(StandardCharsets.UTF_8));
        }

        Sent with(String name, String value) {
            return new Sent(method, path, Map.of(name, List.of(value)), body);
        }
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                request(404, engine -> new Sent("GET", "/wp-login.php")),
                request(404, engine -> new Sent("POST", shop(engine) + "/no/such/path")),
                request(404, engine -> new Sent("GET", "/byoc/media/token/name")),
                request(405, engine -> new Sent("PUT", "/byoc/media/token/name")),
                request(405, engine -> new Sent("DELETE", shop(engine))),
                request(405, engine -> new Sent("PUT", freshchat(engine))),
                request(405, engine -> new Sent("PUT", app(engine))),
                request(401, engine -> new Sent("POST", shop(engine))),
                request(
                        401,
                        engine -> new Sent("POST", freshchat(engine)).with(FreshchatWebhook.SIGNATURE_HEADER, "x")),
                request(401, engine -> new Sent("POST", app(engine))),
                request(413, engine -> new Sent("POST", shop(engine), Map.of(), new byte[2_000_000])),
                request(415, engine -> new Sent("POST", shop(engine)).with("Content-Encoding", "gzip")),
                request(405, engine -> new Sent("POST", "/byoc/settings")));
    }

    private static Arguments request(int status, Function<EngineFixture, Sent> sent) {
        return Arguments.of(status, sent);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aFloodOfOneKindIsOneLineAndACount(int status, Function<EngineFixture, Sent> of) {
        Sent sent = of.apply(engine);
        try (CapturedLogs logs = CapturedLogs.start()) {
            for (int i = 0; i < TIMES; i++) {
                assertThat(send(sent)).isEqualTo(status);
            }
            assertThat(refusals(logs)).hasSize(1);

            engine.clock.advance(Duration.ofMinutes(1));
            send(sent);

            assertThat(refusals(logs)).hasSize(2);
            // That the key seems to be wrong is told once more, as health.
            assertThat(warnings(logs)).hasSizeLessThanOrEqualTo(status == 401 ? 3 : 2);
            assertThat(refusals(logs).get(1))
                    .contains(" " + status + ": ")
                    .contains("(and " + (TIMES - 1) + " more like it");
        }
        engine.drain();
        assertThat(engine.events)
                .filteredOn(RelayEvent.RequestRefused.class::isInstance)
                .hasSize(TIMES + 1);
    }

    private static List<String> refusals(CapturedLogs logs) {
        return warnings(logs).stream()
                .filter(line -> line.contains("refused a request"))
                .toList();
    }

    @Test
    void guessedPasswordsAreOneLineForWrongOnesAndOneForTooMany() {
        Sent guess = new Sent("GET", "/byoc/settings").with("Authorization", "Basic eDp5");
        try (CapturedLogs logs = CapturedLogs.start()) {
            for (int i = 0; i < TIMES; i++) {
                send(guess);
            }

            assertThat(warnings(logs))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("401"))
                    .anyMatch(line -> line.contains("429"));
        }
    }

    @Test
    void webhooksThatTheStoreRefusesAreOneLine() {
        EngineFixture full = new EngineFixture(
                Map.of(), FakeChannel::new, builder -> builder.store(new MemoryStore(Clock.systemUTC(), 1, 1_000)));
        try (full;
                CapturedLogs logs = CapturedLogs.start()) {
            full.freshchat.faults().always("*", Fault.answer(503));
            assertThat(full.post(FakeChannel.text("open", "anna", "hello")).status())
                    .isEqualTo(200);
            for (int i = 0; i < TIMES; i++) {
                assertThat(full.post(FakeChannel.text("m" + i, "anna", "hello")).status())
                        .isEqualTo(503);
            }

            assertThat(warnings(logs))
                    .filteredOn(line -> line.contains("refused a request"))
                    .hasSize(1);
        }
    }

    @Test
    void aListenerThatThrowsIsOneLine() {
        EngineFixture other = new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.listener(event -> {
                    throw new IllegalStateException("its own fault");
                }));
        try (other;
                CapturedLogs logs = CapturedLogs.start()) {
            for (int i = 0; i < TIMES; i++) {
                other.relay.handle(new RelayRequest("GET", "/wp-login.php", null, Map.of(), new byte[0], null));
            }
            other.drain();

            assertThat(warnings(logs))
                    .filteredOn(line -> line.contains("listener 2 (" + LogFloodTest.class.getName() + ") threw"))
                    .hasSize(1);
        }
    }

    @Test
    void aFloodDoesNotHideWhatElseGoesWrong() {
        try (CapturedLogs logs = CapturedLogs.start()) {
            for (int i = 0; i < TIMES; i++) {
                send(new Sent("GET", "/wp-login.php"));
            }
            send(new Sent("POST", shop(engine)));

            assertThat(warnings(logs)).hasSize(2);
            assertThat(warnings(logs).get(1)).contains("shop").contains("401");
        }
    }

    @Test
    void whatWasHeldBackIsToldWhenTheRelayStops() {
        try (CapturedLogs logs = CapturedLogs.start()) {
            for (int i = 0; i < TIMES; i++) {
                send(new Sent("GET", "/wp-login.php"));
            }

            engine.relay.close();

            assertThat(warnings(logs)).anyMatch(line -> line.contains("(and 999 more like it"));
        }
    }

    private int send(Sent sent) {
        return engine.relay
                .handle(new RelayRequest(sent.method(), sent.path(), null, sent.headers(), sent.body(), null))
                .status();
    }

    private static List<String> warnings(CapturedLogs logs) {
        return logs.text().lines().filter(line -> line.contains(" WARN ")).toList();
    }

    private static String shop(EngineFixture engine) {
        return engine.relay.webhookUrl("shop").getRawPath();
    }

    private static String freshchat(EngineFixture engine) {
        return engine.relay.freshchatWebhookUrl().getRawPath();
    }

    private static String app(EngineFixture engine) {
        return engine.relay.productEventUrl().getRawPath();
    }
}
