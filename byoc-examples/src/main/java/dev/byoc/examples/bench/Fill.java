package dev.byoc.examples.bench;

import dev.byoc.Direction;
import dev.byoc.examples.Engines;
import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Customers;
import dev.byoc.examples.bench.rig.Far;
import dev.byoc.examples.bench.rig.Subject;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Leaves a store behind as a host does that was killed while Freshchat was out of reach. */
final class Fill {
    private static final int THREADS = 64;
    private static final int BATCH = 500;
    private static final int PER_CUSTOMER = 10;

    private Fill() {}

    /** Takes the engine, how many entries are to be open, and how many are to be done before. */
    public static void main(String[] args) throws IOException {
        done(args[0], Integer.parseInt(args[2]));
        RelayEngine relay = Subject.builder(args[0], Far.NOWHERE).build();
        relay.start();
        URI webhook = relay.webhookUrl(Subject.VIBER);
        Customers customers = new Customers();
        int open = Integer.parseInt(args[1]);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        everywhere(() -> {
            for (int n = next.getAndIncrement(); n < open; n = next.getAndIncrement()) {
                int customer = n % Math.max(1, open / PER_CUSTOMER);
                if (relay.handle(customers.request(webhook, customer)).status() != 200) {
                    refused.incrementAndGet();
                }
            }
        });
        Child.tell(Json.object().put("refused", refused.get()));
        Child.awaitEnd();
    }

    private static void done(String engine, int rows) {
        if (rows == 0) {
            return;
        }
        byte[] body = new byte[300];
        try (RelayStore store = Engines.store(engine)) {
            store.open("filled");
            AtomicInteger next = new AtomicInteger();
            everywhere(() -> {
                for (int first = next.getAndAdd(BATCH); first < rows; first = next.getAndAdd(BATCH)) {
                    List<NewEntry> entries = new ArrayList<>();
                    for (int n = first; n < first + BATCH; n++) {
                        Lane lane = new Lane(Direction.INBOUND, Subject.VIBER, "filled " + n % 50_000);
                        entries.add(new NewEntry(lane, "filled:" + n, body));
                    }
                    List<Claim> claims = store.journal()
                            .append(entries, List.of(), PausedLanes.NONE)
                            .claims();
                    while (!claims.isEmpty()) {
                        List<Claim> more = new ArrayList<>();
                        claims.forEach(
                                claim -> more.addAll(store.journal().finish(claim, Journal.End.DONE, "", Change.NONE)));
                        claims = more;
                    }
                }
            });
        }
    }

    private static void everywhere(Runnable work) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(CompletableFuture.runAsync(work, threads));
        }
        all.forEach(CompletableFuture::join);
        threads.shutdown();
    }
}
