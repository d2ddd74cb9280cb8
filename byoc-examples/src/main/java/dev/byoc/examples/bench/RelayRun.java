package dev.byoc.examples.bench;

import dev.byoc.json.Json;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** One engine relays as fast as it can what 64 customers write. */
final class RelayRun {
    static final int CUSTOMERS = 64;

    /** So that no lane is ever idle. */
    private static final int QUEUED = 8;

    private RelayRun() {}

    /** Takes the engine, Freshchat's port, and the seconds. */
    public static void main(String[] args) throws IOException {
        long nanos = Long.parseLong(args[2]) * 1_000_000_000L;
        Feed feed = new Feed(CUSTOMERS * QUEUED);
        RelayEngine relay = Subject.builder(args[0], Integer.parseInt(args[1]))
                .listener(feed)
                .build();
        relay.start();
        feed.begin(relay, CUSTOMERS);
        LockSupport.parkNanos(nanos);
        long before = feed.relayed();
        long start = System.nanoTime();
        LockSupport.parkNanos(nanos);
        double perSecond = (feed.relayed() - before) / ((System.nanoTime() - start) / 1e9);
        feed.end();
        Child.tell(Json.object().put("per_second", perSecond));
        Child.awaitEnd();
    }
}
