package dev.byoc.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.byoc.app.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthCommandTest {
    private final StringWriter out = new StringWriter();
    private HttpServer relay;
    private Path file;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws IOException {
        relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        relay.start();
        file = Files.writeString(
                folder.resolve("byoc.yaml"),
                "byoc: {admin.port: %d}\n".formatted(relay.getAddress().getPort()));
    }

    @AfterEach
    void close() {
        relay.stop(0);
    }

    private void answers(int status) {
        relay.createContext("/health/live", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    private int run() {
        return Main.commandLine().setOut(new PrintWriter(out, true)).execute("health", file.toString());
    }

    @Test
    void aRelayThatIsAliveEndsWithZero() {
        answers(200);

        assertThat(run()).isZero();
    }

    @Test
    void aRelayThatARestartMayHelpEndsWithOne() {
        answers(503);

        assertThat(run()).isEqualTo(1);
        assertThat(out.toString()).contains("/health/live answers 503");
    }

    @Test
    void aRelayThatIsNotThereEndsWithOne() {
        relay.stop(0);

        assertThat(run()).isEqualTo(1);
        assertThat(out.toString()).contains("does not answer");
    }
}
