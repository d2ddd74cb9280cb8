package dev.byoc.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SqliteDatabaseTest {
    @TempDir
    Path folder;

    private SqliteDatabase database() {
        Path file = folder.resolve("byoc.db");
        return SqliteDatabase.open(file, new SqliteFaults(file));
    }

    /** Else its connection stays open, and the log lies beside the database until the next start. */
    @Test
    void closingWaitsForOneThatReadsAndLeavesNoLogBehind() throws InterruptedException {
        SqliteDatabase database = database();
        CountDownLatch reads = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        Thread reader = new Thread(() -> read(database, reads, goesOn));
        reader.start();
        reads.await();
        Thread closing = new Thread(database::close);
        closing.start();
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            LockSupport.parkNanos(1_000_000);
        }

        goesOn.countDown();
        reader.join();
        closing.join();

        assertThat(folder.toFile().list()).contains("byoc.db").noneMatch(name -> name.endsWith("-wal"));
    }

    private static void read(SqliteDatabase database, CountDownLatch reads, CountDownLatch goesOn) {
        try {
            database.read(connection -> {
                try (var statement = connection.createStatement()) {
                    statement.executeQuery("select count(*) from sqlite_master").close();
                    reads.countDown();
                    goesOn.await();
                    return 1;
                } catch (InterruptedException e) {
                    throw new SQLException(e);
                }
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closedDatabaseOpensNoConnection() {
        SqliteDatabase database = database();
        database.close();

        assertThatThrownBy(() -> database.read(connection -> 1)).isInstanceOf(SQLException.class);
    }
}
