package dev.byoc.viber;

import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.FakeViber;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.OkHttpClient;

/** A whole relay between a Freshchat and a Viber of our own. Its clock stands at the time of the case samples until a test moves it. */
final class RelayFixture extends TestRelay {
    /** The customer of most case samples. */
    static final String MINJI = "QmluZ28tdXNlci0wMDE=";

    private static final int IMPATIENCE_MILLIS = 700;

    final SettableClock clock = clock();
    final FakeFreshchat freshchat = freshchat();
    final FakeViber viber = new FakeViber(clock);
    final String topic = topicId();
    final List<RelayEvent> events = events();
    RelayEngine relay;
    JdkHttpHost host;
    private final Setup setup;
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
        start();
        started = true;
    }

    @Override
    protected Runnable serve(RelayEngine engine) {
        relay = engine;
        host = JdkHttpHost.serve(
                engine,
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), localUrl().getPort()));
        return host::close;
    }

    @Override
    protected void connect(RelayEngine engine) {
        super.connect(engine);
        viber.connectWebhook(viber.webhook());
    }

    @Override
    protected void configure(FreshchatSettings.Builder settings) {
        setup.freshchat.forEach(step -> step.accept(settings));
    }

    @Override
    protected void configure(RelayBuilder builder) {
        Map<String, String> settings = new LinkedHashMap<>();
        // The first token is the bot's; the second one has signed the case samples.
        settings.put("auth-token", viber.token() + "\n" + Cases.TOKEN);
        settings.put("sender-name", "Shop");
        settings.put("base-url", viber.url().toString());
        settings.put("topic", TOPIC);
        settings.putAll(setup.settings);
        builder.account("viber-main", "viber", settings);
        if (setup.store != null) {
            builder.store(setup.store.apply(clock));
        }
        setup.relay.forEach(step -> step.accept(builder));
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

    /** First the fakes, as calls that hang there would hold the relay up. */
    @Override
    public void close() {
        viber.faults().clear();
        viber.close();
        super.close();
    }
}
