package dev.byoc.examples;

import dev.byoc.store.MemoryStore;
import dev.byoc.store.RelayStore;
import java.time.Clock;

/** The stores that the crash harness and the benchmarks compare. */
public final class Engines {
    private Engines() {}

    /**
     * Opens a store.
     *
     * @param where {@code memory}
     * @throws IllegalArgumentException if there is no such engine
     */
    public static RelayStore store(String where) {
        if (where.equals("memory")) {
            return new MemoryStore(Clock.systemUTC());
        }
        throw new IllegalArgumentException("no engine '" + where + "'; there is: memory");
    }
}
