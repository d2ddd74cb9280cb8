package dev.byoc.examples.bench;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Far;
import dev.byoc.examples.bench.rig.FarFreshchat;
import dev.byoc.examples.bench.rig.Line;
import dev.byoc.json.Json;
import java.io.IOException;
import java.util.List;

/** How soon a relay that was killed relays again, and how much memory 10,000 conversations take. */
final class RestartBench {
    private static final String HEAP = "-Xmx128m";

    private RestartBench() {}

    static void run(Bench.Options options) throws IOException {
        for (String engine : options.engines()) {
            // A store that forgets has no open entries.
            if (!engine.equals("memory")) {
                double one = firstCall(options.place(engine), 1, 0);
                double all = firstCall(options.place(engine), options.open(), options.done());
                Line.of("restart")
                        .with("engine", engine)
                        .with("open", options.open())
                        .with("done", options.done())
                        .print(all, "ms to the first call", one, "the same with one open entry");
            }
            try (Child freshchat = RelayBench.freshchat(FarFreshchat.PLAIN, 0)) {
                Json report = Child.run(
                        Heap.class,
                        List.of(HEAP),
                        options.place(engine),
                        Far.of(freshchat.report()).url(),
                        String.valueOf(options.customers()));
                Line.of("restart")
                        .with("engine", engine)
                        .with("customers", options.customers())
                        .with("heap", HEAP)
                        .print(
                                Child.number(report, "all_mb"),
                                "MB used",
                                Child.number(report, "one_mb"),
                                "the same after one customer");
            }
        }
    }

    private static double firstCall(String place, int open, int done) throws IOException {
        Json filled = Child.run(Fill.class, List.of("-Xmx512m"), place, String.valueOf(open), String.valueOf(done));
        if (Child.number(filled, "refused") > 0) {
            throw new IOException("the store did not take all entries");
        }
        try (Child freshchat = RelayBench.freshchat(FarFreshchat.PLAIN, 0)) {
            return Child.number(
                    Child.run(
                            Restart.class,
                            List.of("-Xmx256m"),
                            place,
                            Far.of(freshchat.report()).url()),
                    "first_call_ms");
        }
    }
}
