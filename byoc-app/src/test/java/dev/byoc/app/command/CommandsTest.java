package dev.byoc.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.byoc.app.Main;
import dev.byoc.app.config.AppConfig;
import dev.byoc.app.serve.Service;
import dev.byoc.json.Json;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a relay that runs, and against its store alone. */
class CommandsTest {
    private static final int MOST_LOOKS = 5_000;
    private static final String SECRET = "the-secret-part-of-the-address";

    private final FakeFreshchat freshchat = FakeFreshchat.withUsualKey();
    private final FakeViber viber = new FakeViber();
    private final int port = FreePort.next();
    private final int adminPort = FreePort.next();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private @Nullable Service service;
    private Path file;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        freshchat.addTopic("Support");
        Files.writeString(folder.resolve("key.pem"), freshchat.publicKeyPem());
        file = Files.writeString(folder.resolve("byoc.yaml"), """
                byoc:
                  public-url: http://127.0.0.1:%d/byoc
                  port: %d
                  admin.port: %d
                  freshchat:
                    url: %s
                    trust-host: %s
                    token: "%s"
                    webhook-key-file: "%s"
                    path-secret: %s
                  accounts:
                    shop: {channel: viber, topic: Support, sender-name: Shop, auth-token: "%s", base-url: "%s"}
                """.formatted(
                        port,
                        port,
                        adminPort,
                        freshchat.url(),
                        freshchat.url().getHost(),
                        freshchat.token(),
                        folder.resolve("key.pem"),
                        SECRET,
                        viber.token(),
                        viber.url()));
    }

    @AfterEach
    void close() {
        stop();
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
        assertThat(told.poll(30, TimeUnit.SECONDS)).startsWith("byoc relays for shop");
        freshchat.connectWebhook(URI.create("http://127.0.0.1:" + port + "/byoc/freshchat/" + SECRET));
    }

    private void stop() {
        if (service != null) {
            service.close();
            service = null;
        }
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-f";
        all[arguments.length + 1] = file.toString();
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private Json json() {
        return Json.parse(out.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** An answer that the messenger refuses for good. */
    private long deadLetter() {
        ViberCustomer ines = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Ines");
        ines.says("is it on its way?");
        freshchat.awaitPosted(1);
        ines.unsubscribes();
        freshchat.agent().says(freshchat.conversations().get(0).id(), "it is");
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            assertThat(run("dead-letters", "list", "--json")).isZero();
            List<Json> letters = json().get("deadLetters").items();
            if (!letters.isEmpty()) {
                return letters.get(0).get("id").numberOr(0);
            }
        }
        throw new AssertionError("no dead letter came");
    }

    @Test
    void theStatusOfWebhooksShowsAddressesAndOutcomes() throws Exception {
        serve();

        assertThat(run("webhook", "status")).isZero();
        assertThat(out.toString())
                .contains("Freshchat: http://127.0.0.1:" + port + "/byoc/freshchat/" + SECRET)
                .contains("shop: registered");
    }

    @Test
    void aWebhookIsTakenBackAndRegisteredAgain() throws Exception {
        serve();

        assertThat(run("webhook", "unregister", "shop", "--yes")).isZero();
        assertThat(out.toString()).contains("shop: none, taken back");
        assertThat(run("webhook", "status", "shop")).isZero();
        assertThat(out.toString()).contains("shop: none");
        assertThat(run("webhook", "register", "shop", "--json")).isZero();
        assertThat(json().get("accounts").at(0).get("outcome").textOr("")).isEqualTo("registered");
    }

    @Test
    void anAccountThatThereIsNotIsAFault() throws Exception {
        serve();

        assertThat(run("webhook", "register", "shpo")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no such account; there are: shop");
    }

    @Test
    void deadLettersAreListedReplayedAndDiscardedWithARelayThatRuns() throws Exception {
        serve();
        long number = deadLetter();

        assertThat(run("dead-letters", "replay", "--all", "--dry-run")).isZero();
        assertThat(out.toString()).contains(number + "  ").contains("shop outbound");
        assertThat(run("dead-letters", "discard", "" + number, "--yes")).isZero();
        assertThat(run("dead-letters", "replay", "" + number)).isEqualTo(1);
        assertThat(out.toString()).contains("there is no such dead letter");
    }

    @Test
    void withoutARelayItsStoreIsAsked() throws Exception {
        serve();
        long number = deadLetter();
        stop();

        assertThat(run("dead-letters", "list", "--json")).isZero();
        assertThat(json().get("deadLetters").items()).hasSize(1);
        assertThat(run("timeline", "" + number, "--json")).isZero();
        assertThat(json().get("timelines").at(0).get("state").textOr("")).isEqualTo("DEAD");
        assertThat(run("timeline", "nothing")).isEqualTo(1);
    }

    @Test
    void whatIsReplayedWithoutARelayIsRelayedByTheNext() throws Exception {
        serve();
        long number = deadLetter();
        stop();
        int before = viber.calls("POST /send_message");
        assertThat(run("dead-letters", "replay", "" + number)).isZero();
        assertThat(viber.calls("POST /send_message")).isEqualTo(before);

        serve();

        viber.awaitCalls("POST /send_message", before + 1);
        assertThat(run("timeline", "" + number, "--json")).isZero();
        assertThat(json().get("timelines").at(0).get("state").textOr("")).isEqualTo("REPLAYED");
    }

    @Test
    void whatNeedsARelayThatRunsSaysSo() {
        assertThat(run("webhook", "status")).isEqualTo(3);
        assertThat(err.toString()).contains("start it first, by serve");
        assertThat(run("catch-up", "--since", "2026-01-15T09:00:00Z")).isEqualTo(3);
    }

    @Test
    void answersAreLookedForOnceTheTimeIsOne() throws Exception {
        serve();

        assertThat(run("catch-up", "--since", "yesterday")).isEqualTo(2);
        assertThat(err.toString()).contains("since must be a time such as 2026-01-15T09:00:00Z");
        assertThat(run("catch-up", "--since", "2026-01-15T09:00:00Z")).isZero();
    }

    @Test
    void aFilterWithoutAllIsRefused() throws Exception {
        assertThat(run("dead-letters", "discard", "--account", "shop", "--yes")).isEqualTo(2);
        assertThat(run("dead-letters", "discard", "7", "--all", "--yes")).isEqualTo(2);
    }

    @Test
    void whatCannotBeUndoneIsRefusedWhereNobodyCanBeAsked() throws Exception {
        for (String[] each : List.of(
                new String[] {"dead-letters", "discard", "7"},
                new String[] {"dead-letters", "replay", "--all"},
                new String[] {"dead-letters", "replay", "7", "--allow-duplicate"},
                new String[] {"webhook", "unregister"})) {
            assertThat(run(each)).isEqualTo(2);
            assertThat(err.toString()).contains("there is no terminal to answer at", "--yes");
        }
    }

    @Test
    void aStoreThatIsNotThereIsNotMade() {
        assertThat(run("dead-letters", "list")).isEqualTo(3);
        assertThat(err.toString()).contains("there is no store at " + folder.resolve("byoc.db"));
        assertThat(folder.resolve("byoc.db")).doesNotExist();
    }

    @Test
    void aStoreWithoutTablesGetsNone() throws Exception {
        Files.createFile(folder.resolve("byoc.db"));

        assertThat(run("dead-letters", "list")).isEqualTo(3);
    }

    @Test
    void aReplayOfAllKeepsToTheTimeOfItsFirstCallAndEndsWithAPageThatIsNotFull() throws Exception {
        Json full = Json.object()
                .put("until", "2026-01-15T09:00:00Z")
                .put(
                        "deadLetters",
                        Collections.nCopies(1_000, Json.object().put("id", 7).build()))
                .build();
        Json rest = Json.object()
                .put("until", "2026-01-15T09:00:00Z")
                .put("deadLetters", List.of(Json.object().put("id", 8).build()))
                .build();
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), adminPort), 0);
        relay.createContext("/", exchange -> {
            asked.add(String.valueOf(exchange.getRequestURI().getQuery()));
            byte[] body = (asked.size() == 1 ? full : rest).bytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        relay.start();
        try {
            assertThat(run("dead-letters", "replay", "--all", "--yes", "--account", "shop", "--json"))
                    .isZero();
        } finally {
            relay.stop(0);
        }

        assertThat(asked).containsExactly("account=shop", "account=shop&until=2026-01-15T09:00:00Z");
        assertThat(json().get("deadLetters").items()).hasSize(1_001);
    }
}
