package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent;
import dev.byoc.message.Content;
import dev.byoc.testkit.server.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A probe that was throttled, not made, or met an outage has learnt nothing of keys and webhooks: what was known of them stays. */
class ProbeThatLearnsNothingTest {
    private static final String ACCOUNT_CALL = "GET /accounts/configuration";
    private static final String TOPICS_CALL = "GET /channels";
    private static final AccountHealth THROTTLED = new AccountHealth.Unknown("too many calls");

    private final EngineFixture fixture = new EngineFixture(
            Map.of(),
            ProbedChannel::new,
            builder -> builder.registerWebhooks(false).probeEvery(Duration.ZERO));
    private final ProbedChannel channel = (ProbedChannel) fixture.channel;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void beginsNothing() {
        channel.health = THROTTLED;

        assertThat(fixture.relay.probe().ok()).isTrue();
    }

    static Stream<Arguments> findings() {
        return Stream.of(
                Arguments.of(new AccountHealth.KeyRefused("wrong key"), Status.DOWN),
                Arguments.of(new AccountHealth.Unreachable("no route"), Status.DEGRADED),
                Arguments.of(new AccountHealth.Impaired("blocked"), Status.DEGRADED),
                Arguments.of(new AccountHealth.WebhookElsewhere("https://thief.example/hook"), Status.DOWN),
                Arguments.of(new AccountHealth.WebhookElsewhere(""), Status.DOWN));
    }

    @ParameterizedTest
    @MethodSource("findings")
    void endsNothing(AccountHealth found, Status status) {
        channel.health = found;
        Health.Part before = part(fixture.relay.probe(), "shop");
        Registration registration = fixture.relay.registrations().get("shop");
        assertThat(before.status()).isEqualTo(status);

        channel.health = THROTTLED;
        fixture.clock.advance(Duration.ofMinutes(5));

        assertThat(part(fixture.relay.probe(), "shop")).isEqualTo(before);
        assertThat(fixture.relay.registrations().get("shop")).isEqualTo(registration);

        channel.health = new AccountHealth.Healthy(true);
        assertThat(part(fixture.relay.probe(), "shop").status()).isEqualTo(Status.UP);
    }

    /** That no address is registered follows from it: why, and that the relay tries again, is what an operator needs. */
    @Test
    void leavesTheReasonOfARegistrationThatFailed() {
        channel.willRegister(new Registration.Failed(true, "status 12"));
        Registration failed = fixture.relay.install("shop");
        Health.Part before = part(fixture.relay.health(), "shop");
        channel.health = new AccountHealth.WebhookElsewhere("");

        assertThat(part(fixture.relay.probe(), "shop")).isEqualTo(before);
        assertThat(before.trouble()).contains("status 12");
        assertThat(fixture.relay.registrations().get("shop")).isEqualTo(failed);
    }

    /** Until a probe has said otherwise, webhooks may still come to an address that was registered before. */
    @Test
    void noAddressAfterAFailedRenewalIsMoreThanAFailure() {
        channel.willRegister(new Registration.Registered("set"));
        fixture.relay.install("shop");
        channel.willRegister(new Registration.Failed(true, "status 12"));
        fixture.relay.install("shop");
        assertThat(part(fixture.relay.health(), "shop").status()).isEqualTo(Status.DEGRADED);

        channel.health = new AccountHealth.WebhookElsewhere("");

        Health.Part after = part(fixture.relay.probe(), "shop");
        assertThat(after.status()).isEqualTo(Status.DOWN);
        assertThat(after.trouble()).contains("status 12");
    }

    @Test
    void noAddressEndsThatAnotherSystemHasIt() {
        channel.willRegister(new Registration.Occupied("https://thief.example/hook"));
        fixture.relay.install("shop");
        channel.health = new AccountHealth.WebhookElsewhere("");

        assertThat(part(fixture.relay.probe(), "shop").trouble()).contains("to no address");
    }

