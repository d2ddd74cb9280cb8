package dev.byoc.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.app.config.AppConfig;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
    private static final String SECRET = "the-secret-part-of-the-address";

    private final FakeFreshchat freshchat = FakeFreshchat.withUsualKey();
    private final FakeViber viber = new FakeViber();
    private final int port = FreePort.next();
    private final int adminPort = FreePort.next();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    @AfterEach
    void closeFakes() {
        freshchat.close();
        viber.close();
    }

    private AppConfig config(String more) throws IOException {
        freshchat.addTopic("Support");
        Path file = Files.writeString(folder.resolve("byoc.yaml"), """
                byoc:
                  public-url: http://127.0.0.1:%d/byoc
                  port: %d
                  admin.port: %d
                  freshchat:
                    url: %s
                    trust-host: %s
                    token: ${TOKEN}
                    webhook-key: ${KEY}
                    path-secret: %s
                  accounts:
                    shop: {channel: viber, topic: Support, sender-name: Shop, auth-token: "${VIBER}", base-url: "%s"}
                %s""".formatted(
                        port, port, adminPort, freshchat.url(), freshchat.url().getHost(), SECRET, viber.url(), more));
        return AppConfig.read(
                file, Map.of("TOKEN", freshchat.token(), "KEY", freshchat.publicKeyPem(), "VIBER", viber.token()));
    }

    private Thread run(Service service) {
        Thread thread = new Thread(() -> {
            try {
                service.run(told::add);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aMessageIsRelayedEachWay() throws Exception {
        Service service = new Service(config(""));
        Thread running = run(service);
        try {
            assertThat(told.poll(30, TimeUnit.SECONDS)).startsWith("byoc relays for shop: webhooks on port " + port);
            freshchat.connectWebhook(URI.create("http://127.0.0.1:" + port + "/byoc/freshchat/" + SECRET));
            ViberCustomer ines = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Ines");
            ines.says("is it on its way?");
            assertThat(freshchat.awaitPosted(1).get(0).text()).isEqualTo("is it on its way?");
            freshchat.agent().says(freshchat.conversations().get(0).id(), "it is");
            ines.awaitReceived(1);

            assertThat(ines.receivedTexts()).containsExactly("it is");
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/metrics").body())
                    .contains("byoc_messages_total{account=\"shop\"", "byoc_health{component=\"store\"");
        } finally {
            service.close();
        }
        running.join();
        assertThat(folder.resolve("byoc.db")).exists();
    }

    @Test
    void aStoreOutOfReachIsToldByHealthAndTriedAgain() throws Exception {
        int nobody = FreePort.next();
        Service service =
                new Service(config("  store.url: jdbc:postgresql://127.0.0.1:" + nobody + "/byoc?connectTimeout=1\n"));
        Thread running = run(service);
        try {
            HttpResponse<String> ready = get("/health/ready");

            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(get("/health/live").body()).contains("\"status\":\"DOWN\"");
        } finally {
            service.close();
        }
        running.join();
        assertThat(told).isEmpty();
    }

    @Test
    void whatTheCommandsAskIsForWhoHasTheToken() throws Exception {
        Service service = new Service(config(""));
        Thread running = run(service);
        try {
            Path token = folder.resolve("byoc.db." + adminPort + ".admin-token");

            assertThat(get("/v1/webhooks").statusCode()).isEqualTo(401);
            assertThat(get("/v1/webhooks?token=" + Files.readString(token).strip())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(Files.getPosixFilePermissions(token))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        } finally {
            service.close();
        }
        running.join();
        assertThat(folder.resolve("byoc.db." + adminPort + ".admin-token")).doesNotExist();
    }

    @Test
    void aSecondStartLeavesTheTokenOfTheRunningRelay() throws Exception {
        AppConfig config = config("");
        Path token = folder.resolve("byoc.db." + adminPort + ".admin-token");
        try (Service running = new Service(config)) {
            assertThat(running).isNotNull();
            String before = Files.readString(token);

            assertThatThrownBy(() -> new Service(config)).isInstanceOf(UncheckedIOException.class);
            assertThat(token).hasContent(before);
        }
    }

    @Test
    void theAdminPortTakesNoWrites() throws Exception {
        Service service = new Service(config("  register-webhooks: no\n"));
        Thread running = run(service);
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/health"))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(405);
        } finally {
            service.close();
        }
        running.join();
    }
}
