package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.Registration;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.event.RelayEvent.HealthChanged;
import dev.byoc.memory.MemoryStore;
import dev.byoc.relay.EngineClockwork;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.store.WatchedStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A messenger that is slow, or does not answer, holds up no other account: each waits here for what the other one does. One after the other
 * they would wait until their time is over.
 */
class SlowAccountTest {
    private final CountDownLatch otherIsDone = new CountDownLatch(1);
    private final FakeChannelProvider other = new FakeChannelProvider("other", Acting::new);
    private EngineFixture fixture;

    @AfterEach
    void close() {
        otherIsDone.countDown();
        if (fixture != null) {
            fixture.close();
        }
    }

    /** The account "shop" comes first, and then "market". */
    private void start(Consumer<RelayBuilder> more) {
        fixture = new EngineFixture(
                Map.of(),
                Acting::new,
                builder -> more.accept(
                        builder.probeEvery(Duration.ZERO).account("market", other, Map.of("topic", "Support"))));
    }

    @Test
    void registersTheOthersMeanwhile() {
        fixture = new EngineFixture(
                Map.of(),
                context -> new Acting(context).registering(this::awaitTheOther),
                builder -> builder.account(
                        "market",
                        new FakeChannelProvider(
                                "other", context -> new Acting(context).registering(otherIsDone::countDown)),
                        Map.of("topic", "Support")));

        assertThat(fixture.relay.registrations().values())
                .hasSize(2)
                .allMatch(Registration.Registered.class::isInstance);
    }

    @Test
    void holdsUpNoHealthCheckAtTheStart() {
        fixture = new EngineFixture(
                Map.of(),
                context -> new Acting(context).registering(this::awaitTheOther),
                builder -> builder.store(nearlyFull()).listener(event -> {
                    if (event instanceof HealthChanged changed
                            && changed.component().equals("store")) {
                        otherIsDone.countDown();
                    }
                }));

        assertThat(fixture.relay.registrations().get("shop")).isInstanceOf(Registration.Registered.class);
    }

    @Test
    void othersAreProbedMeanwhile() {
        start(builder -> builder.registerWebhooks(false));
        acting("shop").probing(this::awaitTheOther);
        acting("market").probing(otherIsDone::countDown);

        assertThat(fixture.relay.probe().ok()).isTrue();
    }

    @Test
    void messengersAreProbedWhileFreshchatIsSlow() throws InterruptedException {
        start(builder -> builder.registerWebhooks(false));
        Gate gate = new Gate();
        fixture.freshchat.faults().next("GET /accounts/configuration", Fault.heldAt(gate));
        Thread probing = new Thread(fixture.relay::probe);
        probing.start();
        gate.awaitArrival();

        fixture.await(
                "both probes",
                () -> acting("shop").probed.get() == 1
                        && acting("market").probed.get() == 1);

        gate.open();
        probing.join();
    }

    @Test
    void othersAreProbedWhileASourceOfItsKeysIsSlow() {
        ConfigSpec key = ConfigSpec.none().secret("api-key", "the key of the API");
        AtomicInteger asked = new AtomicInteger();
        start(builder -> builder.registerWebhooks(false)
                .account("keyed", new FakeChannelProvider("keyed", FakeChannel::new, key), Map.of("topic", "Support"))
                .secret("keyed", "api-key", () -> {
                    if (asked.getAndIncrement() > 0) {
                        awaitTheOther();
                    }
                    return "0123456789abcdef";
                }));
        acting("market").probing(otherIsDone::countDown);

        assertThat(fixture.relay.probe().ok()).isTrue();
        assertThat(asked).hasValue(2);
    }

    @Test
    void anotherOneCanBeRepairedMeanwhile() throws InterruptedException {
        start(builder -> builder.registerWebhooks(false));
        CountDownLatch hangs = new CountDownLatch(1);
        acting("shop").registering(() -> {
            hangs.countDown();
            awaitTheOther();
        });
        Thread first = new Thread(() -> fixture.relay.install("shop"));
        first.start();
        hangs.await();

        assertThat(fixture.relay.install("market")).isInstanceOf(Registration.Registered.class);

        otherIsDone.countDown();
        first.join();
        assertThat(fixture.relay.registrations().get("shop")).isInstanceOf(Registration.Registered.class);
    }

    @Test
    void othersAreTriedAgainMeanwhile() {
        start(builder -> builder.registerWebhooks(false));
        acting("shop").willRegister(new Registration.Failed(true, "not now"));
        acting("market").willRegister(new Registration.Failed(true, "not now"));
        fixture.relay.install();
        acting("shop").willRegister(new Registration.Registered("set"));
        acting("market").willRegister(new Registration.Registered("set"));
        acting("shop").registering(this::awaitTheOther);
        acting("market").registering(otherIsDone::countDown);

        EngineClockwork.retryRegistrations(fixture.relay);

        assertThat(fixture.relay.registrations().values()).allMatch(Registration.Registered.class::isInstance);
        assertThat(fixture.relay.health().ok()).isTrue();
    }

    @Test
    void othersAreTakenBackMeanwhile() {
        start(builder -> {});
        acting("shop").takingBack = this::awaitTheOther;
        acting("market").takingBack = otherIsDone::countDown;

        fixture.relay.uninstall();

        assertThat(fixture.relay.registrations()).isEmpty();
    }

    /** Sixteen at a time: two rounds of them. */
    @Test
    void manyAccountsAreRegisteredSixteenAtATime() {
        CyclicBarrier sixteen = new CyclicBarrier(16);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Runnable meets = () -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            await(sixteen);
            atOnce.decrementAndGet();
        };
        FakeChannelProvider provider =
                new FakeChannelProvider("many", context -> new Acting(context).registering(meets));

        fixture = new EngineFixture(Map.of(), context -> new Acting(context).registering(meets), builder -> {
            for (int i = 1; i < 32; i++) {
                builder.account("other-" + i, provider, Map.of("topic", "Support"));
            }
        });

        assertThat(fixture.relay.registrations().values())
                .hasSize(32)
                .allMatch(Registration.Registered.class::isInstance);
        assertThat(most).hasValueLessThanOrEqualTo(16);
    }

    private Acting acting(String account) {
        return (Acting) (account.equals("shop") ? fixture.channel : other.channel(account));
    }

    private void awaitTheOther() {
        try {
            if (!otherIsDone.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("waited too long", e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A store in memory that says that its disk is about to be full. */
    private static RelayStore nearlyFull() {
        RelayStore memory = new MemoryStore(Clock.systemUTC());
        return WatchedStore.of(
                memory, (method, arguments, call) -> method.equals("warning") ? "It is nearly full." : call.proceed());
    }

    /** Registers itself, and lets the test act while it is called. */
    private static final class Acting extends FakeChannel implements HealthProbe {
        private final AtomicInteger probed = new AtomicInteger();
        private volatile Runnable registering = () -> {};
        private volatile Runnable probing = () -> {};
        private volatile Runnable takingBack = () -> {};

        Acting(ChannelContext context) {
            super(context);
            willRegister(new Registration.Registered("set"));
        }

        Acting registering(Runnable value) {
            registering = value;
            return this;
        }

        void probing(Runnable value) {
            probing = value;
        }

        @Override
        public synchronized Registration registerWebhook(WebhookTarget target) {
            registering.run();
            return super.registerWebhook(target);
        }

        @Override
        public synchronized void unregisterWebhook() {
            takingBack.run();
            super.unregisterWebhook();
        }

        @Override
        public AccountHealth probe() {
            probing.run();
            probed.incrementAndGet();
            return new AccountHealth.Healthy(false);
        }
    }
}
