package dev.byoc.jdbc;

import dev.byoc.Direction;
import dev.byoc.RelayRequest;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SessionCloser;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.message.ReplyHandle;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** A relay that keeps its state in a file and can be stopped, killed and started again, between one Freshchat and channels without a network. */
final class RestartingRelay extends TestRelay {
    static final String READ = "GET /conversations/{id}/messages";

    /** Without waiting, so that a test need not move the clock. */
    static final CatchUpPolicy AT_ONCE =
            CatchUpPolicy.DEFAULT.startingAfter(Duration.ZERO).atMost(1_000);

    final SettableClock clock = clock();
    final FakeFreshchat freshchat = freshchat();
    final List<RelayEvent> events = events();
    private final FakeChannelProvider provider = new FakeChannelProvider("fake", SessionChannel::new);
    private final List<FakeChannel> channels = new CopyOnWriteArrayList<>();
    private final Map<String, Map<String, String>> accounts = new LinkedHashMap<>();
    private final Set<String> topics = new HashSet<>(Set.of(TOPIC));
    private final MockWebServer door = new MockWebServer();
    private final Path folder;
    private Path file;
    private int files;
    private UnaryOperator<RelayBuilder> options = builder -> builder.catchUp(AT_ONCE);
    private volatile @Nullable RelayEngine relay;

    /** A channel with sessions that an agent's resolve ends. */
    static final class SessionChannel extends FakeChannel implements SessionCloser {
        final List<String> ended = new CopyOnWriteArrayList<>();

        SessionChannel(ChannelContext context) {
            super(context);
        }

        @Override
        public SendResult endSession(String customerId, ReplyHandle handle) {
            ended.add(customerId + " after " + sent().size());
            return new SendResult.Accepted(List.of());
        }
    }

    RestartingRelay(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("relay-0.db");
        account("shop", "Support", Map.of());
        door.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder().code(take(request)).build();
            }
        });
        try {
            door.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RestartingRelay account(String id, String topic, Map<String, String> settings) {
        if (topics.add(topic)) {
            freshchat.addTopic(topic);
        }
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("topic", topic);
        accounts.put(id, all);
        return this;
    }

    /** From the next start on it is not configured. */
    RestartingRelay without(String account) {
        accounts.remove(account);
        return this;
    }

    /** From the next start on. */
    RestartingRelay with(UnaryOperator<RelayBuilder> more) {
        options = more;
        return this;
    }

    private int take(RecordedRequest request) {
        RelayEngine now = relay;
        byte[] body =
                request.getBody() == null ? new byte[0] : request.getBody().toByteArray();
        return now == null
                ? 502
                : now.handle(new RelayRequest(
                                request.getMethod(),
                                now.freshchatWebhookUrl().getRawPath(),
                                null,
                                new LinkedHashMap<>(request.getHeaders().toMultimap()),
                                body,
                                null))
                        .status();
    }

    @Override
    public RestartingRelay start() {
        super.start();
        return this;
    }

    @Override
    @SuppressWarnings("ReturnValueIgnored") // it is the builder itself
    protected void configure(RelayBuilder builder) {
        builder.publicUrl(URI.create("https://chat.example.com/byoc"))
                .store(JdbcStore.embedded(file).clock(clock))
                .drainFor(Duration.ofSeconds(1));
        accounts.forEach((id, settings) -> builder.account(id, provider, settings));
        options.apply(builder);
    }

    /** The door stands before it, and answers 502 while there is none. */
    @Override
    protected Runnable serve(RelayEngine engine) {
        accounts.keySet().forEach(id -> channels.add(provider.channel(id)));
        relay = engine;
        return () -> relay = null;
    }

    @Override
    protected void connect(RelayEngine engine) {
        freshchat.connectWebhook(webhookDoor());
    }

    /** Freshchat's webhooks go nowhere from now on; those that were under way arrive. */
    void away() {
        freshchat.webhooks().awaitDelivered();
        freshchat.connectWebhook(null);
    }

    @Override
    public RestartingRelay stop() {
        away();
        super.stop();
        return this;
    }

    /** Where Freshchat's webhooks come to the relay. */
    URI webhookDoor() {
        return door.url("/").uri();
    }

    /** What lies on the disk now is all that the next start finds, as after the power has failed. */
    RestartingRelay kill() {
        away();
        Path before = file;
        file = folder.resolve("relay-" + ++files + ".db");
        try {
            Files.copy(before, file);
            Path log = Path.of(before + "-wal");
            if (Files.exists(log)) {
                Files.copy(log, Path.of(file + "-wal"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        super.stop();
        return this;
    }

    /** On the file of a relay that is stopped. */
    void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement one = connection.createStatement()) {
            one.execute(statement);
        }
    }

    /** The first value of a query, also while the relay runs. */
    String sqlValue(String query) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement one = connection.createStatement();
                ResultSet rows = one.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    RelayEngine engine() {
        return relay;
    }

    FakeChannel channel(String account) {
        return provider.channel(account);
    }

    WebhookResponse customerPosts(String account, Json body) {
        return relay.handle(new RelayRequest(
                "POST",
                relay.webhookUrl(account).getRawPath(),
                null,
                channel(account).headers(),
                body.bytes(),
                null));
    }

    /** Is started, and a minute passes after Anna has written and was answered; gives the conversation. */
    String annaAndAdaTalk() {
        start();
        String conversation = customerWrites("anna", "1", "Hello");
        freshchat.agent().says(conversation, "before");
        awaitIdle();
        clock.advance(Duration.ofMinutes(1));
        return conversation;
    }

    /** A customer writes, and it arrives; gives the conversation. */
    String customerWrites(String account, String customer, String id, String text) {
        int before = freshchat.posted().size();
        customerPosts(account, FakeChannel.text(id, customer, text));
        String conversation = freshchat.awaitPosted(before + 1).get(before).conversationId();
        await(() -> events.stream()
                .anyMatch(event -> event instanceof RelayEvent.Delivered relayed
                        && relayed.direction() == Direction.INBOUND
                        && relayed.eventKey().endsWith("message:" + id)));
        return conversation;
    }

    String customerWrites(String customer, String id, String text) {
        return customerWrites("shop", customer, id, text);
    }

    /** All that customers have got, over all starts, in order. */
    List<String> sent() {
        List<String> sent = new ArrayList<>();
        channels.forEach(channel -> sent.addAll(channel.sentTexts()));
        return sent;
    }

    int reads() {
        return freshchat.calls(READ);
    }

    RelayEvent.CaughtUp caughtUp() {
        List<RelayEvent.CaughtUp> all = events.stream()
                .filter(RelayEvent.CaughtUp.class::isInstance)
                .map(RelayEvent.CaughtUp.class::cast)
                .toList();
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    /** Waits for the closing event of a sweep that began after this call, and until nothing is left to do. */
    RelayEvent.CaughtUp awaitCaughtUp() {
        await(() -> caughtUp() != null);
        RelayEvent.CaughtUp last = caughtUp();
        events.removeIf(RelayEvent.CaughtUp.class::isInstance);
        awaitIdle();
        return last;
    }

    Health.Part part(String name) {
        return relay.health().parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Open entries are relayed first, as far as the time for that goes. */
    @Override
    public void close() {
        super.stop();
        door.close();
        super.close();
    }
}
