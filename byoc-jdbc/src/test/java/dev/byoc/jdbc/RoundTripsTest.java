package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.byoc.Direction;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.testkit.store.RoundTrips;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How often the store asks PostgreSQL and waits for the answer, over all connections, for a customer who is known already. */
class RoundTripsTest {
    private static final int CUSTOMERS = 64;
    private static final int MESSAGES = 50;

    private static EmbeddedPostgres server;
    private static HikariDataSource source;
    private static JdbcStore store;

    @BeforeAll
    static void open() throws Exception {
        server = TestDatabase.Postgres.server();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.addDataSourceProperty("socketFactory", RoundTrips.class.getName());
        config.setMaximumPoolSize(8);
        source = new HikariDataSource(config);
        store = JdbcStore.of(source);
        store.open("counted");
        relay(CUSTOMERS, 2, "warm");
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
        source.close();
        server.close();
    }

    @Test
    void messagesOfManyCustomersShareTheirRoundTrips() throws Exception {
        assertThat(perMessage(CUSTOMERS)).isLessThan(1.5);
    }

    /** Four to store it, one for the link, six to end it. */
    @Test
    void aMessageThatIsAloneTakesEleven() throws Exception {
        assertThat(perMessage(1)).isLessThan(11.5);
    }

    private static double perMessage(int customers) throws Exception {
        long before = RoundTrips.count();
        relay(customers, MESSAGES, "of " + customers);
        return (RoundTrips.count() - before) / (double) (customers * MESSAGES);
    }

    /** Each customer writes the next message once the one before it was relayed. */
    private static void relay(int customers, int messages, String name) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(customers);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int customer = 0; customer < customers; customer++) {
                String party = "customer " + customer;
                all.add(threads.submit(() -> {
                    for (int message = 0; message < messages; message++) {
                        relay(party, name + ", " + party + ", " + message);
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** From the webhook to the end, as the engine does it. */
    private static void relay(String customer, String key) {
        NewEntry entry = new NewEntry(new Lane(Direction.INBOUND, "x", customer), key, new byte[300]);
        Claim claim = store.journal()
                .append(List.of(entry), List.of(), PausedLanes.NONE)
                .claims()
                .get(0);
        boolean isKnown = store.customers().link("x", customer) != null;
        LinkChange link = isKnown
                ? new LinkChange.Posted("x", customer, key, null)
                : new LinkChange.Conversation("x", customer, "conversation of " + customer, null, key);
        store.journal().finish(claim, End.DONE, "", Change.NONE.ref(key).link(link));
    }
}
