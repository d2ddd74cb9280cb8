package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent.HealthChanged;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.testkit.server.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A relay that is started with an address where no Freshchat answers says so at once, and works as soon as one does. */
class WrongFreshchatAtTheStartTest {
    private static final String NAME = "freshchat.test";

    /** Where that name leads; empty: nowhere. */
    private volatile List<String> addresses = List.of("127.0.0.1");

    private EngineFixture fixture;

    private record Cause(
            String name,
            String kind,
            Consumer<WrongFreshchatAtTheStartTest> isSo,
            Consumer<WrongFreshchatAtTheStartTest> isMended) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Cause leads(String name, List<String> addresses) {
        return new Cause(
                name, "unreachable", test -> test.addresses = addresses, test -> test.addresses = List.of("127.0.0.1"));
    }

    private static Cause answers(String name, Fault fault) {
        return new Cause(
                name,
                "host",
                test -> test.fixture.freshchat.faults().always("*", fault),
                test -> test.fixture.freshchat.faults().clear());
    }

    static Stream<Cause> causes() {
        return Stream.of(
                leads("the name is unknown", List.of()),
                leads("nothing listens there", List.of("127.0.0.2")),
                answers("a portal answers", Fault.html()),
                answers("another API answers, which knows no such path", Fault.answer(404)),
                answers(
                        "the address has moved",
                        Fault.answer(301).header("Location", "https://portal.example.com/login")),
                answers("the API is gone", Fault.answer(410)));
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        if (!host.equals(NAME) || addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.getByName(addresses.get(0)));
    }

    private void start(Cause cause) {
        EngineFixture[] made = new EngineFixture[1];
        new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.httpClient(
                                new OkHttpClient.Builder().dns(this::lookUp).build())
                        .freshchat(FreshchatSettings.builder()
                                .url("http://" + NAME + ":"
                                        + made[0].freshchat.url().getPort() + "/v2")
                                .trustHost(NAME)
                                .token(made[0].freshchat.token())
                                .webhookKey(made[0].freshchat.publicKeyPem())),
                fixtureToBe -> {
                    made[0] = fixtureToBe;
                    fixture = fixtureToBe;
                    cause.isSo().accept(this);
                });
    }

    @ParameterizedTest
    @MethodSource("causes")
    void startTellsItAndTheNextProbeThatItIsRepaired(Cause cause) {
        try (CapturedLogs logs = CapturedLogs.start()) {
            start(cause);

            assertThat(freshchat().status()).isEqualTo(Status.DOWN);
            assertThat(freshchat().trouble()).isNotBlank().doesNotContain(fixture.freshchat.token());
            assertThat(freshchat().remedy()).contains("url(...)");
            assertThat(fixture.relay.health().ready()).as("webhooks are taken").isTrue();
            fixture.await("the event", () -> fixture.changes(Health.FRESHCHAT).size() == 1);
            assertThat(fixture.changes(Health.FRESHCHAT).get(0).kind()).isEqualTo(cause.kind());
            for (int hour = 1; hour <= 2; hour++) {
                int reminders = hour;
                fixture.clock.advance(Duration.ofHours(1));
                fixture.await("a reminder", () -> logs.linesWith("freshchat is DOWN since") == reminders);
                fixture.relay.probe();
            }
            assertThat(logs.linesWith("freshchat is DOWN:")).isEqualTo(1);
            assertThat(logs.text()).doesNotContain("?.");
            assertThat(fixture.changes(Health.FRESHCHAT)).hasSize(1);

            cause.isMended().accept(this);
            fixture.clock.advance(Duration.ofMinutes(5));
            fixture.await("health", () -> freshchat().status() == Status.UP);
            fixture.await("the event", () -> fixture.changes(Health.FRESHCHAT).size() == 2);
            fixture.await("the line", () -> logs.linesWith("freshchat: this has ended") == 1);
            assertThat(fixture.changes(Health.FRESHCHAT))
                    .extracting(HealthChanged::after)
                    .containsExactly(Status.DOWN, Status.UP);
            fixture.customerWrites("anna", "1", "Hello");
        } finally {
            fixture.close();
        }
    }

    private Health.Part freshchat() {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals(Health.FRESHCHAT))
                .findFirst()
                .orElseThrow();
    }
}
