package dev.byoc.examples.bench.page;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A figure that is aimed at.
 *
 * @param what in words
 * @param of the row's fields that tell it from others
 * @param figure of that row
 * @param atMost or at least
 */
record Target(
        String what, Map<String, Object> of, ToDoubleFunction<Row> figure, double limit, boolean atMost, String unit) {
    private static final String SQLITE = "sqlite";
    private static final String POSTGRESQL = "postgresql";
    private static final String BARE = "a bare OkHttp loop";

    static final List<Target> ALL = List.of(
            most(
                    "the relay without a network, memory: CPU a message",
                    relay("memory", "none", 64, 512),
                    "figure",
                    25,
                    "µs"),
            most("the same: allocated", relay("memory", "none", 64, 512), "kb", 35, "kB"),
            least(
                    "CPU of a bare OkHttp loop / the relay's, memory, HTTP/1.1",
                    relay("memory", "http/1.1", 64, 512),
                    0.65),
            least("the same over HTTP/2 with TLS", relay("memory", "h2", 64, 512), 0.7),
            most(
                    "the relay on SQLite, HTTP/1.1: CPU a message",
                    relay(SQLITE, "http/1.1", 64, 512),
                    "figure",
                    150,
                    "µs"),
            most("10,000 customers / 64, memory, CPU", relay("memory", "none", 10_000, 512), "ratio", 1.25, ""),
            most("1,000,000 stored entries / none, SQLite, CPU", stored(SQLITE), "ratio", 1.1, ""),
            most("the same, PostgreSQL", stored(POSTGRESQL), "ratio", 1.1, ""),
            acknowledged(1),
            acknowledged(8),
            acknowledged(64),
            most(
                    "p99 of acknowledgements at half load / the bare server's, SQLite",
                    Map.of("bench", "ack", "engine", SQLITE, "unit", "ms, p99 at half of its greatest rate"),
                    "ratio",
                    2,
                    ""),
            most(
                    "time added to a call of 20 ms, p99, SQLite",
                    Map.of("bench", "calls", "engine", SQLITE, "unit", "ms added, p99"),
                    "figure",
                    3,
                    "ms"),
            most(
                    "round trips a message, PostgreSQL",
                    Map.of("bench", "postgresql", "unit", "round trips a message"),
                    "figure",
                    2.5,
                    ""),
            new Target(
                    "messages a second, PostgreSQL / a loop of one insert and one update",
                    Map.of("bench", "postgresql", "unit", "messages/s"),
                    row -> row.number("ratio"),
                    0.5,
                    false,
                    ""),
            most(
                    "heap after 100,000 customers, memory",
                    Map.of("bench", "restart", "engine", "memory", "unit", "MB used", "customers", 100_000),
                    "figure",
                    128,
                    "MB"));

    private static Target most(String what, Map<String, Object> of, String field, double limit, String unit) {
        return new Target(what, of, row -> row.number(field), limit, true, unit);
    }

    private static Target least(String what, Map<String, Object> of, double limit) {
        return new Target(what, of, row -> row.number("baseline") / row.number("figure"), limit, false, "");
    }

    private static Target acknowledged(int connections) {
        return new Target(
                "acknowledgements / the bare server's, SQLite, " + connections
                        + (connections == 1 ? " connection" : " connections"),
                Map.of("bench", "ack", "engine", SQLITE, "connections", connections, "unit", "acknowledged a second"),
                row -> row.number("ratio"),
                0.9,
                false,
                "");
    }

    private static Map<String, Object> relay(String engine, String network, int customers, int inFlight) {
        String baseline = customers == 64 ? BARE : "64 customers";
        return Map.of(
                "bench",
                "relay",
                "engine",
                engine,
                "network",
                network,
                "customers",
                customers,
                "in_flight",
                inFlight,
                "freshchat_ms",
                0,
                "baseline_is",
                baseline);
    }

    private static Map<String, Object> stored(String engine) {
        return Map.of("bench", "stored", "engine", engine, "done", 1_000_000);
    }

    boolean met(double measured) {
        return atMost ? measured <= limit : measured >= limit;
    }
}
