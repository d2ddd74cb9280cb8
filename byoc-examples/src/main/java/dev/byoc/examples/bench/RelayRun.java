package dev.byoc.examples.bench;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Feed;
import dev.byoc.examples.bench.rig.Subject;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;

/** One engine relays as fast as it can what 64 customers write. */
final class RelayRun {
    static final int CUSTOMERS = 64;

    /** So that no lane is ever idle. */
    private static final int QUEUED = 8;

    private RelayRun() {}

    /** Takes the engine, Freshchat's port, the seconds of the warm-up, and those that are measured. */
    public static void main(String[] args) throws IOException {
        Feed feed = new Feed(CUSTOMERS * QUEUED);
        RelayEngine relay = Subject.builder(args[0], Integer.parseInt(args[1]))
                .listener(feed)
                .build();
        relay.start();
        feed.begin(relay, CUSTOMERS);
        Child.pass(args[2]);
        long before = feed.relayed();
        long start = System.nanoTime();
        Child.pass(args[3]);
        double perSecond = (feed.relayed() - before) / ((System.nanoTime() - start) / 1e9);
        feed.end();
        Child.tell(Json.object().put("per_second", perSecond));
        Child.awaitEnd();
    }
}
