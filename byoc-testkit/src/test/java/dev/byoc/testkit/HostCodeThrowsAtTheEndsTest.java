package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.memory.MemoryStore;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.store.WatchedStore;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host's store or clock that throws while a relay is built, started or closed: nothing stays half open. */
class HostCodeThrowsAtTheEndsTest {
    private final SettableClock real = new SettableClock(Instant.parse("2026-01-15T09:00:00Z"));
    private final ThrowingClock clock = new ThrowingClock();
    private final FakeFreshchat freshchat = new FakeFreshchat(real);
    private final FakeChannelProvider provider = new FakeChannelProvider("fake", FakeChannel::new);
    private final Map<String, Wild> faults = new ConcurrentHashMap<>();
    private final List<String> called = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        freshchat.close();
    }

    /** Throws what it does not declare, once, at the n-th question of this thread. */
    private final class ThrowingClock extends Clock {
        private final Thread asker = Thread.currentThread();
        private int left;

        @Override
        public Instant instant() {
            if (Thread.currentThread() == asker && --left == 0) {
                throw Wild.<RuntimeException>sneaky(new IOException("words that nobody may see"));
            }
            return real.instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private RelayEngine build() {
        freshchat.addTopic("Support");
        return new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .webhookKey(freshchat.publicKeyPem())
                        .token(freshchat.token()))
                .account("shop", provider, Map.of("topic", "Support"))
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .clock(clock)
                .drainFor(Duration.ZERO)
                .store(around(new MemoryStore(real)))
                .build();
    }

    private RelayStore around(RelayStore store) {
        return WatchedStore.of(store, (method, arguments, call) -> {
            called.add(method);
            Wild fault = faults.get(method);
            if (fault != null) {
                fault.call();
            }
            return call.proceed();
        });
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("byoc-"))
                .collect(Collectors.toSet());
    }

    private static void awaitNoMoreThan(Set<Thread> before) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!before.containsAll(threads())) {
            assertThat(System.nanoTime())
                    .as("threads that are left: " + threads())
                    .isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void startThatEndsInAnUndeclaredExceptionClosesTheRelay() {
        RelayEngine relay = build();
        clock.left = 2;

        Throwable thrown = catchThrowable(relay::start);

        assertThat(thrown).isInstanceOf(IOException.class);
        assertThat(called).contains("close");
        assertThat(relay.health().parts()).anySatisfy(part -> {
            assertThat(part.status()).isEqualTo(Health.Status.DOWN);
            assertThat(part.trouble()).contains("IOException").doesNotContain("words");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void buildThatEndsInAnUndeclaredExceptionClosesTheStoreThatItHasOpened(int question) {
        clock.left = question;

        RelayEngine[] relay = new RelayEngine[1];
        Throwable thrown = catchThrowable(() -> relay[0] = build());

        clock.left = 0;
        if (thrown == null) {
            relay[0].close();
        }
        assertThat(called.contains("close")).isEqualTo(called.contains("open"));
    }

    @ParameterizedTest
    @CsvSource({
        "counters.open,RUNTIME_EXCEPTION",
        "counters.open,SNEAKY_IO_EXCEPTION",
        "close,RUNTIME_EXCEPTION",
        "close,ASSERTION",
        "close,STACK_OVERFLOW",
        "journal.handBack,ASSERTION",
        "settings.put,MISSING_CLASS",
        "isDurable,THROWABLE_OF_ITS_OWN",
        "settings.getOrPut,EXCEPTION_THAT_CANNOT_BE_ASKED"
    })
    void whateverTheStoreThrowsWhileTheRelayIsClosedAllElseIsClosed(String method, Wild fault) {
        Set<Thread> before = threads();
        RelayEngine relay = build();
        relay.start();
        faults.put(method, fault);

        Throwable thrown = catchThrowable(relay::close);
        faults.clear();

        if (thrown != null) {
            assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageNotContaining("words");
        }
        assertThat(called).contains("close");
        assertThat(relay.health().parts())
                .anySatisfy(part -> assertThat(part.status()).isEqualTo(Health.Status.DOWN));
        awaitNoMoreThan(before);
    }
}
