package dev.byoc.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.byoc.app.Installation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminClientTest {
    private final ProxySelector usual = ProxySelector.getDefault();
    private final List<String> passedOn = new CopyOnWriteArrayList<>();
    private HttpServer proxy;

    @TempDir
    Path folder;

    /** As by {@code -Dhttp.proxyHost} with no exceptions. */
    @BeforeEach
    void startTheProxy() throws IOException {
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            passedOn.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        proxy.start();
        ProxySelector.setDefault(ProxySelector.of(proxy.getAddress()));
    }

    @AfterEach
    void stopTheProxy() {
        ProxySelector.setDefault(usual);
        proxy.stop(0);
    }

    @Test
    void theTokenReachesNoProxy() throws Exception {
        try (Installation app = new Installation(folder)) {
            app.answersInItsPlace("{}");
            AdminClient client = new AdminClient(app.config());

            assertThat(client.ask("GET", "/v1/webhooks", Map.of()).status()).isEqualTo(200);
            assertThat(client.health().isPresent()).isTrue();
            assertThat(passedOn).isEmpty();
        }
    }
}
