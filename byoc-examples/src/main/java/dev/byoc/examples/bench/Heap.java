package dev.byoc.examples.bench;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Far;
import dev.byoc.examples.bench.rig.Feed;
import dev.byoc.examples.bench.rig.Subject;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;

/** How much memory is used once so many customers have written. */
final class Heap {
    private static final int MOST_ON_THEIR_WAY = 64;

    private Heap() {}

    /** Takes the engine, Freshchat's address, and how many customers there are. */
    public static void main(String[] args) throws IOException {
        Feed feed = new Feed(MOST_ON_THEIR_WAY);
        RelayEngine relay =
                Subject.builder(args[0], new Far(args[1], "")).listener(feed).build();
        relay.start();
        feed.say(relay, relay.webhookUrl(Subject.VIBER), 0);
        feed.awaitAll();
        double before = usedMegabytes();
        int customers = Integer.parseInt(args[2]);
        for (int i = 0; i < customers; i++) {
            feed.say(relay, relay.webhookUrl(Subject.VIBER), i);
        }
        feed.awaitAll();
        Child.tell(Json.object().put("one_mb", before).put("all_mb", usedMegabytes()));
        Child.awaitEnd();
    }

    private static double usedMegabytes() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0;
    }
}
