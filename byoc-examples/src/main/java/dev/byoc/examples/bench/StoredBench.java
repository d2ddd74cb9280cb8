package dev.byoc.examples.bench;

import dev.byoc.examples.bench.contest.Arena.Player;
import dev.byoc.examples.bench.contest.Turn;
import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.FarFreshchat;
import java.io.IOException;
import java.util.List;

/** What relaying costs on a store that has kept many entries, beside a store of the same kind that has kept none. */
final class StoredBench {
    private StoredBench() {}

    static void run(Bench.Options options) throws IOException {
        for (String engine : options.engines()) {
            if (!engine.equals("memory")) {
                String full = options.place(engine);
                Child.run(Fill.class, List.of("-Xmx512m"), full, "0", String.valueOf(options.done()));
                Player player = Player.alone(full);
                List<Turn> turns = RelayBench.play(
                        options, FarFreshchat.PLAIN, List.of(player, Player.alone(options.place(engine))));
                RelayBench.print(
                        RelayBench.line("stored", engine, player, "none").with("done", options.done()),
                        turns.get(0),
                        turns.get(1),
                        "none stored");
            }
        }
    }
}
