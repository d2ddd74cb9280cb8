package dev.byoc.app.admin;

import com.sun.net.httpserver.HttpExchange;
import dev.byoc.Secret;
import dev.byoc.app.admin.AdminParameters.BadRequestException;
import dev.byoc.event.Health;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second port: health and metrics for monitoring, which hold no secrets; and below {@code /v1} what the commands ask, for who has the
 * token. A page of a browser cannot know it, and where the port is this machine's alone reads nothing else of it either. Answers as long as
 * it is open, also before there is a relay.
 *
 * <p>Slow requests hold up no other: each has a thread, until {@link dev.byoc.host.JdkHttpHost#REQUEST_SECONDS} end it. What the commands ask
 * may take minutes, and few are let in at once.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final String BEARER = "Bearer ";
    private static final String JSON = "application/json";

    /** More than monitoring needs; each holds a connection, and the webhooks need most of those. */
    private static final int MOST_REQUESTS = 200;

    private static final int MOST_COMMANDS = 4;
    private static final int OK = 200;
    private static final int MISDIRECTED = 421;
    private static final int UNAVAILABLE = 503;

    private final BoundedServer server;
    private final Semaphore commands = new Semaphore(MOST_COMMANDS);
    private final LocalHosts hosts;
    private final Supplier<Health> health;
    private final Supplier<String> metrics;

    private final AdminApi api;
    private final Secret token;

    /** One answer. */
    record Answer(int status, String type, byte[] body) {
        static Answer text(int status, String text) {
            return new Answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Listens at once.
     *
     * @param metrics in Prometheus' text format
     * @throws UncheckedIOException if the address is taken or not this machine's
     */
    public AdminServer(
            InetSocketAddress address, Supplier<Health> health, Supplier<String> metrics, AdminApi api, Secret token) {
        this.api = api;
        this.token = token;
        this.health = health;
        this.metrics = metrics;
        this.hosts = new LocalHosts(address);
        try {
            server = BoundedServer.open(address, "byoc-admin", MOST_REQUESTS, this::handle);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot listen on byoc.admin.port " + address.getPort() + ": " + e.getMessage(), e);
        }
    }

    public int port() {
        return server.port();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : answer.body().length);
            if (!head) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private Answer answer(HttpExchange exchange) {
        String path = String.valueOf(exchange.getRequestURI().getPath());
        boolean isOfCommands = path.startsWith("/v1/");
        try {
            if (!hosts.mayAsk(exchange.getRequestHeaders().getFirst("Host"))) {
                return fault(isOfCommands, MISDIRECTED, "this port is asked by localhost or an address");
            }
            if (isOfCommands) {
                return asked(exchange, path);
            }
            boolean reads = exchange.getRequestMethod().equals("GET")
                    || exchange.getRequestMethod().equals("HEAD");
            return !reads
                    ? Answer.text(405, "only GET is taken here\n")
                    : switch (path) {
                        case "/health" -> health(true);
                        case "/health/live" -> health(health.get().live());
                        case "/health/ready" -> health(health.get().ready());
                        case "/metrics" ->
                            new Answer(
                                    OK,
                                    "text/plain; version=0.0.4; charset=utf-8",
                                    metrics.get().getBytes(StandardCharsets.UTF_8));
                        default -> Answer.text(404, "there are /health, /health/live, /health/ready and /metrics\n");
                    };
        } catch (RuntimeException e) {
            // Its text may quote anything.
            log.warn("an answer on the admin port failed: {}", e.getClass().getName());
            return fault(isOfCommands, 500, "this failed; the log says more");
        }
    }

    private Answer asked(HttpExchange exchange, String path) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (given == null || !given.startsWith(BEARER) || !token.matches(given.substring(BEARER.length()))) {
            return fault(true, 401, "the header Authorization with the token of the commands is missing or wrong");
        }
        if (!commands.tryAcquire()) {
            return json(AdminApi.fault(UNAVAILABLE, "the relay is busy with other commands: try again later"));
        }
        try {
            return json(api.answer(
                    exchange.getRequestMethod(),
                    path,
                    parameters(exchange.getRequestURI().getRawQuery())));
        } catch (BadRequestException e) {
            return json(AdminApi.fault(400, String.valueOf(e.getMessage())));
        } finally {
            commands.release();
        }
    }

    /** Commands are answered in JSON, whatever it is. */
    private static Answer fault(boolean isOfCommands, int status, String sentence) {
        return isOfCommands ? json(AdminApi.fault(status, sentence)) : Answer.text(status, sentence + "\n");
    }

    private static Answer json(AdminApi.Answer answer) {
        return new Answer(answer.status(), JSON, answer.body().bytes());
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String each : (query == null ? "" : query).split("&", -1)) {
            String[] parts = each.split("=", 2);
            if (!each.isEmpty()
                    && parameters.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1])) != null) {
                throw new BadRequestException("a parameter is given twice");
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("a parameter is not written as in a form");
        }
    }

    private Answer health(boolean ok) {
        return new Answer(ok ? OK : UNAVAILABLE, JSON, health.get().toJson().bytes());
    }

    @Override
    public void close() {
        server.close();
    }
}
