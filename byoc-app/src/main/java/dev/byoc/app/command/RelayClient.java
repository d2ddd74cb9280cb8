package dev.byoc.app.command;

import dev.byoc.ConfigurationException;
import dev.byoc.app.admin.AdminApi;
import dev.byoc.app.admin.AdminClient;
import dev.byoc.app.config.AppConfig;
import dev.byoc.app.config.Check;
import dev.byoc.app.config.Stores;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the relay of a file of settings: the running one by its admin port; or where none runs there, and its store alone can answer, one that is
 * made for the moment and not started. A SQLite file has one owner, so a relay that runs and cannot be reached is not passed by.
 */
final class RelayClient implements AutoCloseable {
    private static final int OK = 200;
    private static final int BAD = 400;

    private final AppConfig config;
    private final AdminClient running;
    private @Nullable RelayEngine own;
    private @Nullable Stores stores;

    RelayClient(AppConfig config) {
        this.config = config;
        this.running = new AdminClient(config);
        if (!config.faults().isEmpty()) {
            throw new ConfigurationException(config.faults());
        }
    }

    /**
     * The answer.
     *
     * @throws ConfigurationException if it is asked in a way that cannot be answered
     * @throws UncheckedIOException if there is no relay to answer, or it cannot now
     */
    Json ask(String method, String path, Map<String, String> parameters) {
        if (own != null) {
            return checked(new AdminApi(this::own).answer(method, path, parameters));
        }
        try {
            return checked(running.ask(method, path, parameters));
        } catch (ConnectException e) {
            if (!AdminApi.isOfTheStore(method, path)) {
                throw unreachable("no relay runs at " + running.address() + ": start it first, by serve");
            }
        } catch (JsonException e) {
            throw unreachable("what answers at " + running.address() + " is no relay");
        } catch (IOException e) {
            throw unreachable("the relay at " + running.address() + " does not answer: "
                    + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted");
        }
        own = opened();
        return checked(new AdminApi(this::own).answer(method, path, parameters));
    }

    private RelayEngine own() {
        if (own == null) {
            throw new IllegalStateException("no relay was made");
        }
        return own;
    }

    private RelayEngine opened() {
        Stores made = new Stores(Check.passed(config));
        stores = made;
        if (!made.isShared() && !Files.exists(made.file())) {
            throw unreachable("no relay runs at " + running.address() + ", and there is no store at " + made.file()
                    + ": give the settings that the relay was started with");
        }
        // To look at a store makes and changes no tables, whatever byoc.store.migrate says: that is for serve.
        return config.relay().store(made.store().migrate(false)).build();
    }

    private static Json checked(AdminApi.Answer answer) {
        if (answer.status() == OK) {
            return answer.body();
        }
        String fault = answer.body().get("fault").textOr("the relay answers " + answer.status());
        if (answer.status() == BAD) {
            throw new ConfigurationException(fault);
        }
        throw unreachable(fault);
    }

    private static UncheckedIOException unreachable(String sentence) {
        return new UncheckedIOException(sentence, new IOException(sentence));
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
        if (stores != null) {
            stores.close();
        }
    }
}
