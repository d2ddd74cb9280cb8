package dev.byoc.examples.bench;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Customers;
import dev.byoc.examples.bench.rig.Latencies;
import dev.byoc.examples.bench.rig.Line;
import dev.byoc.examples.bench.rig.RawConnection;
import dev.byoc.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** How fast webhooks are acknowledged: verified, read, stored, forced to the disk, answered. The senders are this process. */
final class AckBench {
    private static final int MOST = 64;
    private static final List<Integer> CONNECTIONS = List.of(1, 8, MOST);
    private static final int CUSTOMERS = 64;
    private static final double TARGET_MILLIS = 10;
    private static final Customers SENDERS = new Customers();

    /** What senders saw. */
    private record Seen(double perSecond, double p50, double p99, int refused) {}

    private AckBench() {}

    static void run(Bench.Options options) throws IOException {
        Json bare = Child.run(
                BareCommits.class, List.of(), String.valueOf(options.time().toSeconds()));
        for (String engine : options.engines()) {
            for (int connections : CONNECTIONS) {
                try (Child host = new Child(AckHost.class, List.of("-Xmx512m"), options.place(engine))) {
                    Json told = host.report();
                    Seen atOnce = warm(told, "at-once", connections, options);
                    Seen seen = warm(told, "viber", connections, options);
                    line(engine, connections, seen)
                            .with("baseline_p50_ms", atOnce.p50())
                            .with("baseline_p99_ms", atOnce.p99())
                            .with("bare_sqlite_commits", Child.number(bare, "sqlite_commits"))
                            .with("bare_forces", Child.number(bare, "forces"))
                            .print(seen.perSecond(), "1/s", atOnce.perSecond(), "the same host answering at once");
                    if (connections == MOST) {
                        Seen half = measure(told, "viber", connections, seen.perSecond() / 2, options.time());
                        line(engine, connections, half)
                                .with("rate", half.perSecond())
                                .print(half.p99(), "ms, p99 at half of its maximum", TARGET_MILLIS, "the target");
                    }
                }
            }
        }
    }

    private static Line line(String engine, int connections, Seen seen) {
        return Line.of("ack")
                .with("engine", engine)
                .with("connections", connections)
                .with("p50_ms", seen.p50())
                .with("p99_ms", seen.p99())
                .with("refused", seen.refused());
    }

    /** Once for nothing, and then in earnest. */
    private static Seen warm(Json host, String account, int connections, Bench.Options options) {
        measure(host, account, connections, 0, options.warmup());
        return measure(host, account, connections, 0, options.time());
    }

    /**
     * Sends for so long.
     *
     * @param rate acknowledgements per second in all; 0: as many as there can be
     */
    private static Seen measure(Json host, String account, int connections, double rate, Duration time) {
        Latencies latencies = new Latencies();
        AtomicInteger refused = new AtomicInteger();
        double seconds = send(
                (int) host.get("port").numberOr(0),
                host.get(account).textOr(""),
                connections,
                rate,
                time,
                latencies,
                refused);
        return new Seen(latencies.count() / seconds, latencies.millis(0.5), latencies.millis(0.99), refused.get());
    }

    /** Gives how many seconds it took. */
    private static double send(
            int port,
            String path,
            int connections,
            double rate,
            Duration time,
            Latencies latencies,
            AtomicInteger refused) {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long interval = rate == 0 ? 0 : (long) (connections * 1e9 / rate);
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int first = i;
            senders.add(CompletableFuture.runAsync(
                    () -> {
                        try (RawConnection connection = new RawConnection(port)) {
                            // Counted from when it should have been sent, so that a stall counts for all whom it
                            // delays.
                            long due = start + interval * first / connections;
                            for (int n = first; System.nanoTime() < end; n += connections, due += interval) {
                                byte[] body = SENDERS.says(n % CUSTOMERS);
                                String signature = Customers.signature(body);
                                long sent = interval == 0 ? System.nanoTime() : awaited(due);
                                if (connection.post(path, body, signature) == 200) {
                                    latencies.add(System.nanoTime() - sent);
                                } else {
                                    refused.incrementAndGet();
                                }
                            }
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    threads));
        }
        senders.forEach(CompletableFuture::join);
        threads.shutdown();
        return (System.nanoTime() - start) / 1e9;
    }

    private static long awaited(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return due;
    }
}
