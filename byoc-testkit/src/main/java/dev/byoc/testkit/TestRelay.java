package dev.byoc.testkit;

import dev.byoc.Direction;
import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.DeadLetter;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole relay for a test: its {@link FakeFreshchat}, a web server of this machine for the webhooks, and a {@link SettableClock} that the
 * test moves. A channel's author adds a fake of the messenger and an account:
 *
 * <pre>{@code
 * final class ViberRelay extends TestRelay {
 *     final FakeViber viber = new FakeViber(clock());
 *
 *     @Override
 *     protected void configure(RelayBuilder relay) {
 *         relay.account("shop", ViberSettings.builder()
 *                 .authToken(viber.token()).senderName("Shop").baseUrl(viber.url().toString()).build(),
 *                 account -> account.topic(TOPIC));
 *     }
 * }
 *
 * try (ViberRelay relay = new ViberRelay()) {
 *     relay.start();
 *     relay.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna").says("hello");
 *     relay.freshchat().agent().says(relay.conversationOf("hello"), "what can we do for you?");
 *     relay.awaitSent(1);
 * }
 * }</pre>
 *
 * <p>Time stands still until it is moved: a retry that is due in a minute comes when the test has passed that minute. Each wait ends with an
 * {@link AssertionError} after half a minute. Of use for one thread, the test's; what it answers may be read by any.
 */
public class TestRelay implements AutoCloseable {
    /** The topic of Freshchat's that there is. */
    public static final String TOPIC = "Support";

    /** When time stands still at first, unless a clock is given. */
    public static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    private final SettableClock clock;
    private final FakeFreshchat freshchat;
    private final String topicId;
    private final HeardEvents events = new HeardEvents();
    private final RelayTime time;
    private final int port = FreePort.next();
    private volatile @Nullable RelayEngine relay;
    private @Nullable Runnable served;

    /** Its Freshchat stands, and time at {@link #NOW}; the relay is made by {@link #start}. */
    public TestRelay() {
        this(new SettableClock(NOW));
    }

    /**
     * The same, on a clock that others go by too.
     *
     * @param clock also the one of the fakes that a test makes
     */
    public TestRelay(SettableClock clock) {
        this.clock = clock;
        this.freshchat = new FakeFreshchat(clock);
        this.topicId = freshchat.addTopic(TOPIC);
        this.time = new RelayTime(clock, freshchat.webhooks(), () -> "events: " + events + ", notes: " + notes());
    }

    /**
     * Adds accounts, a store and whatever else the relay should have: called at each start. Freshchat, the address, the clock and the
     * listener are set already; closing relays nothing more unless {@link RelayBuilder#drainFor} says so.
     */
    protected void configure(RelayBuilder builder) {}

    /** Changes how the relay uses Freshchat: called at each start. The address, token and key are set already. */
    protected void configure(FreshchatSettings.Builder settings) {}

    /**
     * Lets webhooks in, before the relay starts: by a {@link JdkHttpHost} at {@link #localUrl}.
     *
     * @return what ends that
     */
    protected Runnable serve(RelayEngine engine) {
        return JdkHttpHost.serve(engine, new InetSocketAddress(InetAddress.getLoopbackAddress(), port))::close;
    }

    /** Tells those who do not learn it by a registration where their webhooks go, before the relay starts: Freshchat. */
    protected void connect(RelayEngine engine) {
        freshchat.connectWebhook(engine.freshchatWebhookUrl());
    }

    /** Where this machine would be reached; the relay's public address, unless {@link #configure(RelayBuilder)} names another one. */
    protected final URI localUrl() {
        return URI.create("http://127.0.0.1:" + port + "/byoc");
    }

