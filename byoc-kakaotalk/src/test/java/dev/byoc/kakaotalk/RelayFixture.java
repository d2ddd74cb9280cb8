package dev.byoc.kakaotalk;

import dev.byoc.Direction;
import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.FakeBizgo;
import dev.byoc.testkit.FakeFreshchat;
import dev.byoc.testkit.FakeHappytalk;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.StoredMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A whole relay and a Freshchat of our own, over real HTTP on this machine; the networks are the test's, which closes them before this.
 * Time stands still until it is moved.
 */
final class RelayFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(500);

    final FakeFreshchat freshchat;
    final List<RelayEvent> events = new CopyOnWriteArrayList<>();
    private final SettableClock clock;
    private final Consumer<RelayBuilder> accounts;
    private final @Nullable Function<Clock, RelayStore> store;
    private final int port = FreePort.next();
    private RelayEngine relay;
    private JdkHttpHost host;

    RelayFixture(SettableClock clock, Consumer<RelayBuilder> accounts) {
        this(clock, null, accounts);
    }

    /** @param store where the state is kept, asked again at each restart; null: in memory */
    RelayFixture(SettableClock clock, @Nullable Function<Clock, RelayStore> store, Consumer<RelayBuilder> accounts) {
        this.clock = clock;
        this.store = store;
        this.accounts = accounts;
        this.freshchat = new FakeFreshchat(clock);
        freshchat.addTopic("Support");
        this.relay = engine();
        this.host = serve();
        freshchat.connectWebhook(relay.freshchatWebhookUrl());
        relay.start();
    }

    static Map<String, String> happytalk(FakeHappytalk happytalk) {
        return Map.of(
                "topic", "Support",
                "sender-key", happytalk.senderKey(),
                "client-id", happytalk.clientId(),
                "client-secret", happytalk.clientSecret(),
                "base-url", happytalk.url().toString());
    }

    static Map<String, String> bizgo(FakeBizgo bizgo) {
        return Map.of(
                "topic", "Support",
                "dealer", "bizgo",
                "sender-key", bizgo.senderKey(),
                "api-key", bizgo.apiKey(),
                "base-url", bizgo.url().toString());
    }

    private RelayEngine engine() {
        RelayBuilder builder = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .build())
                .publicUrl(URI.create("http://127.0.0.1:" + port + "/byoc"))
                .clock(clock)
                .drainFor(Duration.ZERO)
                .listener(events::add);
        if (store != null) {
            builder.store(store.apply(clock));
        }
        accounts.accept(builder);
        return builder.build();
    }

    private JdkHttpHost serve() {
        return JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** A new process with the same settings: it remembers what its store does. */
    void restart() {
        host.close();
        relay.close();
        relay = engine();
        host = serve();
        relay.start();
    }

    /** Waits until nothing is left to do. */
    void awaitIdle() {
        await(() -> relay.health().open() == 0);
    }

    List<DeadLetter> deadLetters() {
        return relay.deadLetters();
    }

    URI webhook(String account) {
        return relay.webhookUrl(account);
    }

    URI freshchatWebhook() {
        return relay.freshchatWebhookUrl();
    }

    /** Waits until that customer's message is in Freshchat, and the relay knows; gives its conversation. */
    String conversationOf(String text) {
        await(() -> withText(text).filter(this::isKnown).isPresent());
        return withText(text).orElseThrow().conversationId();
    }

    /** No agent is so fast that they answer before Freshchat has confirmed the message to the relay. */
    private boolean isKnown(StoredMessage message) {
        return delivered(Direction.INBOUND).stream()
                .anyMatch(event -> event.messageIds().contains(message.id()));
    }

    private Optional<StoredMessage> withText(String text) {
        return freshchat.posted().stream()
                .filter(message -> message.text().equals(text))
                .findFirst();
    }

    /** What customers' messages say in Freshchat, in the order of storing. */
    List<String> posted() {
        return texts(false);
    }

    /** The private notes. */
    List<String> notes() {
        return texts(true);
    }

    private List<String> texts(boolean notes) {
        return freshchat.posted().stream()
                .filter(message -> message.isPrivate() == notes)
                .map(StoredMessage::text)
                .toList();
    }

    <T extends RelayEvent> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What is on the other side, all of it, and the relay knows. */
    List<RelayEvent.Delivered> delivered(Direction direction) {
        return events(RelayEvent.Delivered.class).stream()
                .filter(event -> event.direction() == direction)
                .toList();
    }

    /** Waits until there are that many private notes, and the relay knows; gives them. */
    List<String> awaitNotes(int n) {
        await(() -> notes().size() >= n
                && events(RelayEvent.Completed.class).stream()
                                .filter(event -> event.eventKey().contains(" note:"))
                                .count()
                        >= n);
        return notes();
    }

    /** Waits until that many answers in all were taken by their network. */
    void awaitSent(int n) {
        await(() -> delivered(Direction.OUTBOUND).size() >= n);
    }

    /** Waits while the clock stands still. */
    void await(BooleanSupplier condition) {
        until(condition, Duration.ZERO);
    }

    /** Moves the clock on, so slowly that the relay sees each step, until it has happened. */
    void passTimeUntil(BooleanSupplier condition) {
        until(condition, STEP);
    }

    /** Moves the clock on by so many steps, so slowly that the relay sees each. */
    void passTime(Duration step, int steps) {
        Instant then = clock.instant().plus(step.multipliedBy(steps));
        until(() -> !clock.instant().isBefore(then), step);
    }

    private void until(BooleanSupplier condition, Duration step) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen; events: " + events + ", notes: " + notes());
            }
            clock.advance(step);
            // The relay looks at its clock every 50 ms.
            long seen = System.nanoTime() + 60_000_000;
            while (System.nanoTime() < seen && !condition.getAsBoolean()) {
                LockSupport.parkNanos(2_000_000);
            }
        }
    }

    @Override
    public void close() {
        freshchat.faults().clear();
        freshchat.close();
        relay.close();
        host.close();
    }
}
