package dev.byoc.examples.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When which host was dead or stopped, on the clock of {@link System#nanoTime}. Thread-safe. */
final class Halts {
    private record Halt(long from, long to) {}

    private final Map<Integer, List<Halt>> halts = new HashMap<>();

    /** The host works no more, until {@link #ended}. */
    synchronized void began(int host, long now) {
        halts.computeIfAbsent(host, any -> new ArrayList<>()).add(new Halt(now, Long.MAX_VALUE));
    }

    synchronized void ended(int host, long now) {
        List<Halt> ofHost = halts.getOrDefault(host, new ArrayList<>());
        ofHost.replaceAll(halt -> halt.to() == Long.MAX_VALUE ? new Halt(halt.from(), now) : halt);
    }

    /** Whether the host worked all through that time. */
    synchronized boolean worked(int host, long from, long to) {
        return halts.getOrDefault(host, List.of()).stream().noneMatch(halt -> halt.from() <= to && from <= halt.to());
    }
}
