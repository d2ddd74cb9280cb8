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
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** An engine between a Freshchat of our own and a channel without a network. Time stands still until it is moved. */
final class EngineFixture implements AutoCloseable {
    final SettableClock clock = new SettableClock(Instant.parse("2026-01-15T09:00:00Z"));
    final FakeFreshchat freshchat = new FakeFreshchat(clock);
    final String topic = freshchat.addTopic("Support");
    final List<RelayEvent> events = new CopyOnWriteArrayList<>();
    final FakeChannelProvider provider;
    final RelayEngine relay;
    final FakeChannel channel;
    private final MockWebServer door = new MockWebServer();

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
        before.accept(this);
        this.provider = new FakeChannelProvider("fake", make);
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putIfAbsent("topic", "Support");
        RelayBuilder builder = new RelayBuilder()
                .freshchat(settings().token(freshchat.token()))
                .account("shop", provider, all)
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .clock(clock)
                .drainFor(Duration.ofSeconds(5))
                .listener(events::add);
        more.accept(builder);
        this.relay = builder.build();
        this.channel = provider.channel("shop");
        serveFreshchatsWebhook();
        tells(true);
        relay.start();
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
    private void serveFreshchatsWebhook() {
        door.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                Map<String, List<String>> headers =
                        new LinkedHashMap<>(request.getHeaders().toMultimap());
                byte[] body = request.getBody() == null
                        ? new byte[0]
                        : request.getBody().toByteArray();
                WebhookResponse response = relay.handle(new RelayRequest(
                        request.getMethod(), relay.freshchatWebhookUrl().getRawPath(), null, headers, body, null));
                return new MockResponse.Builder().code(response.status()).build();
            }
        });
        try {
            door.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the network posts, and the status that it gets. */
    WebhookResponse post(Json body) {
        return relay.handle(new RelayRequest(
                "POST", relay.webhookUrl("shop").getRawPath(), null, channel.headers(), body.bytes(), null));
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

    /** Waits for something of the relay's, half a minute at most. */
    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Does something that waits, while the clock goes on in great steps. */
    void whileTimePasses(Runnable waits) {
        AtomicBoolean done = new AtomicBoolean();
        Thread mover = new Thread(() -> {
            while (!done.get()) {
                clock.advance(Duration.ofSeconds(1));
                LockSupport.parkNanos(20_000_000);
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

    /** What agents see and customers must not. */
    List<String> notes() {
        return freshchat.posted().stream()
                .filter(StoredMessage::isPrivate)
                .map(StoredMessage::text)
                .toList();
    }

    @Override
    public void close() {
        relay.close();
        door.close();
        freshchat.close();
    }
}
