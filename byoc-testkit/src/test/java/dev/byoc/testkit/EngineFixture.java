package dev.byoc.testkit;

import dev.byoc.Direction;
import dev.byoc.RelayRequest;
import dev.byoc.channel.ChannelContext;
import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.json.Json;
import dev.byoc.relay.EngineClockwork;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * An engine between a Freshchat of our own and a channel without a network, without a web server: requests are handed to it. Time stands
 * still until it is moved.
 */
final class EngineFixture extends TestRelay {
    /** How long a step of {@link #whileTimePasses} waits for what hangs, or waits for another server. */
    private static final Duration STEP_LIMIT = Duration.ofMillis(20);

    final SettableClock clock = clock();
    final FakeFreshchat freshchat = freshchat();
    final String topic = topicId();
    final List<RelayEvent> events = events();
    final FakeChannelProvider provider;
    final RelayEngine relay;
    final FakeChannel channel;
    private final Map<String, String> account;
    private final Consumer<RelayBuilder> more;
    private final MockWebServer door = new MockWebServer();
    private volatile boolean lends;

    EngineFixture() {
        this(Map.of(), FakeChannel::new, builder -> {});
    }

    EngineFixture(Map<String, String> settings) {
        this(settings, FakeChannel::new, builder -> {});
    }

    EngineFixture(
            Map<String, String> settings, Function<ChannelContext, FakeChannel> make, Consumer<RelayBuilder> more) {
        this(settings, make, more, fixture -> {});
    }

    /**
     * With all of it.
     *
     * @param before done when Freshchat stands and nothing else
     */
    EngineFixture(
            Map<String, String> settings,
            Function<ChannelContext, FakeChannel> make,
            Consumer<RelayBuilder> more,
            Consumer<EngineFixture> before) {
        this.provider = new FakeChannelProvider("fake", make);
        this.account = new LinkedHashMap<>(settings);
        this.account.putIfAbsent("topic", TOPIC);
        this.more = more;
        before.accept(this);
        start();
        this.relay = relay();
        this.channel = provider.channel("shop");
    }

    @Override
    protected void configure(RelayBuilder builder) {
        builder.account("shop", provider, account)
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .drainFor(Duration.ofSeconds(5));
        more.accept(builder);
    }

    @Override
    protected Runnable serve(RelayEngine engine) {
        serveFreshchatsWebhook(engine);
        return door::close;
    }

    @Override
    protected void connect(RelayEngine engine) {
        tells(true);
    }

    /** Freshchat's, without a token. */
    FreshchatSettings.Builder settings() {
        return FreshchatSettings.builder()
                .url(freshchat.url().toString())
                .trustHost(freshchat.url().getHost())
                .webhookKey(freshchat.publicKeyPem());
    }

    /** Whether Freshchat tells the relay of what happens from now on. */
    void tells(boolean on) {
        freshchat.connectWebhook(on ? door.url("/").uri() : null);
    }

    /** Freshchat's webhooks come over HTTP; what they are given to is the engine itself. */
    private void serveFreshchatsWebhook(RelayEngine engine) {
        door.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                Map<String, List<String>> headers =
                        new LinkedHashMap<>(request.getHeaders().toMultimap());
                byte[] body = request.getBody() == null
                        ? new byte[0]
                        : request.getBody().toByteArray();
                WebhookResponse response = engine.handle(new RelayRequest(
                        request.getMethod(), engine.freshchatWebhookUrl().getRawPath(), null, headers, body, null));
                return new MockResponse.Builder().code(response.status()).build();
            }
        });
        try {
            door.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was told of one part's health, in order. */
    List<RelayEvent.HealthChanged> changes(String component) {
        return events(RelayEvent.HealthChanged.class).stream()
                .filter(event -> event.component().equals(component))
                .toList();
    }

    /** What the network posts, and the status that it gets. */
    WebhookResponse post(Json body) {
        RelayRequest request = new RelayRequest(
                "POST", relay.webhookUrl("shop").getRawPath(), null, channel.headers(), body.bytes(), null);
        return lends ? lent(request).join() : relay.handle(request);
    }

    /** On a thread that stays with the channel's code where that does not return. */
    CompletableFuture<WebhookResponse> lent(RelayRequest request) {
        CompletableFuture<WebhookResponse> answered = new CompletableFuture<>();
        Thread thread = new Thread(() -> relay.handle(request, answer -> {
            if (!answered.complete(answer)) {
                throw new AssertionError("answered twice");
            }
        }));
        thread.setDaemon(true);
        thread.start();
        return answered;
    }

    /** From now on the network's requests come on threads that are lent to the relay. */
    void lends() {
        lends = true;
    }

    /** A customer writes, and it arrives; gives the conversation. */
    String customerWrites(String customer, String id, String text) {
        int before = freshchat.posted().size();
        post(FakeChannel.text(id, customer, text));
        String conversation = freshchat.awaitPosted(before + 1).get(before).conversationId();
        awaitRelayed(id);
        return conversation;
    }

    /** Waits until all is done that can be done now. */
    void drain() {
        EngineClockwork.drain(relay);
    }

    /** Waits until the relay itself knows that a message is in Freshchat; Freshchat knows it a moment earlier. */
    void awaitRelayed(String id) {
        await(
                "message " + id + " in Freshchat",
                () -> events.stream()
                        .anyMatch(event -> event instanceof RelayEvent.Delivered delivered
                                && delivered.direction() == Direction.INBOUND
                                && delivered.eventKey().endsWith("message:" + id)));
    }

    /** Waits for something of the relay's. */
    void await(String what, BooleanSupplier condition) {
        try {
            await(condition);
        } catch (AssertionError e) {
            throw new AssertionError("waited in vain for " + what, e);
        }
    }

    /** Does something that waits, while the clock goes on in great steps; before each one, the relay does what the last one has made due. */
    void whileTimePasses(Runnable waits) {
        whileTimePasses(Duration.ofSeconds(1), waits);
    }

    void whileTimePasses(Duration step, Runnable waits) {
        AtomicBoolean done = new AtomicBoolean();
        Thread mover = new Thread(() -> {
            while (!done.get()) {
                time().pass(step, STEP_LIMIT);
                LockSupport.parkNanos(2_000_000);
            }
        });
        mover.setDaemon(true);
        mover.start();
        try {
            waits.run();
        } finally {
            done.set(true);
        }
    }

    /** Open entries are relayed first, within the drain time. */
    @Override
    public void close() {
        stop();
        super.close();
    }
}
