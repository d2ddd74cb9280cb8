package dev.byoc.spring.internal.properties;

import dev.byoc.jdbc.JdbcStore;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.spi.RelayStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Makes the store that the properties ask for: a new one for each relay. */
final class StoreReader {
    private static final String SQLITE = "org.sqlite.JDBC";

    private final GivenProperties given;
    private final Values values;
    private final List<Fault> faults;

    StoreReader(GivenProperties given, Values values, List<Fault> faults) {
        this.given = given;
        this.values = values;
        this.faults = faults;
    }

    /** Null: there are faults. */
    @Nullable
    RelayStore read(DataSources sources) {
        String file = given.text("store.file");
        String dataSource = given.text("store.data-source");
        boolean inMemory = values.flag("store.in-memory", false);
        int kinds = (file.isEmpty() ? 0 : 1) + (dataSource.isEmpty() ? 0 : 1) + (inMemory ? 1 : 0);
        if (kinds != 1) {
            faults.add(Fault.of(
                    "byoc.store",
                    (kinds == 0 ? "is missing" : "names several places")
                            + ": where the relay keeps its state, by one of file (a SQLite file), data-source (the name of a"
                            + " DataSource bean) and in-memory, which forgets"));
            return null;
        }
        JdbcStore store = file.isEmpty() ? dataSource.isEmpty() ? null : shared(dataSource, sources) : embedded(file);
        return inMemory ? new MemoryStore(Clock.systemUTC()) : store == null ? null : configured(store);
    }

    private @Nullable JdbcStore embedded(String file) {
        if (!ClassUtils.isPresent(SQLITE, getClass().getClassLoader())) {
            faults.add(Fault.of(
                    "byoc.store.file", "needs org.xerial:sqlite-jdbc, which the starter brings: it was excluded here"));
            return null;
        }
        try {
            return JdbcStore.embedded(Path.of(file));
        } catch (InvalidPathException e) {
            faults.add(Fault.of("byoc.store.file", "is no path of a file"));
            return null;
        }
    }

    private @Nullable JdbcStore shared(String name, DataSources sources) {
        DataSource source = sources.named(name);
        if (source == null) {
            faults.add(Fault.of(
                    "byoc.store.data-source",
                    "names no DataSource bean; there "
                            + (sources.names().isEmpty() ? "is none" : "are " + sources.names())));
            return null;
        }
        return JdbcStore.of(source);
    }

    private JdbcStore configured(JdbcStore store) {
        if (values.flag("store.keep-bodies", false)) {
            store.keepsBodies();
        }
        values.duration("store.keep-for", store::keepFor);
        values.duration("store.lease", store::lease);
        return store.maxOpenEntries(values.number("store.max-open-entries", JdbcStore.MAX_OPEN))
                .migrate(values.flag("store.migrate", true));
    }
}
