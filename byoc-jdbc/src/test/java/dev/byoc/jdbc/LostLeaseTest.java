package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.byoc.message.Content;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.TestRelay;
import dev.byoc.testkit.server.Gate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that was away for so long that another has ended its lease, and has taken none of its lanes yet. */
@Timeout(120)
class LostLeaseTest {
    private static final int AT_ONCE = 32;

    private static EmbeddedPostgres server;

    private final FakeChannelProvider provider = new FakeChannelProvider("fake", FakeChannel::new);
    private final HikariDataSource source = pool();
    private final JdbcStore store = JdbcStore.of(source);
    private final TestRelay relay = new TestRelay() {
        @Override
        protected void configure(RelayBuilder builder) {
            builder.account("shop", provider, Map.of("topic", TOPIC, "sent-from-code", "off"))
                    .store(store)
                    .drainFor(Duration.ofSeconds(5));
        }
    };
    private final List<Gate> gates = new ArrayList<>();

    @BeforeAll
    static void serve() throws IOException {
        server = TestDatabase.Postgres.server();
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    private static HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(8);
        config.setConnectionTimeout(3_000);
        return new HikariDataSource(config);
    }

    @AfterEach
    void close() {
        gates.forEach(Gate::open);
        relay.stop();
        relay.close();
        source.close();
    }

    private FakeChannel channel() {
        return provider.channel("shop");
    }

    private void send(int customer) {
        relay.relay().send("shop", "customer " + customer, "offer " + customer, List.of(new Content.Text("Hi")));
    }

    private void leaseRunsOut() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from byoc_host");
        }
        store.renewAndSweep();
        relay.await(() -> store.journal().holdsFor().compareTo(Duration.ofSeconds(10)) > 0);
    }

    @Test
    void answersThatWereSurelyNotBegunAreSentAllTheSame() throws SQLException {
        relay.start();
        for (int n = 0; n < AT_ONCE; n++) {
            Gate gate = new Gate();
            gates.add(gate);
            channel().holdNextSend(gate);
        }
        int customers = AT_ONCE + 8;
        IntStream.range(0, customers).forEach(this::send);
        channel().awaitSent(AT_ONCE);

        leaseRunsOut();
        gates.forEach(Gate::open);

        relay.await(() -> channel().sent().size() + relay.deadLetters().size() >= customers
                && store.counters().open() == 0);
        assertThat(channel().sent()).extracting(message -> message.to()).hasSize(customers);
    }

    @Test
    void anAnswerThatTheMessengerHasTakenMeanwhileIsDelivered() throws SQLException {
        relay.start();
        Gate gate = new Gate();
        gates.add(gate);
        channel().holdNextSend(gate);
        send(AT_ONCE * 2);
        gate.awaitArrival();

        leaseRunsOut();
        gate.open();

        relay.await(() -> store.counters().open() == 0);
        assertThat(relay.deadLetters()).isEmpty();
    }
}
