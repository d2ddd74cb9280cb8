package dev.byoc.examples.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Kills relays at random moments while customers and agents write to each other through them, and judges from the ledgers of the far
 * sides. The last line of stdout has the figures; exit code 0 only if nothing was lost, nothing came out of order, and no copy is without
 * excuse.
 *
 * <ul>
 *   <li>{@code -Dcrash.engine=}{@code memory}: where the relay keeps its state; memory loses, which shows that the harness sees it
 *   <li>{@code -Dcrash.kills=20}: how often
 *   <li>{@code -Dcrash.seed=}: repeats the random choices of an earlier run
 * </ul>
 */
public final class Crash {
    private static final int ACKNOWLEDGED_BETWEEN_KILLS = 200;
    private static final int MOST_MILLIS_MORE = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private Crash() {}

    public static void main(String[] args) {
        String level = "org.slf4j.simpleLogger.log.dev.byoc";
        System.setProperty(level, System.getProperty(level, "error"));
        int code;
        try {
            code = run(System.getProperties());
        } catch (IOException | RuntimeException e) {
            // What is thrown out of here, Maven would print below the last line.
            System.err.println("crash: " + e);
            code = 1;
        }
        System.out.flush();
        System.exit(code);
    }

    private static int run(Properties options) throws IOException {
        String engine = options.getProperty("crash.engine", "sqlite");
        int kills = Integer.parseInt(options.getProperty("crash.kills", "20"));
        long seed = Long.parseLong(options.getProperty("crash.seed", String.valueOf(new Random().nextInt(1_000_000))));
        Path directory = Files.createTempDirectory("byoc-crash-");
        System.out.println("engine " + engine + ", seed " + seed + ", logs in " + directory);
        Random random = new Random(seed);
        Verdict verdict;
        try (Scene scene = new Scene(1, engine, directory, random)) {
            scene.begin();
            for (int kill = 1; kill <= kills; kill++) {
                strike(scene, random);
                System.out.println("kill " + kill + ": " + scene.load().acknowledged() + " acknowledged so far");
            }
            awaitAcknowledged(scene.load());
            scene.calm();
            awaitRelayed(scene);
            verdict = Verdict.of(scene.streams());
        }
        verdict.findings().stream().limit(20).forEach(System.out::println);
        if (verdict.good()) {
            delete(directory);
        }
        System.out.println(verdict.line(kills));
        return verdict.good() ? 0 : 1;
    }

    /** One kill, at a random moment at which calls are open. */
    private static void strike(Scene scene, Random random) {
        awaitAcknowledged(scene.load());
        LockSupport.parkNanos(
                Duration.ofMillis(random.nextInt(MOST_MILLIS_MORE)).toNanos());
        HostProcess host = scene.hosts().get(random.nextInt(scene.hosts().size()));
        await(() -> host.wire().open() > 0, "no call was open for " + PATIENCE.toSeconds() + " s", Duration.ZERO);
        host.kill();
        scene.start(host);
    }

    private static void awaitAcknowledged(Load load) {
        int before = load.acknowledged();
        await(
                () -> load.acknowledged() >= before + ACKNOWLEDGED_BETWEEN_KILLS,
                "too little was acknowledged within " + PATIENCE.toSeconds() + " s",
                GLANCE);
    }

    private static void await(BooleanSupplier condition, String otherwise, Duration glance) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(otherwise);
            }
            LockSupport.parkNanos(Math.max(1, glance.toNanos()));
        }
    }

    /** Waits until nothing is open any more, or nothing moves any more. */
    private static void awaitRelayed(Scene scene) {
        int delivered = -1;
        long moved = System.nanoTime();
        while (scene.open() > 0 && System.nanoTime() - moved < PATIENCE.toNanos()) {
            int now = Verdict.of(scene.streams()).delivered();
            if (now != delivered) {
                delivered = now;
                moved = System.nanoTime();
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (java.util.stream.Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }
}
