package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Direction;
import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.sqlite.SqliteFile;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The thread that writes, while what it calls fails in unexpected ways, and so does the logger that it reports to. */
@Timeout(60)
class WriterEndsTest {
    private static final String WRITER = "byoc-store";

    private final SettableClock clock = new SettableClock(TestRelay.NOW);
    private final PrintStream err = System.err;
    private final AtomicReference<@Nullable Callable<Object>> next = new AtomicReference<>();
    private final AtomicReference<@Nullable Thread> died = new AtomicReference<>();

    @TempDir
    Path folder;

    /** How a driver, a pool or the machine fails beside SQLExceptions. */
    enum Odd implements Callable<Object> {
        NO_MEMORY(() -> {
            throw new OutOfMemoryError("words");
        }),
        MISSING_CLASS(() -> {
            throw new NoClassDefFoundError("words");
        }),
        UNCHECKED(() -> {
            throw new IllegalStateException("words");
        }),
        SNEAKY(() -> {
            throw new IOException("words");
        }),
        INTERRUPTED(() -> {
            throw new InterruptedException("words");
        });

        @SuppressWarnings("ImmutableEnumChecker") // code without a state
        private final Callable<Object> code;

        Odd(Callable<Object> code) {
            this.code = code;
        }

        @Override
        public Object call() throws Exception {
            return code.call();
        }
    }

    /** Fails where the writer makes sure of the file before each commit. */
    private Dialect around(Dialect real) {
        return (Dialect) Proxy.newProxyInstance(
                Dialect.class.getClassLoader(), new Class<?>[] {Dialect.class}, (self, method, arguments) -> {
                    Callable<Object> odd = method.getName().equals("assure") ? next.getAndSet(null) : null;
                    if (odd != null) {
                        died.set(Thread.currentThread());
                        throw unchecked(odd);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException unchecked(Callable<Object> odd) throws E {
        try {
            odd.call();
            return new IllegalStateException("it was to throw");
        } catch (Throwable e) {
            throw (E) e;
        }
    }

    private JdbcStore store() {
        JdbcStore store = new JdbcStore(time -> around(new SqliteFile(folder.resolve("relay.db"), clock))).clock(clock);
        store.open("test");
        return store;
    }

    private static NewEntry entry(String key) {
        return new NewEntry(new Lane(Direction.INBOUND, "x", "lane " + key), key, new byte[1]);
    }

    private static List<Claim> append(JdbcStore store, String key) {
        return store.journal()
                .append(List.of(entry(key)), List.of(), PausedLanes.NONE)
                .claims();
    }

    /** As of a host whose disk is full: throws on the writer's thread. */
    private void breakTheLog() {
        System.setErr(
                new PrintStream(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                err.write(b);
                            }
                        },
                        true) {
                    @Override
                    public void println(@Nullable String line) {
                        if (Thread.currentThread().getName().startsWith(WRITER)) {
                            throw new UncheckedIOException(new IOException("no space left on device"));
                        }
                        err.println(line);
                    }
                });
    }

    @AfterEach
    void repairTheLog() {
        System.setErr(err);
    }

    @ParameterizedTest
    @EnumSource(Odd.class)
    void changeThatFailsInAnyWayIsRefusedAndTheNextOneIsStored(Odd odd) {
        try (JdbcStore store = store()) {
            next.set(odd);

            assertThatThrownBy(() -> append(store, "first")).isInstanceOf(StoreException.class);

            Claim claim = append(store, "first").get(0);
            assertThat(store.journal().finish(claim, End.DONE, "", Change.NONE)).isEmpty();
            assertThat(store.counters().open()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Odd.class)
    void writerThatEndsAsTheLogFailsTooIsReplacedAndWaitingCallersAreTold(Odd odd) {
        try (JdbcStore store = store()) {
            breakTheLog();
            next.set(odd);

            assertThatThrownBy(() -> append(store, "first")).isInstanceOf(StoreException.class);

            Claim claim = append(store, "second").get(0);
            assertThat(store.journal().finish(claim, End.DONE, "", Change.NONE)).isEmpty();
            repairTheLog();
            assertThat(store.counters().open()).isZero();
        }
    }

    @Test
    void eachStoreHasOneWriterAgainAndNoneOnceItIsClosed() throws Exception {
        List<Thread> before = writers();
        JdbcStore store = store();
        breakTheLog();
        next.set(Odd.NO_MEMORY);
        assertThatThrownBy(() -> append(store, "first")).isInstanceOf(StoreException.class);
        Thread first = died.get();
        assertThat(first).isNotNull();
        first.join();

        append(store, "second");
        List<Thread> more = new ArrayList<>(writers());
        more.removeAll(before);
        assertThat(more).hasSize(1).doesNotContain(first);

        repairTheLog();
        store.close();
        assertThat(more.get(0).isAlive()).isFalse();
    }

    private static List<Thread> writers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(WRITER) && thread.isAlive())
                .toList();
    }
}
