package dev.byoc.examples.bench;

import dev.byoc.examples.bench.contest.Arena.Player;
import dev.byoc.examples.bench.contest.Turn;
import dev.byoc.examples.bench.rig.FarFreshchat;
import dev.byoc.examples.bench.rig.Line;
import dev.byoc.testkit.store.RoundTrips;
import java.io.IOException;
import java.util.List;

/** How many messages are relayed in a second on PostgreSQL, and in how many round trips, beside a loop of two commits on a pool of that size. */
final class PostgresBench {
    private static final List<Integer> IN_FLIGHT = List.of(512, 64);

    private static final int THREADS = 64;

    private static final String LOOP = "a loop of one insert and one update, each committed";

    private PostgresBench() {}

    static void run(Bench.Options options) throws IOException {
        String place = options.place("postgresql") + "&socketFactory=" + RoundTrips.class.getName();
        for (int inFlight : IN_FLIGHT) {
            Player relay = Player.relay(place).inFlight(inFlight);
            Player commits = Player.commits(place).inFlight(Math.min(inFlight, THREADS));
            List<Turn> turns = RelayBench.play(options, FarFreshchat.PLAIN, List.of(relay, commits));
            Turn relayed = turns.get(0);
            Turn committed = turns.get(1);
            line(relay).print(relayed.roundTrips(), "round trips a message", committed.roundTrips(), LOOP);
            line(relay)
                    .with("cpu_us", relayed.cpu())
                    .with("baseline_cpu_us", committed.cpu())
                    .print(relayed.perSecond(), "messages/s", committed.perSecond(), LOOP);
        }
    }

    private static Line line(Player relay) {
        return RelayBench.line("postgresql", "postgresql", relay, FarFreshchat.PLAIN);
    }
}
