package dev.byoc.examples.bench;

import dev.byoc.examples.ChildJvm;
import dev.byoc.examples.bench.contest.Arena;
import dev.byoc.examples.bench.contest.Contest;
import dev.byoc.examples.bench.contest.HttpSide;
import dev.byoc.examples.bench.contest.Side;
import dev.byoc.examples.bench.contest.Turn;
import dev.byoc.examples.bench.contest.Usage;
import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Customers;
import dev.byoc.examples.bench.rig.Far;
import dev.byoc.examples.bench.rig.FarFreshchat;
import dev.byoc.examples.bench.rig.Line;
import dev.byoc.examples.bench.rig.Subject;
import dev.byoc.json.Json;
import dev.byoc.testkit.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What relaying costs on PostgreSQL, beside what one would write without byoc: spring-outbox. Both are processes behind their web servers,
 * and take turns; customers write over HTTP. The senders are this process.
 */
final class OutboxBench {
    private static final List<Integer> CUSTOMERS = List.of(64, 10_000);
    private static final List<String> OPTIONS = Usage.options("-Xmx512m");
    private static final String PATH = "/byoc";

    private OutboxBench() {}

    static void run(Bench.Options options) throws IOException {
        String jar = System.getProperty("bench.outbox", "");
        if (jar.isEmpty()) {
            throw new IOException(
                    "build the other side by 'mvn -q -f byoc-examples/spring-outbox/pom.xml package', and give its jar by "
                            + "-Dbench.outbox=byoc-examples/spring-outbox/target/spring-outbox.jar");
        }
        Path program = Path.of(jar).toAbsolutePath();
        try (Child freshchat = RelayBench.freshchat(FarFreshchat.PLAIN, 0)) {
            Far far = Far.of(freshchat.report());
            try (Child relay = new Child(
                            RelayHost.class, OPTIONS, options.place("postgresql"), far.url(), far.certificate());
                    Outbox outbox = new Outbox(program, options.place("postgresql"), far)) {
                Json told = relay.report();
                List<Contest.Entrant> entrants = new ArrayList<>();
                for (int customers : CUSTOMERS) {
                    entrants.add(entrant(new HttpSide(
                            relay.process(),
                            (int) told.get("port").numberOr(0),
                            told.get("viber").textOr(""),
                            far,
                            customers,
                            Arena.IN_FLIGHT)));
                    entrants.add(entrant(new HttpSide(
                            outbox.process.toHandle(), outbox.port, PATH + "/viber", far, customers, Arena.IN_FLIGHT)));
                }
                List<Turn> turns = options.contest().play(entrants);
                for (int i = 0; i < turns.size(); i += 2) {
                    print(
                            Line.of("outbox")
                                    .with("engine", "postgresql")
                                    .with("customers", CUSTOMERS.get(i / 2))
                                    .with("in_flight", Arena.IN_FLIGHT)
                                    .with("baseline_lines", lines(program)),
                            turns.get(i),
                            turns.get(i + 1));
                }
            }
        }
    }

    private static Contest.Entrant entrant(Side side) {
        return new Contest.Entrant(side, 1);
    }

    private static void print(Line line, Turn turn, Turn baseline) {
        line.with("per_second", turn.perSecond())
                .with("switches", turn.switches())
                .with("collecting_us", turn.collecting())
                .with("compiling_us", turn.compiling())
                .with("baseline_per_second", baseline.perSecond())
                .with("baseline_switches", baseline.switches())
                .with("baseline_collecting_us", baseline.collecting())
                .with("baseline_compiling_us", baseline.compiling())
                .print(turn.cpu(), "us of CPU a message", baseline.cpu(), "a Spring controller with an outbox table");
    }

    /** Lines of Java beside the jar, without blank ones, comments, imports and package. 0: the sources are not there. */
    private static int lines(Path jar) throws IOException {
        Path sources = jar.resolveSibling("../src/main/java").normalize();
        if (!Files.isDirectory(sources)) {
            return 0;
        }
        int lines = 0;
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                String code = Files.readString(file).replaceAll("(?s)/\\*\\*.*?\\*/", "");
                lines += (int) code.lines()
                        .map(String::strip)
                        .filter(line -> !line.matches("|//.*|import .*|package .*"))
                        .count();
            }
        }
        return lines;
    }

    /** The other side. */
    private static final class Outbox implements AutoCloseable {
        private final int port = FreePort.next();
        private final Process process;

        Outbox(Path jar, String place, Far far) throws IOException {
            ProcessBuilder builder = ChildJvm.of(jar, OPTIONS).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment()
                    .putAll(Map.of(
                            "STORE",
                            place,
                            "PORT",
                            String.valueOf(port),
                            "PUBLIC_URL",
                            "http://127.0.0.1:" + port + PATH,
                            "FRESHCHAT_URL",
                            far.url() + "/v2",
                            "FRESHCHAT_TOKEN",
                            "a-token",
                            "FRESHCHAT_WEBHOOK_KEY",
                            Subject.anyKey(),
                            "TOPIC",
                            FarFreshchat.TOPIC,
                            "VIBER_URL",
                            far.url() + "/pa",
                            "VIBER_TOKEN",
                            Customers.TOKEN,
                            "REGISTER_WEBHOOK",
                            "false"));
            this.process = builder.start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            for (String line = out.readLine(); line == null || !line.startsWith("ready "); line = out.readLine()) {
                if (line == null) {
                    throw new IOException("the other side does not start");
                }
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
