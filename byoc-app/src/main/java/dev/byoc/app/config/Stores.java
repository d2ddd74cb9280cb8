package dev.byoc.app.config;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.byoc.Secret;
import dev.byoc.jdbc.JdbcStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes the store that the settings name: a new one for each attempt. */
public final class Stores {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int LEAST_POOL = 4;
    private static final int MOST_POOL = 100;

    private final AppConfig config;
    private @Nullable HikariDataSource pool;

    public Stores(AppConfig config) {
        this.config = config;
    }

    public boolean isShared() {
        return !config.text("store-url").isEmpty();
    }

    /** The SQLite file, where that is the store. */
    public Path file() {
        return config.path("store-file", "byoc.db");
    }

    /** Where the state is kept, for people; without what an address may hold of a password. */
    public String shown() {
        return isShared() ? withoutQuery(config.text("store-url")) : file().toString();
    }

    /** A database's address without what may hold a user and a password. */
    static String withoutQuery(String url) {
        return url.replaceAll("(?s)\\?.*", "");
    }

    /** What is wrong with the settings of the store. Opens nothing. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (isShared()) {
            if (!config.text("store-file").isEmpty()) {
                faults.add("byoc.store.file and byoc.store.url are both set; keep one");
            }
            if (!config.text("store-url").startsWith("jdbc:postgresql:")) {
                faults.add("byoc.store.url must begin with jdbc:postgresql:");
            }
            int size = config.number("store-pool-size");
            if (size < LEAST_POOL || size > MOST_POOL) {
                faults.add("byoc.store.pool-size must be from " + LEAST_POOL + " to " + MOST_POOL);
            }
        } else if (!config.text("store-user").isEmpty() || config.secret("store-password") != null) {
            faults.add("byoc.store.user and byoc.store.password are of a database: byoc.store.url is missing");
        }
        try {
            JdbcStore unopened = configured(JdbcStore.embedded(file()), faults);
            faults.addAll(unopened.faults());
        } catch (InvalidPathException e) {
            faults.add("byoc.store.file is no path of a file");
        }
        return faults;
    }

    /** One that is not opened yet. */
    public synchronized JdbcStore store() {
        return configured(isShared() ? JdbcStore.of(pool()) : JdbcStore.embedded(file()), new ArrayList<>());
    }

    /** A connection beside the pool, for a look at a shared database. */
    public Connection connect() throws SQLException {
        Properties login = new Properties();
        login.setProperty("loginTimeout", String.valueOf(CONNECTING.toSeconds()));
        login.setProperty("socketTimeout", String.valueOf(ANSWER.toSeconds()));
        if (!config.text("store-user").isEmpty()) {
            login.setProperty("user", config.text("store-user"));
        }
        Secret password = config.secret("store-password");
        if (password != null) {
            login.setProperty("password", password.reveal());
        }
        return DriverManager.getConnection(config.text("store-url"), login);
    }

    private DataSource pool() {
        if (pool == null) {
            HikariConfig wanted = new HikariConfig();
            wanted.setPoolName("byoc");
            wanted.setJdbcUrl(config.text("store-url"));
            if (!config.text("store-user").isEmpty()) {
                wanted.setUsername(config.text("store-user"));
            }
            Secret password = config.secret("store-password");
            if (password != null) {
                wanted.setPassword(password.reveal());
            }
            wanted.setMaximumPoolSize(config.number("store-pool-size"));
            wanted.setConnectionTimeout(CONNECTING.toMillis());
            // A database that is out of reach is for the store to tell.
            wanted.setInitializationFailTimeout(-1);
            pool = new HikariDataSource(wanted);
        }
        return pool;
    }

    private JdbcStore configured(JdbcStore store, List<String> faults) {
        if (config.flag("store-keep-bodies")) {
            store.keepsBodies();
        }
        duration("store-keep-for", store::keepFor, faults);
        duration("store-lease", store::lease, faults);
        return store.maxOpenEntries(config.number("store-max-open-entries")).migrate(config.flag("store-migrate"));
    }

    private void duration(String setting, Consumer<Duration> into, List<String> faults) {
        try {
            into.accept(Duration.parse(config.text(setting)));
        } catch (DateTimeException e) {
            faults.add("byoc." + AppSpec.dotted(setting) + " must be an ISO-8601 duration such as PT72H");
        }
    }

    /** Ends the connections; the stores that were made are closed by their relays. */
    public synchronized void close() {
        if (pool != null) {
            pool.close();
            pool = null;
        }
    }
}
