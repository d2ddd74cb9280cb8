package dev.byoc.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.app.Main;
import dev.byoc.app.config.AppConfig;
import dev.byoc.app.serve.Service;
import dev.byoc.json.Json;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.FakeViber;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed requests, to a relay that runs. */
class SignCommandTest {
    private final FakeFreshchat freshchat = FakeFreshchat.withUsualKey();
    private final FakeViber viber = new FakeViber();
    private final int port = FreePort.next();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private @Nullable Service service;
    private Path file;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        freshchat.addTopic("Support");
        freshchat.addTopic("Talk");
        Files.writeString(folder.resolve("key.pem"), freshchat.publicKeyPem());
        file = Files.writeString(folder.resolve("byoc.yaml"), """
                byoc:
                  public-url: http://127.0.0.1:%d/byoc
                  port: %d
                  admin.port: %d
                  freshchat: {url: "%s", trust-host: %s, token: "%s", webhook-key-file: "%s"}
                  accounts:
                    shop: {channel: viber, topic: Support, sender-name: Shop, auth-token: "%s", base-url: "%s"}
                    talk: {channel: kakaotalk-skill, topic: Talk, bot-id: bot, header-secret: not-a-real-secret-of-theirs}
                """.formatted(
                        port,
                        port,
                        FreePort.next(),
                        freshchat.url(),
                        freshchat.url().getHost(),
                        freshchat.token(),
                        folder.resolve("key.pem"),
                        viber.token(),
                        viber.url()));
    }

    @AfterEach
    void close() {
        if (service != null) {
            service.close();
        }
        freshchat.close();
        viber.close();
    }

    private void serve() throws Exception {
        Service started = new Service(AppConfig.read(file, Map.of()));
        service = started;
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        new Thread(() -> {
                    try {
                        started.run(told::add);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
        assertThat(told.poll(30, TimeUnit.SECONDS)).startsWith("byoc relays for ");
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void aSignedSampleIsRelayedAsACustomersMessage() throws Exception {
        serve();

        assertThat(run("sign", "--account", "shop", "--send", "--yes", "-f", file.toString()))
                .isZero();
        assertThat(out.toString()).contains("shop answers 200");
        assertThat(freshchat.awaitPosted(1).get(0).text()).isEqualTo("This is a test.");
    }

    @Test
    void theCommandForCurlHasTheSignatureAndNotTheToken() throws Exception {
        serve();

        assertThat(run("sign", "--account", "shop", "-f", file.toString())).isZero();
        assertThat(out.toString())
                .containsPattern("curl -X POST .*-H 'x-viber-content-signature: [0-9a-f]{64}' --data-binary '\\{.*}'")
                .contains(" 'http://127.0.0.1:" + port + "/byoc/shop/")
                .doesNotContain(viber.token());
        assertThat(freshchat.posted()).isEmpty();
    }

    @Test
    void aFileIsSignedAsItIs() throws Exception {
        serve();
        Path body = Files.writeString(folder.resolve("it's.json"), "{\"event\":\"unknown\"}");

        assertThat(run("sign", "--account", "shop", body.toString(), "-f", file.toString()))
                .isZero();
        assertThat(out.toString()).contains("--data-binary '@" + folder + "/it'\\''s.json'");
        assertThat(run(
                        "sign",
                        "--account",
                        "shop",
                        body.toString(),
                        "--send",
                        "--yes",
                        "--json",
                        "-f",
                        file.toString()))
                .isZero();
        Json told = Json.parse(
                out.toString().substring(out.toString().indexOf("\n{") + 1).getBytes(StandardCharsets.UTF_8));
        assertThat(told.get("status").numberOr(0)).isEqualTo(200);
        assertThat(told.get("body").textOr("")).isEqualTo("{\"event\":\"unknown\"}");
    }

    @Test
    void aChannelThatSignsNothingIsNamedAsSuch() {
        assertThat(run("sign", "--account", "talk", "-f", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no request to talk can be signed");
    }

    @Test
    void anAccountThatThereIsNotIsAFault() {
        assertThat(run("sign", "--account", "shpo", "-f", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no account shpo");
    }

    @Test
    void withoutARelayThereIsNoAddress() {
        assertThat(run("sign", "--account", "shop", "-f", file.toString())).isEqualTo(3);
    }
}
