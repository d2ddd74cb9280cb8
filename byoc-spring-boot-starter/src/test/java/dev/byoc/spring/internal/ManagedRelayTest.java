package dev.byoc.spring.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.StoreException;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.server.Waiting;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagedRelayTest {
    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final AtomicInteger builds = new AtomicInteger();

    ManagedRelayTest() {
        freshchat.addTopic("Support");
    }

    @AfterEach
    void close() {
        freshchat.close();
    }

    private RelayEngine build() {
        builds.incrementAndGet();
        return new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem()))
                .account("shop", new FakeChannelProvider(), Map.of("topic", "Support"))
                .publicUrl("http://127.0.0.1:1/byoc")
                .probeEvery(Duration.ZERO)
                .drainFor(Duration.ZERO)
                .build();
    }

    /** Fails so often before it builds one. */
    private Supplier<RelayEngine> failing(int times, RuntimeException e) {
        AtomicInteger left = new AtomicInteger(times);
        return () -> {
            if (left.getAndDecrement() > 0) {
                throw e;
            }
            return build();
        };
    }

    private static ManagedRelay relay(Supplier<RelayEngine> builds) {
        return new ManagedRelay(builds, Duration.ofMillis(1), Duration.ofMillis(4));
    }

    private static void awaitLive(ManagedRelay relay) {
        long end = System.nanoTime() + Waiting.LIMIT.toNanos();
        while (!relay.health().live()) {
            assertThat(System.nanoTime()).as("%s", relay.health()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aStoreThatIsOutOfReachAtTheStartIsTriedAgainUntilItOpens() {
        ManagedRelay relay = relay(failing(4, new StoreException("the database cannot be reached")));
        try {
            relay.start();

            awaitLive(relay);
            assertThat(relay.engine().health().live()).isTrue();
        } finally {
            relay.stop();
        }
    }

    @Test
    void whyThereIsNoRelayIsToldByHealthAndByAsking() {
        ManagedRelay relay = relay(failing(99, new StoreException("the database cannot be reached")));

        Health health = relay.health();
        assertThat(health.status()).isEqualTo(Health.Status.DOWN);
        assertThat(health.ready()).isFalse();
        assertThat(health.parts())
                .singleElement()
                .extracting(Health.Part::trouble)
                .isEqualTo("the database cannot be reached");
        assertThatThrownBy(relay::engine)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the database cannot be reached");
    }

    @Test
    void whatAnotherThrowsIsNotQuoted() {
        ManagedRelay relay = relay(failing(99, new IllegalStateException("password=planted")));

        assertThat(relay.health().toString()).contains("IllegalStateException").doesNotContain("planted");
    }

    @Test
    void faultsOfTheSettingsAreThrown() {
        assertThatThrownBy(() -> relay(failing(1, new ConfigurationException("a fault"))))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void whatWasStoppedCanBeStartedAgain() {
        ManagedRelay relay = relay(this::build);
        relay.start();
        awaitLive(relay);
        RelayEngine first = relay.engine();
        relay.stop();
        assertThat(relay.isRunning()).isFalse();
        assertThatThrownBy(relay::engine).isInstanceOf(StoreException.class);

        relay.start();
        awaitLive(relay);
        assertThat(relay.engine()).isNotSameAs(first);
        relay.destroy();
        assertThat(builds).hasValue(2);
    }

    @Test
    void oneThatWasNeverStartedIsClosed() {
        ManagedRelay relay = relay(this::build);
        RelayEngine engine = relay.engine();

        relay.destroy();

        assertThat(engine.health().ready()).isFalse();
    }
}
