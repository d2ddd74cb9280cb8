package dev.byoc.app.doctor;

import dev.byoc.app.config.AppConfig;
import dev.byoc.event.Finding;
import dev.byoc.event.Finding.Severity;
import dev.byoc.event.Health;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The relay of these settings that runs beside, as its second port tells of it. */
final class RunningRelay {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What no other look finds. */
    private static final Set<String> ITS_OWN = Set.of(Health.STORE, Health.HOST, Health.RELAY);

    private final Json health;

    private RunningRelay(Json health) {
        this.health = health;
    }

    /** Asks for it. */
    static RunningRelay of(AppConfig config) {
        InetSocketAddress port = Ports.adminAddress(config);
        boolean any = port.getAddress() == null || port.getAddress().isAnyLocalAddress();
        String host = any ? InetAddress.getLoopbackAddress().getHostAddress() : port.getHostString();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://" + shown + ":" + port.getPort() + "/health"))
                    .timeout(PATIENCE)
                    .build();
            return new RunningRelay(Json.parse(client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                    .body()));
        } catch (IOException | JsonException | IllegalArgumentException e) {
            return new RunningRelay(Json.ABSENT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RunningRelay(Json.ABSENT);
        }
    }

    /** Whether there is one. */
    boolean answers() {
        return !health.get("parts").items().isEmpty();
    }

    /** What it says of its store, its server and itself. */
    List<Finding> look() {
        return health.get("parts").items().stream()
                .filter(part -> ITS_OWN.contains(part.get("name").textOr("")))
                .filter(part -> !part.get("status").textOr("").equals("UP"))
                .map(part -> Kind.RELAY.said(
                        part.get("status").textOr("").equals("DOWN") ? Severity.FAULT : Severity.WARNING,
                        part.get("name").textOr(""),
                        "The running relay says: " + part.get("trouble").textOr("it does not work."),
                        part.get("remedy").textOr("Look at its log.")))
                .toList();
    }
}
