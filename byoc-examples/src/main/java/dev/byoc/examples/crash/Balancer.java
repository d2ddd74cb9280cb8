package dev.byoc.examples.crash;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What lies between the senders and the hosts: each request goes to the next host in turn, and to another if that one does not answer. */
final class Balancer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How long a host that did not answer is passed over. */
    private static final Duration REST = Duration.ofMillis(500);

    private final List<URI> hosts;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<URI, Long> restsUntil = new ConcurrentHashMap<>();
    private final Proxy proxy;

    Balancer(List<URI> hosts) {
        this.hosts = List.copyOf(hosts);
        this.proxy = new Proxy(PATIENCE, this::pass);
    }

    private void pass(Proxy.Passing passing) throws IOException {
        int first = turn.getAndIncrement();
        for (int i = 0; i < hosts.size(); i++) {
            URI host = hosts.get(Math.floorMod(first + i, hosts.size()));
            if (hosts.size() > 1 && restsUntil.getOrDefault(host, Long.MIN_VALUE) > System.nanoTime()) {
                continue;
            }
            Proxy.Answer answer;
            long asked = System.nanoTime();
            try {
                answer = passing.passTo(host);
            } catch (IOException e) {
                // One that let us wait is stopped, and will be for a while.
                long waited = System.nanoTime() - asked;
                restsUntil.put(host, System.nanoTime() + Math.max(REST.toNanos(), 3 * waited));
                continue;
            }
            passing.answer(answer);
            return;
        }
        passing.answer(502, "no host answers".getBytes(StandardCharsets.UTF_8));
    }

    /** The one address of all hosts. */
    URI origin() {
        return proxy.origin();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
