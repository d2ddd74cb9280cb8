package dev.byoc.viber;

import dev.byoc.Direction;
import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.FakeFreshchat;
import dev.byoc.testkit.FakeViber;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.SettableClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.OkHttpClient;

/**
 * A whole relay between a Freshchat and a Viber of our own, over real HTTP on this machine. Its clock stands at the time of the case
 * samples until a test moves it.
 */
final class RelayFixture implements AutoCloseable {
    /** When the case samples were "sent". */
    static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    /** The customer of most case samples. */
    static final String MINJI = "QmluZ28tdXNlci0wMDE=";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int IMPATIENCE_MILLIS = 700;

    final SettableClock clock = new SettableClock(NOW);
    final FakeFreshchat freshchat = new FakeFreshchat(clock);
    final FakeViber viber = new FakeViber(clock);
    final String topic = freshchat.addTopic("Support");
    final List<RelayEvent> events = new CopyOnWriteArrayList<>();
    RelayEngine relay;
    JdkHttpHost host;
    private final Setup setup;
    private final int port = FreePort.next();
    private volatile boolean started;

    RelayFixture() {
        this(new Setup());
    }

    RelayFixture(Consumer<RelayBuilder> more) {
        this(with().relay(more));
    }

    private RelayFixture(Setup setup) {
        this.setup = setup;
        setup.before.forEach(step -> step.accept(this));
        this.relay = engine();
        this.host = serve();
        freshchat.connectWebhook(relay.freshchatWebhookUrl());
        start();
    }

    private void start() {
        try {
            relay.start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        started = true;
    }

    /** A new process on the same store. */
    void restart() {
        relay.close();
        host.close();
        relay = engine();
        host = serve();
        freshchat.connectWebhook(relay.freshchatWebhookUrl());
        viber.connectWebhook(viber.webhook());
        start();
    }

    private JdkHttpHost serve() {
        return JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private RelayEngine engine() {
        Map<String, String> settings = new LinkedHashMap<>();
        // The first token is the bot's; the second one has signed the case samples.
        settings.put("auth-token", viber.token() + "\n" + Cases.TOKEN);
        settings.put("sender-name", "Shop");
        settings.put("base-url", viber.url().toString());
        settings.put("topic", "Support");
        settings.putAll(setup.settings);
        FreshchatSettings.Builder freshchatSettings = FreshchatSettings.builder()
                .url(freshchat.url().toString())
                .trustHost(freshchat.url().getHost())
                .token(freshchat.token())
                .webhookKey(freshchat.publicKeyPem());
        setup.freshchat.forEach(step -> step.accept(freshchatSettings));
        RelayBuilder builder = new RelayBuilder()
                .freshchat(freshchatSettings.build())
                .account("viber-main", "viber", settings)
                .publicUrl(URI.create("http://127.0.0.1:" + port + "/byoc"))
                .clock(clock)
                .drainFor(Duration.ZERO)
                .listener(events::add);
        if (setup.store != null) {
            builder.store(setup.store.apply(clock));
        }
        setup.relay.forEach(step -> step.accept(builder));
        return builder.build();
    }

    static Setup with() {
        return new Setup();
    }

    /** What is other than usual. */
    static final class Setup {
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<Consumer<RelayBuilder>> relay = new ArrayList<>();
        private final List<Consumer<FreshchatSettings.Builder>> freshchat = new ArrayList<>();
        private final List<Consumer<RelayFixture>> before = new ArrayList<>();
        private Function<Clock, RelayStore> store;

        Setup setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        Setup relay(Consumer<RelayBuilder> more) {
            relay.add(more);
            return this;
        }

        Setup freshchat(Consumer<FreshchatSettings.Builder> more) {
            freshchat.add(more);
            return this;
        }

        /** Where the state is kept; asked again at each restart. */
        Setup store(Function<Clock, RelayStore> made) {
            store = made;
            return this;
        }

        /** Done when the fakes stand and nothing else. */
        Setup before(Consumer<RelayFixture> step) {
            before.add(step);
            return this;
        }

        /** Once all stands, calls give up on a silent server soon; the relay's own limits are too long for a test. */
        Setup impatient() {
            AtomicReference<RelayFixture> made = new AtomicReference<>();
            before(made::set);
            return relay(builder -> builder.httpClient(new OkHttpClient.Builder()
                    .addInterceptor(chain -> {
                        boolean soon = made.get().started;
                        int millis = soon ? IMPATIENCE_MILLIS : chain.readTimeoutMillis();
                        return chain.withReadTimeout(millis, TimeUnit.MILLISECONDS)
                                .proceed(chain.request());
                    })
                    .build()));
        }

        RelayFixture open() {
            return new RelayFixture(this);
        }
    }

    URI viberWebhook() {
        return relay.webhookUrl("viber-main");
    }

    /** Posts a case sample to Viber's webhook, its exact bytes with its own signature; gives the status. */
    int post(String file) {
        byte[] body = Cases.bytes(file);
        return RawHttp.post(viberWebhook(), body, "X-Viber-Content-Signature: " + Cases.signature(body));
    }

    /** Posts any body to Viber's webhook, rightly signed. */
    int post(byte[] body) {
        return RawHttp.post(viberWebhook(), body, "X-Viber-Content-Signature: " + Cases.signature(body));
    }

    /** Waits while the clock stands still. */
    void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen; events: " + events);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Moves the clock on by steps, so slowly that the relay sees each, until it has happened. */
    void passTimeUntil(Duration step, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen; events: " + events);
            }
            clock.advance(step);
            // The relay looks at its clock every 50 ms.
            long seen = System.nanoTime() + 60_000_000;
            while (System.nanoTime() < seen && !condition.getAsBoolean()) {
                LockSupport.parkNanos(2_000_000);
            }
        }
    }

    /** Moves the clock on by so many steps, so slowly that the relay sees each. */
    void passTime(Duration step, int steps) {
        Instant then = clock.instant().plus(step.multipliedBy(steps + 1L));
        passTimeUntil(step, () -> !clock.instant().isBefore(then));
    }

    void passTimeUntil(BooleanSupplier condition) {
        passTimeUntil(Duration.ofMillis(500), condition);
    }

    /** What is on the other side, all of it, and the relay knows. */
    List<RelayEvent.Delivered> delivered(Direction direction) {
        return events(RelayEvent.Delivered.class).stream()
                .filter(event -> event.direction() == direction)
                .toList();
    }

    <T extends RelayEvent> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What customers' messages say in Freshchat, notes left out, in the order of storing. */
    List<String> posted() {
        return freshchat.posted().stream()
                .filter(message -> !message.isPrivate())
                .map(message -> message.text())
                .toList();
    }

    /** The private notes. */
    List<String> notes() {
        return freshchat.posted().stream()
                .filter(message -> message.isPrivate())
                .map(message -> message.text())
                .toList();
    }

    @Override
    public void close() {
        // First the fakes, as calls that hang there would hold the relay up.
        viber.faults().clear();
        freshchat.faults().clear();
        viber.close();
        freshchat.close();
        relay.close();
        host.close();
    }
}
