package example;

import com.sun.net.httpserver.HttpServer;
import dev.byoc.event.Health;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;
import java.net.InetSocketAddress;

/** What docs/guides/operating.md shows of readiness and liveness. Compiled here; {@link Consumer} asks for both. */
final class HealthChecks {
    private HealthChecks() {}

    static HttpServer serve(RelayEngine relay, int port) throws IOException {
        // snippet: health-checks
        HttpServer checks = HttpServer.create(new InetSocketAddress(port), 0); // a port that the proxy does not pass on
        checks.createContext("/health", exchange -> {
            Health health = relay.health(); // cheap: makes no call
            boolean ok = exchange.getRequestURI().getPath().equals("/health/live") ? health.live() : health.ready();
            byte[] body = health.toJson().bytes(); // UTF-8; Json.toString hides its content
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(ok ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        checks.start(); // after JdkHttpHost.serve, which sets the limits of every JDK server in the process
        // end snippet
        return checks;
    }
}
