package example;

import dev.byoc.relay.RelayEngine;
import dev.byoc.spring.Relay;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.FakeViber;
import java.io.IOException;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A {@link Shop} with a relay between fakes. */
final class Application implements AutoCloseable {
    static final String PASSWORD = "the-operators-password";
    static final String LOGIN = "Basic "
            + Base64.getEncoder().encodeToString(("operator:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    final FakeFreshchat freshchat;
    final FakeViber viber;
    final int port = FreePort.next();
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private ConfigurableApplicationContext context;

    Application(FakeFreshchat freshchat, FakeViber viber, Path file, String contextPath) {
        this.freshchat = freshchat;
        this.viber = viber;
        put("server.address", "127.0.0.1");
        put("server.port", port);
        put("server.servlet.context-path", contextPath);
        put("byoc.public-url", "http://127.0.0.1:" + port + contextPath + "/byoc");
        put("byoc.freshchat.url", freshchat.url());
        put("byoc.freshchat.trust-host", freshchat.url().getHost());
        put("byoc.freshchat.token", freshchat.token());
        put("byoc.freshchat.webhook-key", freshchat.publicKeyPem());
        put("byoc.store.file", file);
        put("byoc.probe-every", "0s");
        put("byoc.accounts.shop.topic", "Support");
        put("byoc.accounts.shop.viber.auth-token", viber.token());
        put("byoc.accounts.shop.viber.sender-name", "Shop");
        put("byoc.accounts.shop.viber.base-url", viber.url());
        put("management.endpoints.web.exposure.include", "*");
        put("management.endpoint.health.show-details", "always");
        put("management.endpoint.health.probes.enabled", "true");
        put("management.endpoint.health.group.readiness.include", "readinessState,byocStore");
        put("spring.security.user.name", "operator");
        put("spring.security.user.password", PASSWORD);
        put("spring.main.banner-mode", "off");
        put("logging.level.root", "warn");
    }

    Application put(String name, Object value) {
        properties.put(name, value.toString());
        return this;
    }

    Application start() {
        context = new SpringApplicationBuilder(Shop.class).properties(properties).run();
        return this;
    }

    /** Once Viber has its webhook, Freshchat's is set, as an administrator does. */
    Application connected() {
        viber.awaitCalls("POST /set_webhook", 1);
        freshchat.connectWebhook(engine().freshchatWebhookUrl());
        return this;
    }

    Shop shop() {
        return context.getBean(Shop.class);
    }

    Relay relay() {
        return context.getBean(Relay.class);
    }

    RelayEngine engine() {
        return relay().engine();
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A request line as it is, that no client has tidied. */
    String raw(String method, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write((method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
    }
}
