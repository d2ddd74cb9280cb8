package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.Appended;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a store commits last, as its relay ends and begins nothing any more. */
@Timeout(60)
class CloseWhileStoringTest {
    @TempDir
    private Path folder;

    private JdbcStore store;

    @BeforeEach
    void open() {
        store = JdbcStore.embedded(folder.resolve("relay.db"));
        store.open("test");
    }

    private Appended append(String party) {
        NewEntry entry = new NewEntry(new Lane(Direction.OUTBOUND, "x", party), party, new byte[] {1});
        return store.journal().append(List.of(entry), List.of(), PausedLanes.NONE);
    }

    /** Until it waits, or has ended. */
    private static Thread started(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.TIMED_WAITING
                && thread.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        return thread;
    }

    /** Makes the writer wait, as a backup does. */
    private interface WhileLocked {
        void run() throws SQLException;
    }

    private void whileLocked(WhileLocked does) throws SQLException {
        try (Connection backup = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("relay.db"));
                Statement statement = backup.createStatement()) {
            statement.execute("begin immediate");
            does.run();
            statement.execute("rollback");
        }
    }

    private void assertThatNothingCountsAsBegun() {
        try (JdbcStore next = JdbcStore.embedded(folder.resolve("relay.db"))) {
            next.open("test");
            assertThat(next.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                    .isNotEmpty()
                    .noneMatch(claim -> claim.entry().checkpoint().unsettled());
        }
    }

    /** Its request is answered 200. */
    @Test
    void whatIsStoredAsTheStoreClosesIsHandedOutToNobodyAndCountsAsNotBegun() throws Exception {
        FutureTask<Appended> appended = new FutureTask<>(() -> append("anna"));
        FutureTask<Void> closed = new FutureTask<>(store::close, null);
        whileLocked(() -> {
            started(appended);
            started(closed);
        });

        assertThat(appended.get().fresh()).containsExactly(true);
        assertThat(appended.get().claims()).isEmpty();
        closed.get();
        assertThatNothingCountsAsBegun();
    }

    @Test
    void whatIsHandedBackAsTheStoreClosesCountsAsNotBegun() throws Exception {
        List<Claim> claims = append("anna").claims();
        FutureTask<Appended> appended = new FutureTask<>(() -> append("bella"));
        FutureTask<Void> closed = new FutureTask<>(store::close, null);
        FutureTask<Void> handedBack = new FutureTask<>(() -> store.journal().handBack(claims), null);
        whileLocked(() -> {
            started(appended);
            started(closed);
            started(handedBack);
        });

        handedBack.get();
        closed.get();
        assertThatNothingCountsAsBegun();
    }
}
