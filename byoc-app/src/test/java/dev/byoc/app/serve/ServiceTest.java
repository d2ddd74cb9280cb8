package dev.byoc.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.app.Installation;
import dev.byoc.testkit.FreePort;
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
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
    private Installation app;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        app.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.adminPort + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aMessageIsRelayedEachWay() throws Exception {
        app = new Installation(folder);

        assertThat(app.serve()).startsWith("byoc relays for shop: webhooks on port " + app.port);
        ViberCustomer ines = app.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Ines");
        ines.says("is it on its way?");
        assertThat(app.freshchat.awaitPosted(1).get(0).text()).isEqualTo("is it on its way?");
        app.freshchat.agent().says(app.freshchat.conversations().get(0).id(), "it is");
        ines.awaitReceived(1);

        assertThat(ines.receivedTexts()).containsExactly("it is");
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body())
                .contains("byoc_messages_total{account=\"shop\"", "byoc_health{component=\"store\"");
        assertThat(folder.resolve("byoc.db")).exists();
    }

    @Test
    void aStoreOutOfReachIsToldByHealthAndTriedAgain() throws Exception {
        app = new Installation(
                folder, "store.url: jdbc:postgresql://127.0.0.1:" + FreePort.next() + "/byoc?connectTimeout=1");
        BlockingQueue<String> told = app.start();

        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").body()).contains("\"status\":\"DOWN\"");
        app.stop();
        assertThat(told).isEmpty();
    }

    @Test
    void whatTheCommandsAskIsForWhoHasTheToken() throws Exception {
        app = new Installation(folder);
        Path token = folder.resolve("byoc.db." + app.adminPort + ".admin-token");
        app.start();

        assertThat(get("/v1/webhooks").statusCode()).isEqualTo(401);
        assertThat(get("/v1/webhooks?token=" + Files.readString(token).strip()).statusCode())
                .isEqualTo(401);
        assertThat(Files.getPosixFilePermissions(token))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        app.stop();
        assertThat(token).doesNotExist();
    }

    @Test
    void aSecondStartLeavesTheTokenOfTheRunningRelay() throws Exception {
        app = new Installation(folder);
        Path token = folder.resolve("byoc.db." + app.adminPort + ".admin-token");
        app.start();
        String before = Files.readString(token);

        assertThatThrownBy(() -> new Service(app.config())).isInstanceOf(UncheckedIOException.class);
        assertThat(token).hasContent(before);
    }

    @Test
    void theAdminPortTakesNoWrites() throws Exception {
        app = new Installation(folder, "register-webhooks: no");
        app.start();

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.adminPort + "/health"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
    }
}
