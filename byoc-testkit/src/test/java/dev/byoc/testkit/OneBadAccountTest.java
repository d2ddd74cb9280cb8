package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.Registration;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.memory.MemoryStore;
import dev.byoc.relay.EngineClockwork;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.store.WatchedStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An account that cannot work keeps no other one from working: it is down, says why and what to do, and is tried again. */
class OneBadAccountTest {
    private static final String OTHERS = "https://other.example/hook/secret-path";

    /** An account "bad" beside the one that is called "shop". */
    private static EngineFixture beside(FakeChannelProvider bad) {
        return new EngineFixture(
                Map.of(), FakeChannel::new, builder -> builder.account("bad", bad, Map.of("topic", "Support")));
    }

    private static FakeChannelProvider registering(Supplier<Registration> how) {
        return new FakeChannelProvider("bad", context -> new Registers(context, how));
    }

    static List<Arguments> failures() {
        return List.of(
                Arguments.of(
                        "refused", of(() -> new Registration.Failed(false, "invalidAuthToken")), "invalidAuthToken"),
                Arguments.of("not now", of(() -> new Registration.Failed(true, "timeout")), "timeout"),
                Arguments.of("somebody else's", of(() -> new Registration.Occupied(OTHERS)), "other.example"),
                Arguments.of(
                        "throws",
                        of(() -> {
                            throw new IllegalStateException("at a loss");
                        }),
                        "IllegalStateException"),
                Arguments.of(
                        "lacks a class",
                        of(() -> {
                            throw new NoClassDefFoundError("com/example/Missing");
                        }),
                        "NoClassDefFoundError"));
    }

