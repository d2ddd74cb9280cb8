package dev.byoc.examples.bench;

import dev.byoc.examples.Places;
import dev.byoc.examples.bench.contest.Contest;
import dev.byoc.examples.bench.page.Page;
import dev.byoc.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The benchmarks. Each line of stdout is a JSON object with a figure, its unit, the baseline of the same run and the ratio of the two.
 *
 * <ul>
 *   <li>{@code -Dbench=}{@code ack|relay|outbox|stored|postgresql|restart|calls|media}: what is measured; {@code machine}: on what; {@code page}: prints docs/performance.md of
 *       the lines in the file {@code -Dbench.lines}
 *   <li>{@code -Dbench.engines=memory,sqlite,postgresql}: the stores, with commas between
 *   <li>{@code -Dbench.seconds=5}: how long each figure is measured
 *   <li>{@code -Dbench.warmup=}: seconds of the same before it, so that what runs is compiled; as long as the figure without it
 *   <li>{@code -Dbench.messages=20000}, {@code -Dbench.turns=5}, {@code -Dbench.warmup.messages=200000}: for {@code ack}, {@code relay} and {@code stored}, a turn of each
 *       side, how many turns there are, and the messages of each side before them
 *   <li>{@code -Dbench.open=100000}, {@code -Dbench.done=0}: for {@code restart} and {@code stored}, the entries that the store holds
 *   <li>{@code -Dbench.customers=100000}: for {@code restart}, whose heap is measured
 *   <li>{@code -Dbench.postgresql=}: the JDBC address of a database to use; by default a server is started
 *   <li>{@code -Dbench.outbox=}: for {@code outbox}, the jar of spring-outbox
 *   <li>{@code -Dbench.media.mb=200}, {@code -Dbench.media.at-once=4}: for {@code media}, how large the films are and how many go at once
 * </ul>
 */
public final class Bench {
    /** One benchmark. */
    interface Measured {
        void run(Options options) throws Exception;
    }

    /** What all of them are told. */
    record Options(
            List<String> engines,
            Duration warmup,
            Duration time,
            Contest contest,
            int open,
            int done,
            int customers,
            Places places) {
        /** What a child takes: this, the seconds of the warm-up, and those that are measured. */
        String[] forChild(String... first) {
            List<String> all = new ArrayList<>(List.of(first));
            all.add(String.valueOf(warmup.toSeconds()));
            all.add(String.valueOf(time.toSeconds()));
            return all.toArray(String[]::new);
        }

        /** Somewhere new for that engine to keep its state, as {@link dev.byoc.examples.Engines} takes it. */
        String place(String engine) throws IOException {
            try {
                return places.fresh(engine);
            } catch (SQLException e) {
                throw new IOException("no place for " + engine, e);
            }
        }
    }

    private static final Map<String, Measured> ALL = Map.of(
            "ack",
            AckBench::run,
            "relay",
            RelayBench::run,
            "outbox",
            OutboxBench::run,
            "stored",
            StoredBench::run,
            "postgresql",
            PostgresBench::run,
            "restart",
            RestartBench::run,
            "calls",
            CallsBench::run,
            "media",
            options -> MediaBench.run(),
            "machine",
            options -> machine(),
            "page",
            options -> System.out.print(Page.of(Path.of(System.getProperty("bench.lines", "")))));

    private Bench() {}

    private static void machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("bench", "machine");
        machine.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("java", System.getProperty("java.version"));
        machine.put("system", System.getProperty("os.name"));
        machine.put("architecture", System.getProperty("os.arch"));
        System.out.println(new String(Json.of(machine).bytes(), StandardCharsets.UTF_8));
    }

    public static void main(String[] args) {
        int code = 0;
        try (Places places = new Places(System.getProperty("bench.postgresql", ""))) {
            Measured measured = ALL.get(System.getProperty("bench", ""));
            if (measured == null) {
                System.err.println("bench: set -Dbench to one of "
                        + ALL.keySet().stream().sorted().toList());
                code = 2;
            } else {
                int seconds = Integer.getInteger("bench.seconds", 5);
                measured.run(new Options(
                        List.of(System.getProperty("bench.engines", "memory,sqlite,postgresql")
                                .split(",")),
                        Duration.ofSeconds(Integer.getInteger("bench.warmup", seconds)),
                        Duration.ofSeconds(seconds),
                        new Contest(
                                Integer.getInteger("bench.warmup.messages", 200_000),
                                Integer.getInteger("bench.messages", 20_000),
                                Integer.getInteger("bench.turns", 5)),
                        Integer.getInteger("bench.open", 100_000),
                        Integer.getInteger("bench.done", 0),
                        Integer.getInteger("bench.customers", 100_000),
                        places));
            }
        } catch (Exception e) {
            // What is thrown out of here, Maven would print below the figures.
            System.err.println("bench: " + e);
            code = 1;
        }
        System.out.flush();
        System.exit(code);
    }
}
