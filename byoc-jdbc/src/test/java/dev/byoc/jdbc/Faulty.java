package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Dialect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A real database behind a connection of the writer that fails when it is told to. */
final class Faulty {
    /** Which commit fails, and whether its work was done all the same. */
    enum Commit {
        /** The connection broke on the way there. */
        BEFORE,
        /** The answer was lost. */
        AFTER
    }

    /** In PostgreSQL with its schema. */
    private static final Pattern CHANGES = Pattern.compile("(insert into|update) (\\w+\\.)?byoc_entry\\b");

    private volatile @Nullable Commit next;
    private volatile @Nullable Connection writer;
    private volatile boolean allFail;
    private volatile boolean changesEntries;
    private final AtomicInteger commits = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Dialect around(Dialect real) {
        return (Dialect) Proxy.newProxyInstance(
                Dialect.class.getClassLoader(), new Class<?>[] {Dialect.class}, (self, method, arguments) -> {
                    Object result = invoke(method, real, arguments);
                    if (!method.getName().equals("writer")) {
                        return result;
                    }
                    Connection connection = (Connection) result;
                    writer = connection;
                    return spoilt(connection);
                });
    }

    private static Object invoke(Method method, Object real, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Connection spoilt(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        gate.await();
                    }
                    Commit fault = method.getName().equals("commit") && changesEntries ? next : null;
                    if (fault != null) {
                        next = null;
                    }
                    boolean fails = allFail && method.getName().equals("commit");
                    if (fault == Commit.BEFORE || fails) {
                        real.rollback();
                        throw new SQLException("broken", "08006");
                    }
                    Object result = invoke(method, real, arguments);
                    if (method.getName().equals("commit")) {
                        commits.incrementAndGet();
                    }
                    if (method.getName().equals("commit") || method.getName().equals("rollback")) {
                        changesEntries = false;
                    }
                    if (method.getName().equals("prepareStatement")) {
                        return noticed((PreparedStatement) result, String.valueOf(arguments[0]));
                    }
                    if (fault == Commit.AFTER) {
                        throw new SQLException("broken", "08006");
                    }
                    return result;
                });
    }

    private PreparedStatement noticed(PreparedStatement real, String sql) {
        boolean changes = CHANGES.matcher(sql).lookingAt();
        return (PreparedStatement) Proxy.newProxyInstance(
                PreparedStatement.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (self, method, arguments) -> {
                    if (changes && method.getName().startsWith("execute")) {
                        changesEntries = true;
                    }
                    return invoke(method, real, arguments);
                });
    }

    /** The next commit that changes entries fails like this; the store's own housekeeping does not. */
    void next(Commit fault) {
        next = fault;
    }

    /** Whether each commit fails, the housekeeping's too. */
    void failAll(boolean on) {
        allFail = on;
    }

    /** How many commits of the writer were done. */
    int commits() {
        return commits.get();
    }

    /** Commits wait until they are let go on: what is asked for meanwhile is committed together. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    void goOn() {
        gate.countDown();
    }

    /** Says something on the writer's own connection; not while it writes. */
    void onWriter(String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }
}
