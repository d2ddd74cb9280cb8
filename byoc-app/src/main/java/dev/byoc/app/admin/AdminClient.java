package dev.byoc.app.admin;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.app.config.AdminToken;
import dev.byoc.app.config.AppConfig;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks the relay that runs with these settings, on its second port. Thread-safe. */
public final class AdminClient {
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    /** For what is known already. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    /** Registering waits for the messenger, and for other hosts. */
    private static final Duration ANSWER = Duration.ofMinutes(5);

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private final AppConfig config;

    /** Past every proxy, also where the JVM is given one: what passes it on would read the token. */
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECTING)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    public AdminClient(AppConfig config) {
        this.config = config;
    }

    /** Scheme, address and port. */
    public String address() {
        return AdminAddress.of(config);
    }

    /**
     * The answer of {@link AdminApi}.
     *
     * @throws java.net.ConnectException if nothing listens there
     * @throws IOException if what listens there does not answer
     * @throws JsonException if it is no relay, by its answer
     * @throws ConfigurationException if the commands' token is not that relay's, or is not to be trusted
     */
    public AdminApi.Answer ask(String method, String path, Map<String, String> parameters)
            throws IOException, InterruptedException {
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Secret token = AdminToken.known(config);
        HttpResponse<byte[]> response = send(request(path + "?" + query)
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + (token == null ? "none" : token.reveal()))
                .method(method, HttpRequest.BodyPublishers.noBody()));
        if (response.statusCode() == UNAUTHORIZED) {
            throw new ConfigurationException("the relay at " + address()
                    + " has another token: give the file that it was started with, as the same user");
        }
        try {
            return new AdminApi.Answer(response.statusCode(), json(response));
        } catch (JsonException e) {
            if (response.statusCode() == OK) {
                throw e;
            }
            return AdminApi.fault(
                    response.statusCode(), "what answers at " + address() + " answers " + response.statusCode());
        }
    }

    /** What it says of its health; needs no token. Throws as {@link #ask} does. */
    public Json health() throws IOException, InterruptedException {
        return json(send(request("/health").timeout(AT_ONCE)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Json json(HttpResponse<byte[]> response) {
        return Json.parse(response.body());
    }
}
