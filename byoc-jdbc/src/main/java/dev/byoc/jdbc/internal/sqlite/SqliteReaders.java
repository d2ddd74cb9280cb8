package dev.byoc.jdbc.internal.sqlite;

import dev.byoc.jdbc.internal.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.UnaryOperator;

/**
 * Connections that read, each with its prepared statements. Preparing a statement costs more than a look-up by key, and opening a
 * connection as much as many. Thread-safe, but for {@link #closeIdle}.
 */
final class SqliteReaders {
    /** As many as a relay has workers that may all read at once; they are opened as they are needed. */
    private static final int MOST = 64;

    /** Lists of ids are asked for in statements of their own. */
    private static final int MOST_STATEMENTS = 50;

    private final SqliteConnections connections;
    /** The one that was used last is asked first: its statements are warm. */
    private final BlockingDeque<Reader> idle = new LinkedBlockingDeque<>(MOST);

    private volatile boolean closed;

    private record Reader(Connection connection, Statements statements) {
        void close() {
            statements.forget();
            SqliteConnections.close(connection);
        }
    }

    /** What is to be read. */
    interface Question<T> {
        T ask(Connection connection, Statements statements) throws SQLException;
    }

    SqliteReaders(SqliteConnections connections) {
        this.connections = connections;
    }

    /** Asks on an idle connection; one that has failed is closed. */
    <T> T ask(Question<T> question) throws SQLException {
        Reader pooled = idle.poll();
        Reader reader =
                pooled == null ? new Reader(connections.open(), new Statements(UnaryOperator.identity())) : pooled;
        boolean answered = false;
        try {
            T answer = question.ask(reader.connection(), reader.statements());
            answered = true;
            return answer;
        } finally {
            if (reader.statements().size() > MOST_STATEMENTS) {
                reader.statements().forget();
            }
            if (!answered || closed || !idle.offerFirst(reader)) {
                reader.close();
            }
        }
    }

    /** Closes the idle connections, and later each that is still read on. */
    void close() {
        closed = true;
        closeIdle();
    }

    /** Closes the idle connections. One that another thread reads on stays open. */
    void closeIdle() {
        for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
            reader.close();
        }
    }
}
