package dev.byoc.examples.bench.contest;

import dev.byoc.examples.bench.rig.Customers;
import dev.byoc.examples.bench.rig.Latencies;
import dev.byoc.examples.bench.rig.RawConnection;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Those who send webhooks over connections of their own, one after the other, each as soon as the one before is acknowledged. */
public final class Senders {
    private static final int CUSTOMERS = 64;

    private final Customers customers = new Customers();
    private final Crowd crowd;
    private final int connections;

    /** What they saw. */
    public record Seen(double perSecond, Latencies latencies) {}

    public Senders(int connections) {
        this.connections = connections;
        this.crowd = new Crowd("sender", connections);
    }

    /**
     * Sends so many.
     *
     * @param rate acknowledgements per second in all; 0: as many as there can be
     * @throws java.util.concurrent.CompletionException if one is refused
     */
    public Seen send(int port, String path, int messages, double rate) {
        byte[][] bodies = IntStream.range(0, messages)
                .mapToObj(n -> customers.says(n % CUSTOMERS))
                .toArray(byte[][]::new);
        Latencies latencies = new Latencies();
        long interval = rate == 0 ? 0 : (long) (1e9 / rate);
        long start = System.nanoTime();
        crowd.all(messages, numbers -> {
            try (RawConnection connection = new RawConnection(port)) {
                for (int number = numbers.getAsInt(); number >= 0; number = numbers.getAsInt()) {
                    // Counted from when it should have been sent, so that a stall counts for all whom it delays.
                    long due = interval == 0 ? System.nanoTime() : awaited(start + interval * number);
                    int status = connection.post(path, bodies[number], Customers.signature(bodies[number]));
                    if (status != 200) {
                        throw new IOException("status " + status);
                    }
                    latencies.add(System.nanoTime() - due);
                }
            }
        });
        return new Seen(messages / ((System.nanoTime() - start) / 1e9), latencies);
    }

    public int connections() {
        return connections;
    }

    private static long awaited(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return due;
    }
}
