package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.CapturedLogs;
import dev.byoc.testkit.PublicFront;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Viber calls the webhook while it is being set; what goes wrong then is told. */
final class RegistrationTest {
    @Test
    void callBackDuringRegistrationIsAnsweredAndMakesNothing() {
        try (RelayFixture fixture = new RelayFixture()) {
            assertThat(fixture.viber.webhooks().deliveries("webhook"))
                    .singleElement()
                    .satisfies(delivery -> assertThat(delivery.status()).isEqualTo(200));
            assertThat(fixture.viber.webhook()).isEqualTo(fixture.viberWebhook());
            assertThat(RawHttp.post(fixture.viberWebhook(), Cases.bytes("bc19-viber-webhook.json")))
                    .isEqualTo(200);
            assertThat(fixture.freshchat.users()).isEmpty();
            assertThat(fixture.relay.health().ok()).isTrue();
        }
    }

    @Test
    void registrationThatFailsForALoginInFrontSaysSo() {
        AtomicReference<RelayEngine> behind = new AtomicReference<>();
        try (PublicFront front = new PublicFront(behind::get)) {
            front.answers(401);

            assertThatThrownBy(() -> RelayFixture.with()
                            .relay(builder -> builder.publicUrl(front.url()).failFast())
                            .open())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Viber cannot use the bot's webhook address. (status 1")
                    .hasMessageContaining("Your public URL answered 401: is a login or CSRF filter in front?");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 8, 9})
    void registrationThatViberRefusesFailsAStartThatIsToFailFast(long status) {
        Json refusal = Json.object()
                .put("status", status)
                .put("status_message", "refused")
                .build();

        assertThatThrownBy(() -> RelayFixture.with()
                        .relay(RelayBuilder::failFast)
                        .before(fixture ->
                                fixture.viber.faults().always("POST /set_webhook", Fault.answer(200, refusal)))
                        .open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("viber-main")
                .hasMessageContaining("webhook could not be registered")
                .hasMessageContaining("status " + status);
    }

    @Test
    void registrationThatViberCannotTakeNowIsTroubleUntilItWorks() {
        Json busy = Json.object().put("status", 12).build();
        try (CapturedLogs logs = CapturedLogs.start();
                RelayFixture fixture = RelayFixture.with()
                        .before(made -> made.viber.faults().next("POST /set_webhook", Fault.answer(200, busy)))
                        .open()) {
            assertThat(fixture.relay.health().ok()).isFalse();
            assertThat(fixture.relay.health().parts().get(1).trouble())
                    .contains("not registered")
                    .contains("status 12");
            assertThat(logs.text()).containsPattern("WARN .*viber-main is DOWN: the webhook is not registered");

            fixture.relay.install();

            assertThat(fixture.relay.health().ok()).isTrue();
            assertThat(fixture.viber.webhook()).isEqualTo(fixture.viberWebhook());
        }
    }

    @Test
    void webhookOfAnotherSystemIsNotReplacedUnlessThatIsSet() {
        URI other = URI.create("https://other.example.com/hook");

        assertThatThrownBy(() -> RelayFixture.with()
                        .relay(RelayBuilder::failFast)
                        .before(fixture -> fixture.viber.connectWebhook(other))
                        .open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("other.example.com")
                .hasMessageContaining("take-over");
        try (RelayFixture fixture = RelayFixture.with()
                .before(made -> made.viber.connectWebhook(other))
                .setting("take-over", "yes")
                .open()) {
            assertThat(fixture.viber.webhook()).isEqualTo(fixture.viberWebhook());
        }
    }

    @Test
    void portThatIsTakenFailsAtOnceAndNamesThePort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RelayFixture fixture = new RelayFixture()) {
            assertThatThrownBy(() -> JdkHttpHost.serve(
                            fixture.relay,
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort())))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("byoc-") || name.startsWith("HTTP-Dispatcher"))
                .toList();
    }

    @Test
    void startAndStopFiveTimesLeavesNothingBehind() throws Exception {
        int port = 0;
        for (int i = 0; i < 5; i++) {
            try (RelayFixture fixture = new RelayFixture()) {
                port = fixture.host.port();
                fixture.post("bc02-viber-yes-a.json");
                fixture.freshchat.awaitPosted(1);
                assertThat(threads()).isNotEmpty();
                assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> thread.getName().startsWith("byoc-"))
                        .allMatch(Thread::isDaemon);
            }
            try (ServerSocket free = new ServerSocket()) {
                free.setReuseAddress(true);
                free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            }
        }

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("byoc-") || thread.getName().startsWith("HTTP-Dispatcher")) {
                thread.join(10_000);
            }
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void closingRelaysWhatWasTakenAndRefusesWhatComesMeanwhile() {
        Gate slow = new Gate();
        try (RelayFixture fixture = new RelayFixture(relay -> relay.drainFor(Duration.ofSeconds(30)))) {
            fixture.freshchat.faults().next("GET /users", Fault.heldAt(slow));
            for (int i = 0; i < 50; i++) {
                assertThat(fixture.post(text(i))).isEqualTo(200);
            }
            slow.awaitArrival();

            Thread closing = new Thread(fixture.relay::close);
            closing.start();
            fixture.await(() -> fixture.post("bc01-viber-text.json") == 503);
            slow.open();
            join(closing);

            // What was taken before the relay began to close is all there, in one lane and one by one.
            assertThat(fixture.posted().stream()
                            .filter(text -> text.equals("네"))
                            .toList())
                    .hasSize(50);
            assertThat(fixture.relay.health().open()).isZero();
        }
    }

    private static byte[] text(int number) {
        return new String(Cases.bytes("bc02-viber-yes-a.json"), StandardCharsets.UTF_8)
                .replace("5741311803571721101", "57413118035718" + (10_000 + number))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void join(Thread thread) {
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thread.isAlive()).isFalse();
    }
}
