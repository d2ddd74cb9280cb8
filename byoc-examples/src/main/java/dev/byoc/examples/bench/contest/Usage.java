package dev.byoc.examples.bench.contest;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.byoc.testkit.store.RoundTrips;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What this process has used until now. CPU of the compiler and of the garbage collector is told apart by the names that the virtual machine
 * gives its threads; where there is no {@code /proc}, it is in {@code cpu}, and context switches are 0.
 *
 * @param nanos the clock
 * @param cpu nanoseconds of all cores, without {@code compiling} and {@code collecting}
 * @param allocated bytes, by Java threads that still run
 * @param switches of contexts, by threads that still run
 * @param roundTrips to a database whose connections are made by {@link RoundTrips} in this process
 */
public record Usage(
        long nanos, long cpu, long compiling, long collecting, long allocated, long switches, long roundTrips) {
    private static final String THREADS = "/proc/%s/task";
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean JAVA = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    /**
     * The options of a virtual machine that is to be measured: threads of its compiler and its collector that come and go would take what they
     * have used with them.
     */
    public static List<String> options(String heap) {
        return List.of(
                heap, "-XX:+UseG1GC", "-XX:-UseDynamicNumberOfCompilerThreads", "-XX:-UseDynamicNumberOfGCThreads");
    }

    public static Usage now() {
        long allocated = LongStream.of(JAVA.getThreadAllocatedBytes(JAVA.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
        return of("self", SYSTEM.getProcessCpuTime(), allocated);
    }

    /** What another process has used; what it allocated is not known. Without {@code /proc} nothing is. */
    public static Usage of(ProcessHandle other) {
        long cpu = other.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
        return of(String.valueOf(other.pid()), cpu, 0);
    }

    private static Usage of(String process, long whole, long allocated) {
        long compiling = 0;
        long collecting = 0;
        long switches = 0;
        Path directory = Path.of(THREADS.formatted(process));
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(directory)) {
                for (Path thread : threads) {
                    String name = read(thread, "comm");
                    if (name.startsWith("C1 ") || name.startsWith("C2 ") || name.startsWith("Sweeper")) {
                        compiling += nanos(thread);
                    } else if (name.startsWith("G1 ") || name.startsWith("GC ") || name.startsWith("VM Thread")) {
                        collecting += nanos(thread);
                    }
                    switches += switches(thread);
                }
            } catch (IOException e) {
                throw new IllegalStateException("/proc cannot be listed", e);
            }
        }
        return new Usage(
                System.nanoTime(),
                whole - compiling - collecting,
                compiling,
                collecting,
                allocated,
                switches,
                RoundTrips.count());
    }

    public Usage since(Usage earlier) {
        return new Usage(
                nanos - earlier.nanos,
                cpu - earlier.cpu,
                compiling - earlier.compiling,
                collecting - earlier.collecting,
                allocated - earlier.allocated,
                switches - earlier.switches,
                roundTrips - earlier.roundTrips);
    }

    /** Empty: the thread has ended. */
    private static String read(Path thread, String file) {
        try {
            return Files.readString(thread.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static long nanos(Path thread) {
        String[] times = read(thread, "schedstat").split(" ", -1);
        return times[0].isEmpty() ? 0 : Long.parseLong(times[0]);
    }

    private static long switches(Path thread) {
        return read(thread, "status")
                .lines()
                .filter(line -> line.contains("_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
