package dev.byoc.examples.bench.contest;

import dev.byoc.examples.bench.rig.Customers;
import dev.byoc.examples.bench.rig.Far;
import dev.byoc.examples.bench.rig.FarFreshchat;
import dev.byoc.examples.bench.rig.RawConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** A relay in a process of its own that customers write to over HTTP. It is done when Freshchat has got what they wrote. */
public final class HttpSide implements Side {
    private static final int CONNECTIONS = 64;
    private static final Duration GLANCE = Duration.ofMillis(1);
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Crowd crowd = new Crowd("sender", CONNECTIONS);
    private final Customers customers = new Customers();
    private final ProcessHandle process;
    private final int port;
    private final String path;
    private final Far far;
    private final int howMany;
    private final int inFlight;
    private Sent[] all = {};
    private int next;

    private record Sent(byte[] body, String signature) {}

    /**
     * A side.
     *
     * @param path of its webhook for Viber
     * @param howMany customers, who write in turn
     * @param inFlight messages sent and not yet relayed, at most
     */
    public HttpSide(ProcessHandle process, int port, String path, Far far, int howMany, int inFlight) {
        this.process = process;
        this.port = port;
        this.path = path;
        this.far = far;
        this.howMany = howMany;
        this.inFlight = inFlight;
    }

    @Override
    public int introduction() {
        return howMany;
    }

    @Override
    public Usage usage() {
        return Usage.of(process);
    }

    @Override
    public void prepare(int messages) {
        all = IntStream.range(0, messages)
                .mapToObj(n -> customers.says((next + n) % howMany))
                .map(body -> new Sent(body, Customers.signature(body)))
                .toArray(Sent[]::new);
        next = (next + messages) % howMany;
    }

    @Override
    public void run(int messages) {
        Semaphore free = new Semaphore(inFlight);
        try (RawConnection freshchat = new RawConnection(far.port())) {
            long before = sent(freshchat);
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> crowd.all(messages, numbers -> send(numbers, free)));
            long progress = System.nanoTime();
            for (int relayed = 0; relayed < messages && !sending.isCompletedExceptionally(); ) {
                LockSupport.parkNanos(GLANCE.toNanos());
                int now = (int) (sent(freshchat) - before);
                if (now > relayed) {
                    progress = System.nanoTime();
                    free.release(now - relayed);
                    relayed = now;
                } else if (System.nanoTime() - progress > PATIENCE.toNanos()) {
                    throw new IllegalStateException("of " + messages + " messages " + relayed + " were relayed");
                }
            }
            sending.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(IntSupplier numbers, Semaphore free) throws IOException {
        try (RawConnection host = new RawConnection(port)) {
            for (int number = numbers.getAsInt(); number >= 0; number = numbers.getAsInt()) {
                free.acquireUninterruptibly();
                while (host.post(path, all[number].body, all[number].signature) != 200) {
                    // As Viber does: the same bytes again, which cost the host what they cost.
                    LockSupport.parkNanos(AGAIN.toNanos());
                }
            }
        }
    }

    private static long sent(RawConnection freshchat) throws IOException {
        return Long.parseLong(new String(freshchat.get(FarFreshchat.SENT), StandardCharsets.US_ASCII));
    }
}
