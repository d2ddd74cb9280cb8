package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Registration;
import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEvent.HealthChanged;
import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.store.WatchedStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hosts register and probe the same account, on one store. */
class TwoHostsTest {
    private static final String LOCK = "install shop";
    private static final String OUTCOME = "registration shop";

    private final RelayStore store = new MemoryStore(new SettableClock(Instant.parse("2026-01-15T09:00:00Z")));
    private final AtomicInteger looks = new AtomicInteger();
    private volatile int lookAtWhich = 0;
    private volatile Runnable happens = () -> {};
    private final EngineFixture one = new EngineFixture(
            Map.of(),
            ProbedChannel::new,
            builder -> builder.store(watched()).probeEvery(Duration.ZERO).registerWebhooks(false));
    private final List<RelayEvent> eventsOfOther = new CopyOnWriteArrayList<>();
    private final FakeChannelProvider provider = new FakeChannelProvider("fake", ProbedChannel::new);
    private final RelayEngine other = new RelayBuilder()
            .freshchat(one.settings().token(one.freshchat.token()))
            .account("shop", provider, Map.of("topic", "Support"))
            .publicUrl(URI.create("https://chat.example.com/byoc"))
            .clock(one.clock)
            .store(store)
            .listener(eventsOfOther::add)
            .probeEvery(Duration.ZERO)
            .registerWebhooks(false)
            .build();

    @AfterEach
    void close() {
        other.close();
        one.close();
    }

    private RelayStore watched() {
        return WatchedStore.of(store, (method, arguments, call) -> {
            if (method.equals("settings.lock") && looks.incrementAndGet() == lookAtWhich) {
                happens.run();
            }
            return call.proceed();
        });
    }

    /** Something happens as one host looks for so many times whether the other one still registers. */
    private void atLook(int which, Runnable what) {
        happens = what;
        lookAtWhich = looks.get() + which;
    }

    private static Status shop(RelayEngine relay) {
        return relay.health().parts().stream()
                .filter(part -> part.name().equals("shop"))
                .findFirst()
                .orElseThrow()
                .status();
    }

