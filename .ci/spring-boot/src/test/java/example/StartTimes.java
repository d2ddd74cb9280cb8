package example;

import dev.byoc.RelayRequest;
import dev.byoc.event.RelayEvent;
import dev.byoc.jdbc.JdbcStore;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.webhook.WebhookRequest;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * How long byoc-app.jar takes from the start of its process until the first message is in Freshchat, on a SQLite file with many open entries and on
 * one with one. The figures are for reading, never for passing.
 */
final class StartTimes {
    private static final int OPEN = Integer.getInteger("open", 2_000);
    private static final int TURNS = Integer.getInteger("turns", 3);
    private static final int PER_CUSTOMER = 10;
    private static final int SENDERS = 64;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

    private final Path jar;
    private final Path folder;
    private final FakeViber viber;

    private StartTimes(Path jar, Path folder, FakeViber viber) {
        this.jar = jar;
        this.folder = folder;
        this.viber = viber;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
        try (FakeViber viber = new FakeViber()) {
            StartTimes times = new StartTimes(Path.of(arguments[0]).toAbsolutePath(), folder, viber);
            Path many = times.filled("many", OPEN);
            Path one = times.filled("one", 1);
            times.millis(one);
            List<Long> withMany = new ArrayList<>();
            List<Long> withOne = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                withMany.add(times.millis(many));
                withOne.add(times.millis(one));
            }
            System.out.printf(
                    "byoc-app.jar's first message after a start with %,d open entries: %,d ms, with one: %,d ms, ratio %.2f (medians of %d)%n",
                    OPEN, median(withMany), median(withOne), (double) median(withMany) / median(withOne), TURNS);
        }
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private Properties settings(FakeFreshchat freshchat, int port) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "byoc.public-url", "http://127.0.0.1:" + port + "/byoc",
                "byoc.freshchat.url", freshchat.url().toString(),
                "byoc.freshchat.trust-host", freshchat.url().getHost(),
                "byoc.freshchat.token", freshchat.token(),
                "byoc.freshchat.webhook-key", freshchat.publicKeyPem(),
                "byoc.accounts.shop.channel", "viber",
                "byoc.accounts.shop.auth-token", viber.token(),
                "byoc.accounts.shop.sender-name", "Shop",
                "byoc.accounts.shop.topic", "Support",
                "byoc.accounts.shop.base-url", viber.url().toString()));
        return settings;
    }

    /** A folder with a store in which so many messages wait, of which hardly one was tried: Freshchat is out of reach, which one before them has found out. */
    private Path filled(String name, int open) throws Exception {
        Path filled = Files.createDirectories(folder.resolve(name));
        CountDownLatch paused = new CountDownLatch(1);
        FakeFreshchat freshchat = FakeFreshchat.withUsualKey();
        try (freshchat;
                RelayEngine relay = RelayBuilder.fromProperties(settings(freshchat, FreePort.next()))
                        .store(JdbcStore.embedded(filled.resolve("byoc.db")))
                        .listener(event -> {
                            if (event instanceof RelayEvent.Paused) {
                                paused.countDown();
                            }
                        })
                        .build()) {
            freshchat.close();
            URI webhook = relay.webhookUrl("shop");
            int customers = Math.max(1, open / PER_CUSTOMER);
            take(relay, webhook, message(open, customers));
            if (!paused.await(1, TimeUnit.MINUTES)) {
                throw new AssertionError("the relay has not noticed that Freshchat is out of reach");
            }
            relay.forget("shop", customer(customers));
            // Side by side, as each waits for the disk.
            ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
            AtomicInteger next = new AtomicInteger();
            List<CompletableFuture<Void>> all = Stream.generate(() -> CompletableFuture.runAsync(
                            () -> {
                                for (int n = next.getAndIncrement(); n < open; n = next.getAndIncrement()) {
                                    take(relay, webhook, message(n, n % customers));
                                }
                            },
                            senders))
                    .limit(SENDERS)
                    .toList();
            all.forEach(CompletableFuture::join);
            senders.shutdown();
        }
        return filled;
    }

    private static void take(RelayEngine relay, URI webhook, byte[] message) {
        WebhookRequest signed = relay.testRequest("shop", message);
        int status = relay.handle(new RelayRequest(
                        "POST",
                        webhook.getRawPath() + signed.subPath(),
                        null,
                        signed.headers(),
                        signed.body(),
                        InetAddress.getLoopbackAddress()))
                .status();
        if (status != 200) {
            throw new AssertionError("a webhook was answered " + status);
        }
    }

    private static String customer(int number) {
        return "customer%06d/w==".formatted(number);
    }

    private static byte[] message(int number, int customer) {
        return """
                {"event":"message","timestamp":%d,"chat_hostname":"SN-CHAT-03_","message_token":%d,\
                "sender":{"id":"%s","name":"Customer %d","language":"bg","country":"BG","api_version":10},\
                "message":{"text":"Do you have these boots in 38, and number %d too?","type":"text"},"silent":false}""".formatted(
                        System.currentTimeMillis(), 5_741_311_803_571_721_087L + number, customer(customer), customer, number)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Of a start on a copy, which ends with a kill. */
    private long millis(Path filled) throws Exception {
        Path run = Files.createDirectories(folder.resolve("run"));
        clear(run);
        try (Stream<Path> files = Files.list(filled)) {
            for (Path each : files.toList()) {
                Files.copy(each, run.resolve(each.getFileName()));
            }
        }
        try (FakeFreshchat freshchat = FakeFreshchat.withUsualKey()) {
            freshchat.addTopic("Support");
            int port = FreePort.next();
            Properties settings = settings(freshchat, port);
            settings.setProperty("byoc.port", "" + port);
            settings.setProperty("byoc.admin.port", "" + FreePort.next());
            settings.setProperty("byoc.register-webhooks", "no");
            Path file = run.resolve("byoc.properties");
            try (var out = Files.newBufferedWriter(file)) {
                settings.store(out, null);
            }
            String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
            ProcessBuilder program = new ProcessBuilder(List.of(java, "-jar", jar.toString(), "serve", file.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(run.resolve("log").toFile());
            long began = System.nanoTime();
            Process process = program.start();
            try {
                while (freshchat.posted().isEmpty()) {
                    if (process.waitFor(2, TimeUnit.MILLISECONDS) || System.nanoTime() - began > PATIENCE) {
                        throw new AssertionError("it does not relay: " + Files.readString(run.resolve("log")));
                    }
                }
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            // The folder of the native library stays, as beside a store of yesterday.
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                Files.delete(each);
            }
        }
    }
}