    @Test
    void opensNoBreaker() {
        channel.willAnswer(new SendResult.TryLater(null, true, "out of reach"));
        fixture.relay.send("shop", "anna", "1", List.of(new Content.Text("Hello")));
        fixture.await("the breaker", () -> fixture.events.stream().anyMatch(RelayEvent.Paused.class::isInstance));

        fixture.clock.advance(Duration.ofDays(30));
        fixture.whileTimePasses(
                () -> fixture.await("no entry", () -> fixture.relay.health().open() == 0));

        channel.health = THROTTLED;
        assertThat(part(fixture.relay.probe(), "shop").trouble()).isEqualTo("out of reach");

        channel.health = new AccountHealth.Healthy(false);
        fixture.relay.probe();
        fixture.await("health", () -> part(fixture.relay.health(), "shop").status() == Status.UP);
    }

    /** No call of a channel is made while eight have not returned: that says nothing of its key. */
    @Test
    void probeThatWasNotMadeEndsNothing() throws InterruptedException {
        channel.health = new AccountHealth.KeyRefused("wrong key");
        Health.Part before = part(fixture.relay.probe(), "shop");
        CountDownLatch goOn = new CountDownLatch(1);
        hangEightProbes(goOn);

        fixture.relay.probe();

        assertThat(part(fixture.relay.health(), "shop").since()).isEqualTo(before.since());
        assertThat(part(fixture.relay.health(), "shop").trouble()).isEqualTo(before.trouble());
        goOn.countDown();
    }

    private void hangEightProbes(CountDownLatch goOn) throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            CountDownLatch asked = new CountDownLatch(1);
            channel.beforeProbe = () -> {
                asked.countDown();
                while (goOn.getCount() > 0) {
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        // As code does that minds no interrupt.
                    }
                }
            };
            Thread probing = new Thread(fixture.relay::probe);
            probing.start();
            asked.await();
            fixture.clock.advance(Duration.ofSeconds(11));
            probing.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ACCOUNT_CALL, TOPICS_CALL})
    void throttledByFreshchatEndsAndBeginsNothing(String call) {
        fixture.freshchat.faults().always(call, Fault.answer(429));
        assertThat(fixture.relay.probe().ok()).isTrue();

        fixture.freshchat.faults().clear();
        fixture.freshchat.faults().always(ACCOUNT_CALL, Fault.answer(401));
        Health.Part before = part(fixture.relay.probe(), "freshchat");
        assertThat(before.status()).isEqualTo(Status.DOWN);
        fixture.freshchat.faults().clear();
        fixture.freshchat.faults().always(call, Fault.answer(429).header("Retry-After", "600"));
        fixture.clock.advance(Duration.ofMinutes(5));

        assertThat(part(fixture.relay.probe(), "freshchat")).isEqualTo(before);
        fixture.freshchat.faults().clear();
        assertThat(part(fixture.relay.probe(), "freshchat").status()).isEqualTo(Status.UP);
    }

    @Test
    void outageOfFreshchatDoesNotEndThatItsTokenIsWrong() {
        fixture.freshchat.faults().always(ACCOUNT_CALL, Fault.answer(401));
        Health.Part before = part(fixture.relay.probe(), "freshchat");
        fixture.freshchat.faults().clear();
        fixture.freshchat.faults().always(ACCOUNT_CALL, Fault.answer(503));
        fixture.clock.advance(Duration.ofMinutes(5));

        assertThat(part(fixture.relay.probe(), "freshchat")).isEqualTo(before);
        fixture.freshchat.faults().clear();
        assertThat(part(fixture.relay.probe(), "freshchat").status()).isEqualTo(Status.UP);
    }

    @Test
    void outageOfTheMessengerDoesNotEndThatItsKeyIsWrong() {
        channel.health = new AccountHealth.KeyRefused("wrong key");
        Health.Part before = part(fixture.relay.probe(), "shop");
        channel.health = new AccountHealth.Unreachable("no route");
        fixture.clock.advance(Duration.ofMinutes(5));

        assertThat(part(fixture.relay.probe(), "shop")).isEqualTo(before);
        channel.health = new AccountHealth.Healthy(false);
        assertThat(part(fixture.relay.probe(), "shop").status()).isEqualTo(Status.UP);
    }

    private static Health.Part part(Health health, String name) {
        return health.parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
