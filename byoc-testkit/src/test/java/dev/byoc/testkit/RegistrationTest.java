package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.Registration;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.server.Fault;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    @Test
    void addressIsRegisteredAtTheStartAndStaysAfterTheClose() {
        EngineFixture fixture = new EngineFixture();
        fixture.close();

        assertThat(fixture.channel.registered()).hasSize(1);
        assertThat(fixture.channel.unregistered()).isZero();
        assertThat(fixture.channel.isClosed()).isTrue();
    }

    @Test
    void uninstallTakesTheAddressBack() {
        try (EngineFixture fixture = new EngineFixture()) {
            fixture.relay.uninstall();

            assertThat(fixture.channel.unregistered()).isEqualTo(1);
        }
    }

    @Test
    void registrationThatOnlyTheAdminCanRepairFailsAStartThatIsToFailFastAndSaysWhatToDo() {
        assertThatThrownBy(() -> registering(new Registration.Failed(false, "invalidUrl: no certificate")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("account 'shop'")
                .hasMessageContaining("no certificate");
    }

    @Test
    void anotherSystemsWebhookIsNotReplacedAndItsSecretNotShown() {
        assertThatThrownBy(() -> registering(new Registration.Occupied("https://other.example/hook/secret-path")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("other.example")
                .hasMessageContaining("take-over")
                .hasMessageNotContaining("secret-path");
    }

    @Test
    void registrationThatMayWorkLaterDoesNotKeepTheRelayFromStarting() {
        try (EngineFixture fixture = registering(new Registration.Failed(true, "timeout"))) {
            assertThat(fixture.relay.health().ok()).isFalse();
            fixture.customerWrites("anna", "1", "Hello");

            fixture.channel.willRegister(new Registration.Registered("ok"));
            fixture.relay.install();

            assertThat(fixture.relay.health().ok()).isTrue();
        }
    }

    @Test
    void stepsForTheAdminAreKept() {
        try (EngineFixture fixture = new EngineFixture(Map.of(), ByHand::new, builder -> {})) {
            assertThat(fixture.relay.registrations().get("shop"))
                    .isInstanceOfSatisfying(
                            Registration.ByHand.class,
                            byHand -> assertThat(byHand.steps().get(0).value().reveal())
                                    .isEqualTo(fixture.relay.webhookUrl("shop").toString()));
            assertThat(fixture.relay.registrations().toString())
                    .doesNotContain(fixture.relay.webhookUrl("shop").toString());
        }
    }

    @Test
    void installByHandRegistersNothingAtTheStart() {
        try (EngineFixture fixture =
                new EngineFixture(Map.of(), FakeChannel::new, builder -> builder.registerWebhooks(false))) {
            assertThat(fixture.channel.registered()).isEmpty();

            fixture.relay.install();

            assertThat(fixture.channel.registered()).hasSize(1);
        }
    }

    @Test
    void probeAsksTheChannelAndFreshchatAndTellsWhatIsWrong() {
        try (EngineFixture fixture = new EngineFixture(Map.of(), Sick::new, builder -> {})) {
            fixture.freshchat.faults().next("GET /accounts/configuration", Fault.answer(401));
            assertThat(fixture.relay.probe().parts())
                    .anySatisfy(part -> {
                        assertThat(part.name()).isEqualTo("shop");
                        assertThat(part.trouble()).isEqualTo("renew the key");
                    })
                    .anySatisfy(part -> {
                        assertThat(part.name()).isEqualTo("freshchat");
                        assertThat(part.trouble()).contains("401");
                    });

            ((Sick) fixture.channel).health = new AccountHealth.Healthy(false);
            assertThat(fixture.relay.probe().ok()).isTrue();
        }
    }

    private static EngineFixture registering(Registration outcome) {
        Function<ChannelContext, FakeChannel> make = context -> {
            FakeChannel channel = new FakeChannel(context);
            channel.willRegister(outcome);
            return channel;
        };
        return new EngineFixture(Map.of(), make, RelayBuilder::failFast);
    }

    private static final class ByHand extends FakeChannel {
        ByHand(ChannelContext context) {
            super(context);
        }

        @Override
        public synchronized Registration registerWebhook(WebhookTarget target) {
            return Registration.byHand(target);
        }
    }

    private static final class Sick extends FakeChannel implements HealthProbe {
        private volatile AccountHealth health = new AccountHealth.KeyRefused("renew the key");

        Sick(ChannelContext context) {
            super(context);
        }

        @Override
        public AccountHealth probe() {
            return health;
        }
    }
}
