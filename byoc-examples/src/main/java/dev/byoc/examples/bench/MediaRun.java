package dev.byoc.examples.bench;

import dev.byoc.RelayRequest;
import dev.byoc.event.RelayEvent;
import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Latencies;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.json.Json;
import dev.byoc.policy.MediaLimits;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Films through a relay in a small heap, one and then many at once, and texts beside them. A process of its own. */
final class MediaRun {
    private static final int TEXTS = 300;
    private static final int MEBIBYTE = 1024 * 1024;

    private final Set<String> relayed = ConcurrentHashMap.newKeySet();
    private final String origin;
    private final FakeChannelProvider provider = new FakeChannelProvider("fake", FakeChannel::new);
    private final RelayEngine relay;

    private MediaRun(int port, int atOnce) {
        this.origin = "http://127.0.0.1:" + port;
        String key;
        try (FakeFreshchat freshchat = FakeFreshchat.withUsualKey()) {
            // Only for a key that is one.
            key = freshchat.publicKeyPem();
        }
        this.relay = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(origin)
                        .trustHost("127.0.0.1")
                        .token("token")
                        .webhookKey(key)
                        .build())
                .account("bench", provider, Map.of("topic", "Support"))
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .allowInternalHost("127.0.0.1")
                .media(MediaLimits.DEFAULT
                        .maxBytes(4096L * MEBIBYTE)
                        .deadline(Duration.ofMinutes(30))
                        .atOnce(atOnce))
                .listener(event -> {
                    if (event instanceof RelayEvent.Delivered message) {
                        relayed.add(message.eventKey());
                    }
                })
                .build();
    }

    /** Takes the remote API's port, the bytes of a film, and how many films go at once. */
    public static void main(String[] args) throws Exception {
        long film = Long.parseLong(args[1]);
        int atOnce = Integer.parseInt(args[2]);
        MediaRun run = new MediaRun(Integer.parseInt(args[0]), atOnce);
        run.relay.start();
        run.copy();
        double bare = seconds(run::copy);
        run.text(0);
        double idleHeap = used();
        Latencies idle = run.texts(1);
        run.film(0);
        double one = seconds(() -> run.film(1));
        resetPeaks();
        long before = run.uploaded();
        long start = System.nanoTime();
        for (int i = 2; i < atOnce + 2; i++) {
            run.send("image", i);
        }
        Latencies beside = new Latencies();
        int texts = 0;
        while (run.filmsLeft(atOnce) > 0) {
            long sent = System.nanoTime();
            run.text(1_000 + texts++);
            beside.add(System.nanoTime() - sent);
        }
        double many = (System.nanoTime() - start) / 1e9;
        double peak = peak();
        if (run.uploaded() - before < film * atOnce) {
            throw new IOException("not all bytes arrived");
        }
        Child.tell(Json.object()
                .put("bare_s", bare)
                .put("one_s", one)
                .put("many_s", many)
                .put("idle_heap_mb", idleHeap)
                .put("peak_heap_mb", peak)
                .put("idle_p99_ms", idle.millis(0.99))
                .put("beside_p99_ms", beside.millis(0.99))
                .put("beside_p50_ms", beside.millis(0.5))
                .put("texts_beside", texts));
        Child.awaitEnd();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static double seconds(Task task) throws IOException {
        long start = System.nanoTime();
        task.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** From the one address to the other and nothing else: the least that it takes. */
    private void copy() throws IOException {
        HttpURLConnection to = open("/v2/files/upload");
        to.setDoOutput(true);
        to.setChunkedStreamingMode(16 * 1024);
        try (InputStream in = open("/film.mp4").getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        }
        try (InputStream answer = to.getInputStream()) {
            answer.readAllBytes();
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        return (HttpURLConnection) URI.create(origin + path).toURL().openConnection();
    }

    private long uploaded() throws IOException {
        try (InputStream in = open("/v2/uploaded").getInputStream()) {
            return Json.parse(in.readAllBytes()).get("bytes").numberOr(0);
        }
    }

    private void film(int number) {
        send("image", number);
        await("p" + number);
    }

    private Latencies texts(int first) {
        Latencies latencies = new Latencies();
        for (int i = 0; i < TEXTS; i++) {
            long sent = System.nanoTime();
            text(first + i % 10);
            latencies.add(System.nanoTime() - sent);
        }
        return latencies;
    }

    private int lastText;

    private void text(int customer) {
        String id = "t" + ++lastText;
        post(Json.object()
                .put("kind", "text")
                .put("id", id)
                .put("customer", "talks" + customer % 10)
                .put("text", "hello")
                .build());
        await(id);
    }

    private void send(String prefix, int number) {
        post(Json.object()
                .put("kind", "video")
                .put("id", "p" + number)
                .put("customer", prefix + number)
                .put("url", origin + "/film.mp4")
                .put("file", "film.mp4")
                .build());
    }

    private void post(Json event) {
        FakeChannel channel = provider.channel("bench");
        int status = relay.handle(new RelayRequest(
                        "POST",
                        relay.webhookUrl("bench").getRawPath(),
                        null,
                        channel.headers(),
                        FakeChannel.events(event).bytes(),
                        null))
                .status();
        if (status != 200) {
            throw new IllegalStateException("refused with " + status);
        }
    }

    private void await(String id) {
        while (relayed.stream().noneMatch(key -> key.endsWith("message:" + id))) {
            Thread.onSpinWait();
        }
        relayed.removeIf(key -> key.endsWith("message:" + id));
    }

    private int filmsLeft(int all) {
        return all
                - (int) relayed.stream()
                        .filter(key -> key.contains("message:p"))
                        .count();
    }

    private static double used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / (double) MEBIBYTE;
    }

    private static void resetPeaks() {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** Of the pools' peaks, which need not have been at one time: more than there ever was. */
    private static double peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                / (double) MEBIBYTE;
    }
}
