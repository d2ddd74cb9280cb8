package dev.byoc.app.command;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.app.admin.AdminApi;
import dev.byoc.app.config.AdminToken;
import dev.byoc.app.config.AppConfig;
import dev.byoc.app.config.Check;
import dev.byoc.app.config.Stores;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the relay of a file of settings: the running one by its admin port; or where none runs there, and its store alone can answer, one that is
 * made for the moment and not started. A SQLite file has one owner, so a relay that runs and cannot be reached is not passed by.
 */
final class RelayClient implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    /** Registering waits for the messenger, and for other hosts. */
    private static final Duration ANSWER = Duration.ofMinutes(5);

    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int UNAUTHORIZED = 401;

    private final AppConfig config;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECTING).build();
    private @Nullable RelayEngine own;
    private @Nullable Stores stores;

    RelayClient(AppConfig config) {
        this.config = config;
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
            return remote(method, path, parameters);
        } catch (ConnectException e) {
            if (!AdminApi.isOfTheStore(method, path)) {
                throw unreachable("no relay runs at " + address() + ": start it first, by serve");
            }
        } catch (JsonException e) {
            throw unreachable("what answers at " + address() + " is no relay");
        } catch (IOException e) {
            throw unreachable("the relay at " + address() + " does not answer: "
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
            throw unreachable("no relay runs at " + address() + ", and there is no store at " + made.file()
                    + ": give the settings that the relay was started with");
        }
        // To look at a store makes and changes no tables, whatever byoc.store.migrate says: that is for serve.
        return config.relay().store(made.store().migrate(false)).build();
    }

    private String address() {
        return AdminAddress.of(config);
    }

    private Json remote(String method, String path, Map<String, String> parameters)
            throws IOException, InterruptedException {
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Secret token = AdminToken.known(config);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + path + "?" + query))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + (token == null ? "none" : token.reveal()))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() == UNAUTHORIZED) {
            throw new ConfigurationException("the relay at " + address()
                    + " has another token: give the file that it was started with, as the same user");
        }
        return checked(new AdminApi.Answer(response.statusCode(), Json.parse(response.body())));
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