    @Test
    void registrationIsNotBegunBesideAnotherHostsHoweverLongThatTakes() {
        Instant lock = store.settings().lock(LOCK, Duration.ofHours(1));

        one.whileTimePasses(() -> assertThat(one.relay.install("shop"))
                .isInstanceOfSatisfying(Registration.Failed.class, failed -> {
                    assertThat(failed.again()).isTrue();
                    assertThat(failed.detail()).contains("for a long time");
                }));

        assertThat(one.channel.registered()).isEmpty();
        assertThat(store.settings().get(OUTCOME))
                .as("the outcome is the other host's")
                .isNull();
        assertThat(store.settings().lock(LOCK, Duration.ofHours(1)))
                .as("the other host's lock is still its own")
                .isNull();
        store.settings().unlock(LOCK, lock);

        assertThat(one.relay.install("shop")).isInstanceOf(Registration.ByHand.class);
        assertThat(one.channel.registered()).hasSize(1);
        assertThat(store.settings().lock(LOCK, Duration.ofHours(1)))
                .as("its own lock is given back")
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void waitForAnotherHostsRegistrationThatIsInterruptedSaysSoAndIsTriedAgain(int look) {
        Instant lock = store.settings().lock(LOCK, Duration.ofHours(1));
        atLook(look, Thread.currentThread()::interrupt);

        Registration outcome = one.relay.install("shop");

        assertThat(Thread.interrupted()).as("the caller's own interrupt").isTrue();
        assertThat(outcome).isInstanceOfSatisfying(Registration.Failed.class, failed -> {
            assertThat(failed.again()).isTrue();
            assertThat(failed.detail()).contains("interrupted").doesNotContain("long time");
        });
        assertThat(looks).as("looks at another host's registration").hasValue(lookAtWhich);
        assertThat(one.channel.registered()).isEmpty();
        assertThat(store.settings().get(OUTCOME))
                .as("the outcome is the other host's")
                .isNull();

        store.settings().unlock(LOCK, lock);
        assertThat(one.relay.install("shop")).isInstanceOf(Registration.ByHand.class);
    }

    @Test
    void registrationBeginsAsSoonAsAnotherHostsHasEnded() {
        Instant lock = store.settings().lock(LOCK, Duration.ofHours(1));
        atLook(3, () -> store.settings().unlock(LOCK, lock));

        assertThat(one.relay.install("shop")).isInstanceOf(Registration.ByHand.class);

        assertThat(one.channel.registered()).hasSize(1);
        assertThat(looks).hasValue(lookAtWhich);
    }

    @Test
    void eachHostTellsWhatItHasFoundItselfAndDoesNotWriteOverTheOthersAgainAndAgain() {
        other.start();
        ((ProbedChannel) one.channel).health = new AccountHealth.WebhookElsewhere("https://thief.example/hook");
        ((ProbedChannel) provider.channel("shop")).health = new AccountHealth.Healthy(true);

        one.relay.probe();
        other.probe();
        String last = store.settings().get(OUTCOME);
        for (int round = 0; round < 3; round++) {
            one.relay.probe();
            other.probe();
            assertThat(shop(one.relay)).isEqualTo(Status.DOWN);
            assertThat(shop(other)).isEqualTo(Status.UP);
            one.relay.probe();
            assertThat(store.settings().get(OUTCOME)).isEqualTo(last);
        }

        ((ProbedChannel) one.channel).health = new AccountHealth.Healthy(true);
        one.relay.probe();
        assertThat(shop(one.relay)).isEqualTo(Status.UP);
    }

    @Test
    void eachHostHasOneLineAnHourlyReminderAndOneEndOfWhatItFinds() {
        try (CapturedLogs logs = CapturedLogs.start()) {
            other.start();
            bothFind(new AccountHealth.KeyRefused("wrong key"));
            await(() -> logs.linesWith("shop is DOWN:") == 2);
            for (int hour = 1; hour <= 2; hour++) {
                int reminders = 2 * hour;
                one.clock.advance(Duration.ofHours(1));
                await(() -> logs.linesWith("shop is DOWN since") == reminders);
                bothFind(new AccountHealth.KeyRefused("wrong key"));
            }

            // One host has its new key, and the other one has not.
            ((ProbedChannel) one.channel).health = new AccountHealth.Healthy(true);
            for (int round = 0; round < 3; round++) {
                one.relay.probe();
                other.probe();
                assertThat(shop(one.relay)).isEqualTo(Status.UP);
                assertThat(shop(other)).isEqualTo(Status.DOWN);
            }
            assertThat(logs.linesWith("shop: this has ended")).isEqualTo(1);
            one.clock.advance(Duration.ofHours(1));
            await(() -> logs.linesWith("shop is DOWN since") == 5);

            bothFind(new AccountHealth.Healthy(true));
            await(() -> logs.linesWith("shop: this has ended") == 2);
            assertThat(logs.linesWith("shop is DOWN:")).isEqualTo(2);
        }
        await(() -> changes(one.events).size() == 2 && changes(eventsOfOther).size() == 2);
        assertThat(changes(one.events)).containsExactly(Status.DOWN, Status.UP);
        assertThat(changes(eventsOfOther)).containsExactly(Status.DOWN, Status.UP);
    }

    @Test
    void figuresAreThoseOfTheStoreOnEachHost() {
        other.start();
        one.customerWrites("anna", "1", "Hello");
        one.post(FakeChannel.events(Json.object().put("kind", "broken").build()));
        await(() -> one.relay.health().open() == 0);

        assertThat(other.health().figures()).isEqualTo(one.relay.health().figures());
        assertThat(other.health().figures())
                .filteredOn(each -> each.name().equals("shop"))
                .singleElement()
                .satisfies(shop -> {
                    assertThat(shop.in().deadLetters()).isEqualTo(1);
                    assertThat(shop.in().lastRelayed()).isNotNull();
                    assertThat(shop.lastWebhook()).isNotNull();
                });
    }

    private void bothFind(AccountHealth health) {
        ((ProbedChannel) one.channel).health = health;
        ((ProbedChannel) provider.channel("shop")).health = health;
        one.relay.probe();
        other.probe();
    }

    private void await(BooleanSupplier condition) {
        one.await("both hosts", condition);
    }

    private static List<Status> changes(List<RelayEvent> events) {
        return Stream.of(events.toArray(new RelayEvent[0]))
                .filter(HealthChanged.class::isInstance)
                .map(HealthChanged.class::cast)
                .filter(event -> event.component().equals("shop"))
                .map(HealthChanged::after)
                .toList();
    }
}
