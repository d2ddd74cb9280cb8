package dev.byoc.examples.crash;

import dev.byoc.examples.Engines;
import dev.byoc.examples.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Kills relays at random moments while customers and agents write to each other through them, and judges from the ledgers of the far
 * sides. The last line of stdout has the figures; exit code 0 only if nothing was lost, nothing came out of order, and no copy is without
 * excuse.
 *
 * <ul>
 *   <li>{@code -Dcrash.engine=}{@code sqlite|postgresql|memory}: where the relay keeps its state. postgresql: three hosts, one of which is
 *       killed, or stopped for longer than its lease. memory loses, which shows that the harness sees it
 *   <li>{@code -Dcrash.kills=20}: how often
 *   <li>{@code -Dcrash.seed=}: repeats the random choices of an earlier run
 *   <li>{@code -Dcrash.host=}: the jar of another program to kill in place of {@link Host}, which keeps the same contract
 *   <li>{@code -Dcrash.postgresql=}: the JDBC address of a database to use; by default a server is started
 * </ul>
 */
public final class Crash {
    private static final int ACKNOWLEDGED_BETWEEN_KILLS = 200;
    private static final int MOST_MILLIS_MORE = 1_000;
    private static final int HOSTS_OF_POSTGRESQL = 3;
    private static final int ONE_STOP_IN = 4;

    private static final Duration BEYOND_THE_LEASE = Engines.LEASE.plusSeconds(4);

    /** A store counts the open entries of its database every ten seconds, and is a little out in between. */
    private static final Duration UNTIL_COUNTED_AGAIN = Duration.ofSeconds(12);

    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final int MOST_FINDINGS = 20;

    private Crash() {}

    public static void main(String[] args) {
        String level = "org.slf4j.simpleLogger.log.dev.byoc";
        System.setProperty(level, System.getProperty(level, "error"));
        int code;
        try {
            code = run(System.getProperties());
        } catch (IOException | SQLException | RuntimeException e) {
            // What is thrown out of here, Maven would print below the last line.
            System.err.println("crash: " + e);
            code = 1;
        }
        System.out.flush();
        System.exit(code);
    }

    private static int run(Properties options) throws IOException, SQLException {
        String engine = options.getProperty("crash.engine", "sqlite");
        int kills = Integer.parseInt(options.getProperty("crash.kills", "20"));
        long seed = Long.parseLong(options.getProperty("crash.seed", String.valueOf(new Random().nextInt(1_000_000))));
        String program = options.getProperty("crash.host", "");
        Path jar = program.isEmpty() ? null : Path.of(program).toAbsolutePath();
        int hosts = engine.equals("postgresql") ? HOSTS_OF_POSTGRESQL : 1;
        Path directory = Files.createTempDirectory("byoc-crash-");
        System.out.println("engine " + engine + ", seed " + seed + ", logs in " + directory);
        Random random = new Random(seed);
        Verdict verdict;
        try (Places places = new Places(options.getProperty("crash.postgresql", ""));
                Scene scene = new Scene(hosts, jar, place(engine, places, directory), directory, random)) {
            scene.begin();
            for (int kill = 1; kill <= kills; kill++) {
                awaitAcknowledged(scene.load());
                Patience.pause(Duration.ofMillis(random.nextInt(MOST_MILLIS_MORE)));
                System.out.println(kill + ": " + strike(scene, random) + ", "
                        + scene.load().acknowledged() + " acknowledged by then");
            }
            awaitAcknowledged(scene.load());
            scene.calm();
            awaitRelayed(scene);
            if (!Verdict.of(scene.streams()).good()) {
                Patience.pause(UNTIL_COUNTED_AGAIN);
                awaitRelayed(scene);
            }
            verdict = Verdict.of(scene.streams());
            if (scene.open() > 0) {
                System.out.println(scene.open() + " entries are open in the store, and count as lost");
            }
        }
        verdict.findings().stream().limit(MOST_FINDINGS).forEach(System.out::println);
        if (verdict.good()) {
            delete(directory);
        }
        System.out.println(verdict.line(kills));
        return verdict.good() ? 0 : 1;
    }

    private static void awaitRelayed(Scene scene) {
        Patience.whileMoving(
                () -> scene.open() == 0, () -> Verdict.of(scene.streams()).delivered(), GLANCE);
    }

    /** A file stays with the logs if something is wrong. */
    private static String place(String engine, Places places, Path directory) throws IOException, SQLException {
        return engine.equals("sqlite") ? "sqlite:" + directory.resolve("byoc.db") : places.fresh(engine);
    }

    private static void awaitAcknowledged(Load load) {
        int enough = load.acknowledged() + ACKNOWLEDGED_BETWEEN_KILLS;
        Patience.await(() -> load.acknowledged() >= enough ? load : null, GLANCE, "too little was acknowledged");
    }

    /** One host dies while calls of it are open. Of several some are not killed but stopped for too long. Gives what was done. */
    private static String strike(Scene scene, Random random) {
        boolean stops = scene.hosts().size() > 1 && random.nextInt(ONE_STOP_IN) == 0;
        int first = random.nextInt(scene.hosts().size());
        HostProcess host = Patience.await(() -> atWork(scene.hosts(), first), Duration.ZERO, "no call was open");
        int open = host.wire().open();
        if (stops) {
            host.stop();
            Patience.pause(BEYOND_THE_LEASE);
            host.resume();
        } else {
            host.kill();
            scene.start(host);
        }
        return host + (stops ? " stopped" : " killed") + " with " + open + " calls open";
    }

    /** The next host in turn whose calls are not all answered. */
    private static @Nullable HostProcess atWork(List<HostProcess> hosts, int first) {
        for (int i = 0; i < hosts.size(); i++) {
            HostProcess host = hosts.get((first + i) % hosts.size());
            if (host.wire().open() > 0) {
                return host;
            }
        }
        return null;
    }

    private static void delete(Path directory) throws IOException {
        try (java.util.stream.Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
