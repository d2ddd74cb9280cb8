package dev.byoc.examples.bench.contest;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.byoc.examples.Engines;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The least that a durable relay needs of PostgreSQL: threads that store a row and mark it as done, each in a commit of its own. */
final class CommitsSide implements Side {
    private static final byte[] BODY = new byte[300];
    private static final long WAIT_MILLIS = 60_000;

    private final Crowd crowd;
    private final HikariDataSource pool;

    /** @param url of a database in which the table can be made; the pool is as large as a relay's */
    CommitsSide(String url, int threads) {
        this.crowd = new Crowd("commits", threads);
        HikariConfig config = Engines.pool(url);
        // Threads wait for one of the connections all the time.
        config.setConnectionTimeout(WAIT_MILLIS);
        this.pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists bench_entry (id bigint generated always as identity"
                    + " primary key, body bytea, state smallint not null)");
        } catch (SQLException e) {
            throw new IllegalStateException("no table can be made", e);
        }
    }

    @Override
    public void prepare(int messages) {
        // The rows are made in the turn.
    }

    @Override
    public void run(int messages) {
        crowd.all(messages, numbers -> {
            while (numbers.getAsInt() >= 0) {
                try {
                    end(store());
                } catch (SQLException e) {
                    throw new IOException(e);
                }
            }
        });
    }

    private long store() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into bench_entry (body, state) values (?, 1) returning id")) {
            insert.setBytes(1, BODY);
            try (ResultSet made = insert.executeQuery()) {
                made.next();
                return made.getLong(1);
            }
        }
    }

    private void end(long id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update bench_entry set state = 2, body = null where id = ?")) {
            update.setLong(1, id);
            update.executeUpdate();
        }
    }
}
