package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.PausedLanes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links that a file's process remembers are those in the file. */
class LinkCacheTest {
    @TempDir
    Path folder;

    private JdbcStore store;

    @BeforeEach
    void open() {
        store = JdbcStore.embedded(folder.resolve("relay.db"));
        store.open("test");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void change(LinkChange... changes) {
        store.journal().append(List.of(), List.of(changes), PausedLanes.NONE);
    }

    private @Nullable Link link() {
        return store.customers().link("x", "a");
    }

    private void elsewhere(String sql) throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("relay.db"));
                Statement statement = other.createStatement()) {
            statement.execute("pragma busy_timeout = 5000");
            statement.execute(sql);
        }
    }

    @Test
    void linkIsWholeWhicheverOfItsChangesWasTheLast() {
        change(new LinkChange.User("x", "a", "u"), new LinkChange.Conversation("x", "a", "c", "7", "first"));
        change(new LinkChange.Posted("x", "a", "second", null));

        Link remembered = link();
        store.close();
        store = JdbcStore.embedded(folder.resolve("relay.db"));
        store.open("test");

        assertThat(remembered).isNotNull().isEqualTo(link());
        assertThat(remembered.lastRef()).isEqualTo("second");
        assertThat(remembered.conversation()).isEqualTo("c");
    }

    @Test
    void stateOfItsConversationChangesTheLink() {
        change(new LinkChange.Conversation("x", "a", "c", "7", "first"));
        change(new LinkChange.Conversation("x", "b", "d", "8", "first"));

        change(new LinkChange.State("7", true, Instant.ofEpochMilli(5)));

        assertThat(link().resolvedAt()).isEqualTo(Instant.ofEpochMilli(5));
        assertThat(store.customers().link("x", "b").resolvedAt()).isNull();
    }

    @Test
    void linkThatWasForgottenIsGone() {
        change(new LinkChange.Posted("x", "a", "ref", null));

        store.forget("x", "a", List.of());

        assertThat(link()).isNull();
    }

    @Test
    void changeThatTheDatabaseRefusesLeavesTheLinkAsItWas() throws SQLException {
        change(new LinkChange.Posted("x", "a", "before", null));
        elsewhere("create trigger refuses before update on byoc_link when new.last_ref = 'refused'"
                + " begin select raise(abort, 'no'); end");

        assertThatThrownBy(() -> change(new LinkChange.Posted("x", "a", "refused", null)))
                .isInstanceOf(StoreException.class);

        assertThat(link().lastRef()).isEqualTo("before");
    }

    @Test
    void changeByAnotherProgramIsSeen() throws SQLException {
        change(new LinkChange.Posted("x", "a", "ours", null));

        elsewhere("update byoc_link set last_ref = 'theirs'");

        for (int glance = 0; glance < 500 && link().lastRef().equals("ours"); glance++) {
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(link().lastRef()).isEqualTo("theirs");
    }

    @Test
    void lookUpNeverGivesALinkThatIsOlderThanOneItHasGiven() throws Exception {
        change(new LinkChange.Conversation("x", "a", "c", null, "0"));
        Thread writer = new Thread(() -> {
            for (int i = 1; i <= 300; i++) {
                change(new LinkChange.Posted("x", "a", String.valueOf(i), null));
            }
        });
        writer.start();

        int last = 0;
        while (writer.isAlive()) {
            int byCustomer = Integer.parseInt(link().lastRef());
            int byConversation =
                    Integer.parseInt(store.customers().byConversation("c").lastRef());
            assertThat(byCustomer).isGreaterThanOrEqualTo(last);
            assertThat(byConversation).isGreaterThanOrEqualTo(byCustomer);
            last = byConversation;
        }
        writer.join();
        assertThat(link().lastRef()).isEqualTo("300");
    }
}