    private static Supplier<Registration> of(Supplier<Registration> how) {
        return how;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void theOthersWorkAndItsHealthTellsTheCauseAndWhatToDo(String name, Supplier<Registration> how, String cause) {
        try (EngineFixture fixture = beside(registering(how))) {
            String conversation = fixture.customerWrites("anna", "1", "Hello");
            fixture.freshchat.agent().says(conversation, "Hello Anna");
            fixture.channel.awaitSent(1);

            assertThat(part(fixture.relay, "shop").status()).isEqualTo(Status.UP);
            assertThat(part(fixture.relay, "bad")).satisfies(bad -> {
                assertThat(bad.status()).isEqualTo(Status.DOWN);
                assertThat(bad.trouble()).contains(cause).doesNotContain("secret-path", "at a loss");
                assertThat(bad.remedy()).isNotBlank();
                assertThat(bad.since()).isEqualTo(fixture.clock.instant());
            });
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void itIsTriedAgainUntilItWorks(String name, Supplier<Registration> how, String cause) {
        FakeChannelProvider provider = registering(how);
        try (EngineFixture fixture = beside(provider)) {
            EngineClockwork.retryRegistrations(fixture.relay);
            assertThat(part(fixture.relay, "bad").status()).isEqualTo(Status.DOWN);

            ((Registers) provider.channel("bad")).how = () -> new Registration.Registered("ok");
            EngineClockwork.retryRegistrations(fixture.relay);
            EngineClockwork.retryRegistrations(fixture.relay);

            assertThat(part(fixture.relay, "bad").status()).isEqualTo(Status.UP);
            assertThat(fixture.relay.registrations().get("bad")).isInstanceOf(Registration.Registered.class);
            assertThat(provider.channel("bad").registered()).hasSize(3);
            assertThat(fixture.channel.registered()).as("one that works").hasSize(1);
        }
    }

    @Test
    void theSameFailureIsLoggedOnceHoweverOftenItIsTried() {
        FakeChannelProvider provider = registering(() -> new Registration.Failed(false, "invalidAuthToken"));
        try (CapturedLogs logs = CapturedLogs.start();
                EngineFixture fixture = beside(provider)) {
            for (int i = 0; i < 5; i++) {
                EngineClockwork.retryRegistrations(fixture.relay);
            }

            assertThat(logs.text()).containsOnlyOnce("invalidAuthToken");
        }
    }

    @Test
    void anAccountThatWasTakenBackIsNotTriedAgain() {
        FakeChannelProvider provider = registering(() -> new Registration.Failed(false, "invalidAuthToken"));
        try (EngineFixture fixture = beside(provider)) {
            fixture.relay.uninstall();
            EngineClockwork.retryRegistrations(fixture.relay);

            assertThat(provider.channel("bad").registered()).hasSize(1);
            assertThat(part(fixture.relay, "bad").status()).isEqualTo(Status.UP);
        }
    }

    @Test
    void allOfThemBadIsNoReasonNotToStart() {
        Function<ChannelContext, FakeChannel> refused =
                context -> new Registers(context, () -> new Registration.Failed(false, "invalidAuthToken"));
        try (EngineFixture fixture = new EngineFixture(Map.of(), refused, builder -> {})) {
            assertThat(part(fixture.relay, "shop").status()).isEqualTo(Status.DOWN);
            // Its own token may be bad, and what customers write still comes: the webhook was registered by another
            // host.
            fixture.customerWrites("anna", "1", "Hello");
        }
    }

    @Test
    void aTopicThatIsNotThereDegradesItsAccountAlone() {
        FakeChannelProvider provider = new FakeChannelProvider("bad", FakeChannel::new);
        try (EngineFixture fixture = new EngineFixture(
                Map.of(), FakeChannel::new, builder -> builder.account("bad", provider, Map.of("topic", "Sales")))) {
            fixture.customerWrites("anna", "1", "Hello");

            assertThat(part(fixture.relay, "bad").status()).isEqualTo(Status.DEGRADED);
            assertThat(part(fixture.relay, "bad").trouble()).contains("account 'bad' sets as 'topic'");
            assertThat(part(fixture.relay, "shop").status()).isEqualTo(Status.UP);
        }
    }

    @Test
    void failFastNamesAllOfThemAndClosesTheRelay() {
        FakeChannelProvider one = registering(() -> new Registration.Failed(false, "invalidAuthToken"));
        FakeChannelProvider two = registering(() -> new Registration.Occupied(OTHERS));

        assertThatThrownBy(() -> new EngineFixture(
                        Map.of(),
                        FakeChannel::new,
                        builder -> builder.failFast()
                                .account("one", one, Map.of("topic", "Support"))
                                .account("two", two, Map.of("topic", "Support"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("account 'one'")
                .hasMessageContaining("account 'two'")
                .hasMessageNotContaining("secret-path");
        assertThat(one.channel("one").isClosed()).isTrue();
    }

    @Test
    void failFastStartsWhereOnlyTimeIsNeeded() {
        FakeChannelProvider later = registering(() -> new Registration.Failed(true, "timeout"));
        try (EngineFixture fixture = new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.failFast().account("bad", later, Map.of("topic", "Support")))) {
            fixture.customerWrites("anna", "1", "Hello");
            assertThat(part(fixture.relay, "bad").status()).isEqualTo(Status.DOWN);
        }
    }

    @Test
    void aStoreThatRefusesWhileRegisteringLeavesTheRelayStartedAndIsTriedAgain() {
        AtomicBoolean refuses = new AtomicBoolean(true);
        FakeChannelProvider provider = registering(() -> new Registration.Registered("ok"));
        try (EngineFixture fixture = new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.store(refusing("settings.lock", refuses))
                        .account("bad", provider, Map.of("topic", "Support")))) {
            assertThat(part(fixture.relay, "bad").trouble()).contains("the store is in the way");
            assertThat(provider.channel("bad").registered()).isEmpty();

            refuses.set(false);
            EngineClockwork.retryRegistrations(fixture.relay);

            assertThat(part(fixture.relay, "bad").status()).isEqualTo(Status.UP);
        }
    }

    /** A store in memory, one of whose methods fails as a database does that is away. */
    private static RelayStore refusing(String method, AtomicBoolean refuses) {
        RelayStore memory = new MemoryStore(Clock.systemUTC());
        return WatchedStore.before(memory, method, () -> {
            if (refuses.get()) {
                throw new StoreException("the database did not answer");
            }
        });
    }

    private static Health.Part part(RelayEngine relay, String name) {
        return relay.health().parts().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Registers as the test says. */
    private static final class Registers extends FakeChannel {
        private volatile Supplier<Registration> how;

        Registers(ChannelContext context, Supplier<Registration> how) {
            super(context);
            this.how = how;
        }

        @Override
        public synchronized Registration registerWebhook(WebhookTarget target) {
            super.registerWebhook(target);
            return how.get();
        }
    }
}