    /**
     * Makes a relay and starts it.
     *
     * @return this
     * @throws dev.byoc.ConfigurationException if the settings have faults; all is closed then
     * @throws IllegalStateException if one runs
     */
    public TestRelay start() {
        if (served != null) {
            throw new IllegalStateException("this relay runs already");
        }
        try {
            RelayEngine made = make();
            relay = made;
            events.of(made);
            served = serve(made);
            connect(made);
            made.start();
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private RelayEngine make() {
        FreshchatSettings.Builder settings = FreshchatSettings.builder()
                .url(freshchat.url().toString())
                .trustHost(freshchat.url().getHost())
                .token(freshchat.token())
                .webhookKey(freshchat.publicKeyPem());
        configure(settings);
        RelayBuilder builder = new RelayBuilder()
                .freshchat(settings)
                .publicUrl(localUrl())
                .clock(clock)
                .drainFor(Duration.ZERO)
                .listener(events);
        configure(builder);
        return builder.build();
    }

    /**
     * As a process ends that is told to: what is under way ends, and the web server. The fakes stay.
     *
     * @return this
     */
    public TestRelay stop() {
        end();
        return this;
    }

    private void end() {
        RelayEngine running = relay;
        if (running != null) {
            running.close();
        }
        if (served != null) {
            served.run();
            served = null;
        }
    }

    /** As a new process with the same settings: it remembers what its store does. */
    public final void restart() {
        end();
        start();
    }

    /** Time, for the relay and its Freshchat. */
    public final SettableClock clock() {
        return clock;
    }

    /** Freshchat, with one topic, {@link #TOPIC}. */
    public final FakeFreshchat freshchat() {
        return freshchat;
    }

    /** The id of {@link #TOPIC}. */
    public final String topicId() {
        return topicId;
    }

    /**
     * The relay that was started last.
     *
     * @throws IllegalStateException if none was
     */
    public final RelayEngine relay() {
        RelayEngine started = relay;
        if (started == null) {
            throw new IllegalStateException("start() was not called");
        }
        return started;
    }

    /**
     * All that the relay has told, over all starts: reading blocks until the listener has heard all events so far. Live, and a test may take
     * out what it has seen.
     */
    public final List<RelayEvent> events() {
        return events;
    }

    /** What it has told of one kind. */
    public final <T extends RelayEvent> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What is on the other side, all of it, and the relay knows. */
    public final List<RelayEvent.Delivered> delivered(Direction direction) {
        return events(RelayEvent.Delivered.class).stream()
                .filter(event -> event.direction() == direction)
                .toList();
    }

    /** What customers' messages say in Freshchat, in the order of storing. */
    public final List<String> posted() {
        return texts(false);
    }

    /** What the private notes say, which agents see and customers never do. */
    public final List<String> notes() {
        return texts(true);
    }

    private List<String> texts(boolean notes) {
        return freshchat.posted().stream()
                .filter(message -> message.isPrivate() == notes)
                .map(StoredMessage::text)
                .toList();
    }

    /** What could not be relayed, newest first. */
    public final List<DeadLetter> deadLetters() {
        return relay().deadLetters();
    }

    /** Waits until a customer's message is in Freshchat and the relay knows; gives its conversation. */
    public final String conversationOf(String text) {
        await(() -> withText(text).findFirst().filter(this::isKnown).isPresent());
        return withText(text).findFirst().orElseThrow().conversationId();
    }

    /** No agent is so fast that they answer before Freshchat has confirmed the message to the relay. */
    private boolean isKnown(StoredMessage message) {
        return delivered(Direction.INBOUND).stream()
                .anyMatch(event -> event.messageIds().contains(message.id()));
    }

    private Stream<StoredMessage> withText(String text) {
        return freshchat.posted().stream().filter(message -> message.text().equals(text));
    }

    /** Waits until there are that many private notes, those that show what was sent from code among them, and the relay knows; gives them. */
    public final List<String> awaitNotes(int n) {
        await(() -> notes().size() >= n
                && events(RelayEvent.Completed.class).stream()
                                .filter(event -> event.eventKey().contains(" note:")
                                        || event.eventKey().contains(" shown:"))
                                .count()
                        >= n);
        return notes();
    }

    /** Waits until the messenger has taken that many answers in all. */
    public final void awaitSent(int n) {
        await(() -> delivered(Direction.OUTBOUND).size() >= n);
    }

    /** Waits until nothing is left to do, nor on its way from Freshchat, while the clock stands still. */
    public final void awaitIdle() {
        await(() -> relay().health().open() == 0);
        freshchat.webhooks().awaitDelivered();
        await(() -> relay().health().open() == 0);
    }

    /** Waits until something holds, while the clock stands still. */
    public final void await(BooleanSupplier condition) {
        time.passUntil(Duration.ZERO, condition);
    }

    /** What moves the clock on, with all that a step makes due. */
    public final RelayTime time() {
        return time;
    }

    /** Ends the fakes before the relay, which a call that hangs there would hold up. */
    @Override
    public void close() {
        freshchat.faults().clear();
        freshchat.close();
        end();
    }
}
