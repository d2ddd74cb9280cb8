package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.RelayRequest;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.webhook.WebhookResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the public address leads to the relay, as the relay itself finds. */
class PublicAddressTest {
    private final AtomicReference<RelayEngine> behind = new AtomicReference<>();
    private final PublicFront front = new PublicFront(behind::get);
    private EngineFixture fixture;

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
        front.close();
    }

    private void start(Consumer<RelayBuilder> more) {
        fixture = new EngineFixture(Map.of(), FakeChannel::new, builder -> {
            // The rounds are this test's.
            builder.publicUrl(front.url()).probeEvery(Duration.ZERO);
            more.accept(builder);
        });
        behind.set(fixture.relay);
    }

    private void start() {
        start(builder -> {});
    }

    private Health.Part relay() {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals("relay"))
                .findFirst()
                .orElseThrow();
    }

    private void twoRounds() {
        fixture.relay.probe();
        fixture.relay.probe();
    }

    private static MockResponse answer(int status, String body) {
        return new MockResponse.Builder().code(status).body(body).build();
    }

    /** What may stand at an address that led to the relay before. */
    static Stream<MockResponse> others() {
        return Stream.of(
                answer(502, ""),
                answer(503, "closing"),
                answer(404, "not found"),
                answer(403, "forbidden"),
                answer(200, "<html>domain for sale</html>"),
                answer(200, ""),
                answer(200, "0".repeat(64)),
                answer(204, ""),
                new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", "https://login.example/")
                        .build(),
                new MockResponse.Builder()
                        .code(200)
                        .body("cut")
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("others")
    void whateverElseAnswersThereIsUnreachableAfterTwoRounds(MockResponse other) {
        start();
        fixture.relay.probe();
        front.answers(other);

        fixture.relay.probe();
        assertThat(relay().status()).isEqualTo(Status.UP);
        fixture.relay.probe();
        assertThat(relay().status()).isEqualTo(Status.DEGRADED);
        assertThat(relay().trouble()).contains("public address");
        assertThat(relay().remedy()).contains("publicUrl");

        front.up();
        fixture.relay.probe();
        assertThat(relay()).isEqualTo(new Health.Part("relay", Status.UP, null, null, null, null));
    }

    @Test
    void addressWithoutAListenerIsUnreachable() {
        start();
        fixture.relay.probe();
        front.close();

        twoRounds();

        assertThat(relay().status()).isEqualTo(Status.DEGRADED);
        assertThat(relay().trouble()).contains("connection refused");
    }

    /** Caches and chatty servers know the question, but not the answer. */
    @Test
    void tokenThatIsSentBackIsNoAnswer() {
        start();
        fixture.relay.probe();
        String token = front.paths().get(0).substring(front.paths().get(0).lastIndexOf('/') + 1);
        front.answers(answer(200, token));

        twoRounds();

        assertThat(relay().status()).isEqualTo(Status.DEGRADED);
    }

    @Test
    void answerOfAnEarlierRoundIsNoAnswer() {
        start();
        String path = front.url().getRawPath();
        fixture.relay.probe();
        String asked = front.paths().get(0);
        assertThat(asked).startsWith(path + "/reachable/");
        front.answers(answer(200, body(asked)));

        twoRounds();

        assertThat(relay().status()).isEqualTo(Status.DEGRADED);
    }

    private String body(String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            get(path).writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private WebhookResponse get(String path) {
        return fixture.relay.handle(new RelayRequest("GET", path, null, Map.of(), new byte[0], null));
    }

    @Test
    void addressThatNeverAnsweredIsToldOnceAndIsNoTrouble() {
        front.answers(404);
        try (CapturedLogs logs = CapturedLogs.start()) {
            start();
            twoRounds();
            twoRounds();

            assertThat(logs.text().lines().filter(line -> line.contains("could not be checked from here")))
                    .singleElement()
                    .asString()
                    .contains("INFO", "it answers 404");
        }
        assertThat(fixture.relay.health().ok()).isTrue();
        assertThat(relay().note()).contains("could not be checked from here");
        assertThat(fixture.relay.health().toJson().get("parts").items())
                .anyMatch(part -> part.get("note").textOr("").contains("could not be checked from here"));
        assertThat(fixture.events).noneMatch(RelayEvent.HealthChanged.class::isInstance);

        front.up();
        fixture.relay.probe();
        assertThat(relay().note()).isNull();
    }

    @Test
    void anotherHostOfTheSameRelayMayAnswer() {
        start();
        try (EngineFixture other = new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.publicUrl(front.url()).probeEvery(Duration.ZERO))) {
            behind.set(other.relay);
            fixture.relay.probe();
            assertThat(relay().note()).isNull();

            behind.set(fixture.relay);
            other.relay.probe();
            assertThat(other.relay.health().ok()).isTrue();
        }
    }

    /** As after a mistake in a proxy's rules. */
    @Test
    void relayOfAnotherFreshchatAccountIsSomethingElse() {
        start();
        fixture.relay.probe();
        try (EngineFixture other = new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.publicUrl(front.url()).probeEvery(Duration.ZERO),
                made -> made.freshchat.newToken())) {
            behind.set(other.relay);

            twoRounds();

            assertThat(relay().status()).isEqualTo(Status.DEGRADED);
        }
    }

    @Test
    void proxyThatCutsThePathOffChangesNothing() {
        AtomicReference<RelayEngine> own = new AtomicReference<>();
        PublicFront cutting = new PublicFront(own::get, "/byoc");
        try (cutting) {
            start(builder -> builder.publicUrl(cutting.url()).stripsPublicPath());
            own.set(fixture.relay);

            fixture.relay.probe();

            assertThat(relay().note()).isNull();
            assertThat(cutting.paths()).hasSize(1);
        }
    }

    @Test
    void probeIsNeitherARefusedRequestNorInTheLog() {
        try (CapturedLogs logs = CapturedLogs.start()) {
            start();
            twoRounds();

            String token = front.paths().get(0).substring(front.paths().get(0).lastIndexOf('/') + 1);
            assertThat(front.paths()).hasSize(2).doesNotHaveDuplicates();
            assertThat(logs.text()).doesNotContain(token).doesNotContain("refused");
        }
        assertThat(fixture.events).noneMatch(RelayEvent.RequestRefused.class::isInstance);
        assertThat(fixture.relay.health().ok()).isTrue();
    }

    @Test
    void strangersGuessesAreUnknownAddresses() {
        start();
        for (String guess : new String[] {"", "x", ".", "a.b", "0".repeat(32) + "." + "0".repeat(64), "é.é"}) {
            assertThat(get("/byoc/reachable/" + guess).status()).as(guess).isEqualTo(404);
        }
        assertThat(get("/byoc/reachable").status()).isEqualTo(404);
        assertThat(fixture.events)
                .filteredOn(RelayEvent.RequestRefused.class::isInstance)
                .hasSize(7);
    }

    @Test
    void relayThatDoesNotProbeByItselfDoesNotAskItsAddress() {
        start();
        fixture.customerWrites("anna", "1", "Hello");

        assertThat(front.paths()).isEmpty();
    }

    @Test
    void relayAsksItsAddressAtTheStartAndEachRound() {
        fixture = new EngineFixture(Map.of(), FakeChannel::new, builder -> builder.publicUrl(front.url()));
        fixture.await("the first probe", () -> front.paths().size() == 1);
        fixture.clock.advance(Duration.ofMinutes(5));

        fixture.await("the second probe", () -> front.paths().size() == 2);
    }

    @Test
    void accountCannotHaveTheNameOfThatPath() {
        assertThatThrownBy(() -> new RelayBuilder()
                        .account("reachable", new FakeChannelProvider("fake", FakeChannel::new), Map.of())
                        .publicUrl(URI.create("https://chat.example.com"))
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("reachable");
    }
}
