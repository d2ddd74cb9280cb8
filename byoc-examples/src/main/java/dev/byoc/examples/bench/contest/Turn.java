package dev.byoc.examples.bench.contest;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.json.Json;
import dev.byoc.testkit.store.RoundTrips;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * What a message cost in one turn of a side.
 *
 * @param perSecond messages
 * @param cpu microseconds of this process, without those of the compiler and the collector
 * @param compiling microseconds of the compiler's threads
 * @param collecting microseconds of the collector's threads
 * @param kilobytes allocated
 * @param switches of contexts
 * @param roundTrips to a database whose connections are made by {@link RoundTrips}
 */
public record Turn(
        double perSecond,
        double cpu,
        double compiling,
        double collecting,
        double kilobytes,
        double switches,
        double roundTrips) {
    static Turn of(Usage used, int messages) {
        return new Turn(
                messages / (used.nanos() / 1e9),
                used.cpu() / 1e3 / messages,
                used.compiling() / 1e3 / messages,
                used.collecting() / 1e3 / messages,
                used.allocated() / 1e3 / messages,
                (double) used.switches() / messages,
                (double) used.roundTrips() / messages);
    }

    /** Each figure's own median. */
    static Turn median(List<Turn> turns) {
        return new Turn(
                median(turns, Turn::perSecond),
                median(turns, Turn::cpu),
                median(turns, Turn::compiling),
                median(turns, Turn::collecting),
                median(turns, Turn::kilobytes),
                median(turns, Turn::switches),
                median(turns, Turn::roundTrips));
    }

    private static double median(List<Turn> turns, ToDoubleFunction<Turn> figure) {
        return median(turns.stream().mapToDouble(figure));
    }

    public static double median(DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    Json toJson() {
        return Json.object()
                .put("per_second", perSecond)
                .put("cpu_us", cpu)
                .put("compiling_us", compiling)
                .put("collecting_us", collecting)
                .put("kb", kilobytes)
                .put("switches", switches)
                .put("round_trips", roundTrips)
                .build();
    }

    static Turn read(Json told) throws IOException {
        return new Turn(
                Child.number(told, "per_second"),
                Child.number(told, "cpu_us"),
                Child.number(told, "compiling_us"),
                Child.number(told, "collecting_us"),
                Child.number(told, "kb"),
                Child.number(told, "switches"),
                Child.number(told, "round_trips"));
    }
}
