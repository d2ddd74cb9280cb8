package example;

import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs byoc-app.jar with a file of fifteen lines between fakes, has a message relayed each way, kills it, starts it again, has another one relayed,
 * and ends it as an operator does.
 */
final class OneJar {
    private static final String SECRET = "the-secret-part-of-the-address";
    private static final int MOST_LINES = 15;

    private OneJar() {}

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments[0]).toAbsolutePath();
        Path folder = Path.of(arguments[1]).toAbsolutePath();
        int port = FreePort.next();
        int adminPort = FreePort.next();
        try (FakeFreshchat freshchat = FakeFreshchat.withUsualKey();
                FakeViber viber = new FakeViber()) {
            freshchat.addTopic("Support");
            String settings = """
                    byoc:
                      public-url: http://127.0.0.1:%d/byoc
                      port: %d
                      admin.port: %d
                      freshchat:
                        url: %s
                        trust-host: %s
                        token: ${FRESHCHAT_TOKEN}
                        webhook-key: ${FRESHCHAT_WEBHOOK_KEY}
                      accounts.shop:
                        channel: viber
                        auth-token: ${VIBER_TOKEN}
                        sender-name: Shop
                        topic: Support
                        base-url: %s
                    """.formatted(
                            port, port, adminPort, freshchat.url(), freshchat.url().getHost(), viber.url());
            if (settings.lines().count() > MOST_LINES) {
                throw new AssertionError("the file has " + settings.lines().count() + " lines");
            }
            Path file = Files.writeString(folder.resolve("byoc.yaml"), settings);
            Map<String, String> secrets = Map.of(
                    "FRESHCHAT_TOKEN", freshchat.token(),
                    "FRESHCHAT_WEBHOOK_KEY", freshchat.publicKeyPem(),
                    "VIBER_TOKEN", viber.token(),
                    "BYOC_FRESHCHAT_PATH_SECRET", SECRET);
            freshchat.connectWebhook(URI.create("http://127.0.0.1:" + port + "/byoc/freshchat/" + SECRET));
            ViberCustomer ines = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Ines");

            Process first = start(jar, file, secrets);
            long took = awaitRelaying(folder, first, 1);
            relay(freshchat, ines, 1);
            awaitNothingOpen(adminPort);
            first.destroyForcibly().waitFor();

            Process second = start(jar, file, secrets);
            try {
                awaitRelaying(folder, second, 2);
                relay(freshchat, ines, 2);
            } finally {
                second.destroy();
                if (!second.waitFor(30, TimeUnit.SECONDS)) {
                    second.destroyForcibly();
                    throw new AssertionError("the program did not end within 30 seconds");
                }
            }
            try (Stream<Path> beside = Files.list(folder)) {
                same(1L, beside.filter(each -> each.toString().contains("byoc.db.native-")).count());
            }
            String log = Files.readString(folder.resolve("log"));
            if (log.contains(freshchat.token()) || log.contains(viber.token()) || log.contains(SECRET)) {
                throw new AssertionError("the log holds a secret");
            }
            // Once it may be the machine's fault, which has other work.
            if (log.split("shop is DOWN", -1).length > 2) {
                throw new AssertionError("no start registered its webhook at once");
            }
            System.out.println("byoc-app.jar, with a file of " + settings.lines().count() + " lines, relays after "
                    + took / 100 / 10.0 + " s a message each way; killed and started again, it relays on");
        }
    }

    private static void relay(FakeFreshchat freshchat, ViberCustomer ines, int number) {
        ines.says("question " + number);
        same("question " + number, freshchat.awaitPosted(number).get(number - 1).text());
        freshchat.agent().says(freshchat.conversations().get(0).id(), "answer " + number);
        ines.awaitReceived(number);
        same("answer " + number, ines.receivedTexts().get(number - 1));
    }

    private static Process start(Path jar, Path file, Map<String, String> secrets) throws Exception {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        File log = file.resolveSibling("log").toFile();
        ProcessBuilder builder = new ProcessBuilder(List.of(java, "-jar", jar.toString(), "serve", file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().putAll(secrets);
        return builder.start();
    }

    /** Milliseconds until the program says that it relays, for the time of that number: a registration that fails is tried again each minute. */
    private static long awaitRelaying(Path folder, Process program, int times) throws Exception {
        long began = System.nanoTime();
        while (Files.readString(folder.resolve("log")).split("byoc relays for shop", -1).length <= times) {
            if (program.waitFor(20, TimeUnit.MILLISECONDS)
                    || System.nanoTime() - began > TimeUnit.MINUTES.toNanos(3)) {
                throw new AssertionError("it does not relay: " + Files.readString(folder.resolve("log")));
            }
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** What was sent and not yet stored as sent would be told to the agent by a note after the kill, as it should. */
    private static void awaitNothingOpen(int adminPort) throws Exception {
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/health"))
                .build();
        HttpClient http = HttpClient.newHttpClient();
        for (int tries = 0; tries < 1_000; tries++) {
            if (http.send(health, HttpResponse.BodyHandlers.ofString()).body().contains("\"open\":0,\"parts\"")) {
                return;
            }
        }
        throw new AssertionError("entries stay open");
    }

    private static void same(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError("expected " + expected + ", found " + found);
        }
    }
}
