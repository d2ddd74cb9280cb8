package dev.byoc.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.byoc.app.config.AppConfig;
import dev.byoc.app.serve.Service;
import dev.byoc.json.Json;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.FakeViber;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The program in a folder, between fakes: its file of settings, its relay if it runs, and its commands with what they print. */
public final class Installation implements AutoCloseable {
    private static final String SECRET = "the-secret-part-of-the-address";

    public final FakeFreshchat freshchat = FakeFreshchat.withUsualKey();
    public final FakeViber viber = new FakeViber();
    public final int port = FreePort.next();
    public final int adminPort = FreePort.next();
    public final Path file;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<HttpServer> others = new ArrayList<>();
    private @Nullable Service service;
    private @Nullable Thread running;

    /** @param more lines of the settings, below {@code byoc:} */
    public Installation(Path folder, String... more) throws IOException {
        freshchat.addTopic("Support");
        Files.writeString(folder.resolve("key.pem"), freshchat.publicKeyPem());
        String given = String.join(
                "", List.of(more).stream().map(line -> "  " + line + "\n").toList());
        file = Files.writeString(folder.resolve("byoc.yaml"), """
                byoc:
                  public-url: http://127.0.0.1:%d/byoc
                  port: %d
                  admin.port: %d
                  freshchat:
                    url: %s
                    trust-host: %s
                    token: "%s"
                    webhook-key-file: key.pem
                    path-secret: %s
                  accounts.shop: {channel: viber, topic: Support, sender-name: Shop, auth-token: "%s", base-url: "%s"}
                %s""".formatted(
                        port,
                        port,
                        adminPort,
                        freshchat.url(),
                        freshchat.url().getHost(),
                        freshchat.token(),
                        SECRET,
                        viber.token(),
                        viber.url(),
                        given));
    }

    public AppConfig config() {
        return AppConfig.read(file, Map.of());
    }

    /** Where Freshchat sends to. */
    public URI freshchatWebhook() {
        return URI.create("http://127.0.0.1:" + port + "/byoc/freshchat/" + SECRET);
    }

    /** Has it run in the background; gives what it tells, as it does. */
    public BlockingQueue<String> start() {
        Service started = new Service(config());
        service = started;
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        running = new Thread(() -> {
            try {
                started.run(told::add);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        running.start();
        return told;
    }

    /** Has it run until it relays; gives what it tells then. */
    public String serve() throws InterruptedException {
        String told = start().poll(30, TimeUnit.SECONDS);
        assertThat(told).startsWith("byoc relays for shop");
        freshchat.connectWebhook(freshchatWebhook());
        return told;
    }

    /** Something else that answers on the port of the commands. */
    public void answersInItsPlace(HttpHandler answer) throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), adminPort), 0);
        other.createContext("/", answer);
        other.start();
        others.add(other);
    }

    /** The same, with one answer to everything. */
    public void answersInItsPlace(String body) throws IOException {
        answersInItsPlace(exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    /** Ends it, and waits for that. */
    public void stop() {
        if (service != null && running != null) {
            service.close();
            service = null;
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs a command; gives its exit code. */
    public int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** Runs a command that is given the settings by {@code -f}. */
    public int ask(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-f", file.toString()));
        return run(all.toArray(String[]::new));
    }

    /** What the last command has printed. */
    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    /** What the last command has printed. */
    public Json json() {
        return Json.parse(out().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        stop();
        others.forEach(each -> each.stop(0));
        freshchat.close();
        viber.close();
    }
}
