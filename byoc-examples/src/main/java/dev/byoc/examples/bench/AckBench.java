package dev.byoc.examples.bench;

import dev.byoc.examples.bench.contest.Contest;
import dev.byoc.examples.bench.contest.Senders;
import dev.byoc.examples.bench.contest.Senders.Seen;
import dev.byoc.examples.bench.contest.Turn;
import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Line;
import dev.byoc.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How fast webhooks are acknowledged: verified, read, stored, forced to the disk, answered. Beside it a server in the same process that
 * stores what it is sent and does nothing else. The senders are this process.
 */
final class AckBench {
    private static final int MOST = 64;
    private static final List<Integer> CONNECTIONS = List.of(1, 8, MOST);
    private static final String BASELINE = "the JDK's server with a group commit of one row for each request";

    private AckBench() {}

    static void run(Bench.Options options) throws IOException {
        for (String engine : options.engines()) {
            try (Child host =
                    new Child(AckHost.class, List.of("-Xmx1g"), options.place(engine), options.place(engine))) {
                Json told = host.report();
                Contest contest = options.contest();
                both(told, new Senders(MOST), contest.warmup(), 1, 0);
                for (int connections : CONNECTIONS) {
                    Senders senders = new Senders(connections);
                    Sides seen = both(told, senders, share(contest, connections), contest.turns(), 0);
                    double most = median(seen.relay, Seen::perSecond);
                    line(engine, senders, seen)
                            .print(most, "acknowledged a second", median(seen.rows, Seen::perSecond), BASELINE);
                    if (connections == MOST) {
                        Sides half = both(told, senders, contest.messages(), contest.turns(), most / 2);
                        line(engine, senders, half)
                                .with("rate", most / 2)
                                .print(
                                        median(half.relay, AckBench::p99),
                                        "ms, p99 at half of its greatest rate",
                                        median(half.rows, AckBench::p99),
                                        "the same rate at " + BASELINE);
                    }
                }
            }
        }
    }

    /** What was seen of each. */
    private record Sides(List<Seen> relay, List<Seen> rows) {}

    /** A single connection waits for the disk most of the time. */
    private static int share(Contest contest, int connections) {
        return Math.max(1, contest.messages() * Math.min(connections * 4, MOST) / MOST);
    }

    /** In turn. */
    private static Sides both(Json host, Senders senders, int messages, int turns, double rate) {
        String path = host.get("path").textOr("");
        Sides seen = new Sides(new ArrayList<>(), new ArrayList<>());
        for (int turn = 0; turn < turns; turn++) {
            seen.relay.add(senders.send((int) host.get("relay_port").numberOr(0), path, messages, rate));
            seen.rows.add(senders.send((int) host.get("rows_port").numberOr(0), path, messages, rate));
        }
        return seen;
    }

    private static Line line(String engine, Senders senders, Sides seen) {
        return Line.of("ack")
                .with("engine", engine)
                .with("connections", senders.connections())
                .with("p50_ms", median(seen.relay, AckBench::p50))
                .with("p99_ms", median(seen.relay, AckBench::p99))
                .with("baseline_p50_ms", median(seen.rows, AckBench::p50))
                .with("baseline_p99_ms", median(seen.rows, AckBench::p99));
    }

    private static double p50(Seen seen) {
        return seen.latencies().millis(0.5);
    }

    private static double p99(Seen seen) {
        return seen.latencies().millis(0.99);
    }

    private static double median(List<Seen> turns, ToDoubleFunction<Seen> figure) {
        return Turn.median(turns.stream().mapToDouble(figure));
    }
}
