package dev.byoc.examples.bench;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.FarMedia;
import dev.byoc.examples.bench.rig.Line;
import dev.byoc.json.Json;
import java.io.IOException;
import java.util.List;

/**
 * Films through a relay whose heap is capped at 64 MB.
 *
 * <ul>
 *   <li>{@code -Dbench.media.mb=200}: how large each is
 *   <li>{@code -Dbench.media.at-once=4}: how many go at once
 * </ul>
 */
final class MediaBench {
    private static final int HEAP_MB = 64;

    private MediaBench() {}

    static void run() throws IOException {
        int megabytes = Integer.getInteger("bench.media.mb", 200);
        int atOnce = Integer.getInteger("bench.media.at-once", 4);
        String film = String.valueOf(megabytes * 1024L * 1024);
        Json report;
        try (Child far = new Child(FarMedia.class, List.of("-Xmx256m"), film)) {
            String port = String.valueOf((int) Child.number(far.report(), "port"));
            report = Child.run(MediaRun.class, List.of("-Xmx" + HEAP_MB + "m"), port, film, String.valueOf(atOnce));
        }
        Line.of("media")
                .with("films", 1)
                .with("mb", megabytes)
                .print(
                        megabytes / Child.number(report, "one_s"),
                        "MB/s",
                        megabytes / Child.number(report, "bare_s"),
                        "a bare copy of the same film");
        Line.of("media")
                .with("films", atOnce)
                .with("mb", megabytes)
                .print(
                        megabytes * (double) atOnce / Child.number(report, "many_s"),
                        "MB/s",
                        megabytes / Child.number(report, "bare_s"),
                        "a bare copy of one film");
        Line.of("media")
                .with("films", atOnce)
                .with("idle_mb", Child.number(report, "idle_heap_mb"))
                .print(Child.number(report, "peak_heap_mb"), "MB heap at most", HEAP_MB, "the heap that there is");
        Line.of("media")
                .with("films", atOnce)
                .with("texts", Child.number(report, "texts_beside"))
                .with("p50_ms", Child.number(report, "beside_p50_ms"))
                .print(
                        Child.number(report, "beside_p99_ms"),
                        "ms for a text beside them, p99",
                        Child.number(report, "idle_p99_ms"),
                        "a text without them, p99");
    }
}
