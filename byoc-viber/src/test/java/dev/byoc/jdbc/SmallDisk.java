package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.sqlite.SqliteFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;

/** A disk that is as large as a test says, for a store in a file, and that can be pulled: SQLite answers as it does on such a one. */
public final class SmallDisk {
    private static final int FULL = 13;

    private volatile Connection writer;
    private volatile boolean pulled;
    private volatile boolean full;

    public JdbcStore store(Path file, Clock clock) {
        Dialect real = new SqliteFile(file, clock);
        Dialect watched = (Dialect) Proxy.newProxyInstance(
                Dialect.class.getClassLoader(), new Class<?>[] {Dialect.class}, (self, method, arguments) -> {
                    if (pulled && method.getName().equals("writer")) {
                        throw new SQLException("the disk was pulled");
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        if (method.getName().equals("writer")) {
                            writer = (Connection) result;
                            return committing((Connection) result);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new JdbcStore(time -> watched).clock(clock);
    }

    /** What SQLite's driver does where the disk has no room for the log: the transaction is gone, and a commit says that the disk is full. */
    private Connection committing(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (full && method.getName().equals("commit")) {
                        real.rollback();
                        throw new SQLException("[SQLITE_FULL] database or disk is full", null, FULL);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Not a byte can be written from now on. */
    public void fill() {
        full = true;
    }

    public void empty() {
        full = false;
    }

    /** From now on the file may have so many pages of 4096 bytes, or as many as it has already if those are more. */
    public void hasPages(int most) {
        try (Statement statement = writer.createStatement()) {
            statement.execute("pragma max_page_count = " + most);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The store can write nothing until {@link #plug}. */
    public void pull() {
        pulled = true;
        try {
            writer.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public void plug() {
        pulled = false;
    }
}
