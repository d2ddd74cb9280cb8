package dev.byoc.examples.bench;

import dev.byoc.examples.bench.contest.Arena;
import dev.byoc.examples.bench.contest.Arena.Player;
import dev.byoc.examples.bench.contest.Turn;
import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Far;
import dev.byoc.examples.bench.rig.FarFreshchat;
import dev.byoc.examples.bench.rig.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What relaying a customer's message costs this process, beside a bare loop of the same calls that takes turns with it. */
final class RelayBench {
    private static final String BARE = "a bare OkHttp loop";
    private static final String NONE = "none";
    private static final List<Integer> IN_FLIGHT = List.of(1, 8, 64, 256);
    private static final List<Integer> CUSTOMERS = List.of(10_000, 100_000);
    private static final int MILLIS = 20;
    private static final int THREADS = 64;

    private RelayBench() {}

    static void run(Bench.Options options) throws IOException {
        List<Turn> sockets = play(options, FarFreshchat.PLAIN, List.of(Player.bare(), Player.raw()));
        print(Line.of("relay").with("side", "bare OkHttp loop"), sockets.get(0), sockets.get(1), "raw sockets");
        for (String engine : options.engines()) {
            alone(options, engine);
            plain(options, engine);
            secure(options, engine);
        }
    }

    /** The more customers, the less often a message finds its lane at work. */
    private static void alone(Bench.Options options, String engine) throws IOException {
        Player alone = Player.alone(options.place(engine));
        List<Player> players = new ArrayList<>(List.of(alone, Player.bare()));
        CUSTOMERS.forEach(howMany -> players.add(alone.customers(howMany)));
        List<Turn> turns = play(options, FarFreshchat.PLAIN, players);
        print(line("relay", engine, alone, NONE), turns.get(0), turns.get(1), BARE);
        for (int i = 2; i < players.size(); i++) {
            print(line("relay", engine, players.get(i), NONE), turns.get(i), turns.get(0), "64 customers");
        }
    }

    /** Each beside a loop of as many threads. */
    private static void plain(Bench.Options options, String engine) throws IOException {
        Player relay = Player.relay(options.place(engine));
        List<Player> players = new ArrayList<>(List.of(
                relay, Player.bare(), relay.millis(MILLIS), Player.bare().millis(MILLIS)));
        for (int inFlight : IN_FLIGHT) {
            players.add(relay.inFlight(inFlight));
            players.add(Player.bare().inFlight(Math.min(inFlight, THREADS)));
        }
        List<Turn> turns = play(options, FarFreshchat.PLAIN, players);
        for (int i = 0; i < players.size(); i += 2) {
            print(line("relay", engine, players.get(i), FarFreshchat.PLAIN), turns.get(i), turns.get(i + 1), BARE);
        }
    }

    private static void secure(Bench.Options options, String engine) throws IOException {
        Player relay = Player.relay(options.place(engine));
        List<Turn> turns = play(options, FarFreshchat.SECURE, List.of(relay, Player.bare()));
        print(line("relay", engine, relay, FarFreshchat.SECURE), turns.get(0), turns.get(1), BARE);
    }

    static List<Turn> play(Bench.Options options, String protocol, List<Player> players) throws IOException {
        try (Child freshchat = freshchat(protocol, 0)) {
            return Arena.play(options.contest(), Far.of(freshchat.report()), players);
        }
    }

    static Line line(String bench, String engine, Player player, String network) {
        return Line.of(bench)
                .with("engine", engine)
                .with("network", network)
                .with("customers", player.customers())
                .with("in_flight", player.inFlight())
                .with("freshchat_ms", player.millis());
    }

    static void print(Line line, Turn turn, Turn baseline, String of) {
        line.with("per_second", turn.perSecond())
                .with("kb", turn.kilobytes())
                .with("switches", turn.switches())
                .with("collecting_us", turn.collecting())
                .with("compiling_us", turn.compiling())
                .with("baseline_per_second", baseline.perSecond())
                .with("baseline_kb", baseline.kilobytes())
                .with("baseline_switches", baseline.switches())
                .print(turn.cpu(), "us of CPU a message", baseline.cpu(), of);
    }

    static Child freshchat(String protocol, int millis) throws IOException {
        return new Child(FarFreshchat.class, List.of(), protocol, String.valueOf(millis));
    }
}
