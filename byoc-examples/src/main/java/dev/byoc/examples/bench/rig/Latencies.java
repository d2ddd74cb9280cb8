package dev.byoc.examples.bench.rig;

import java.util.Arrays;

/** Times of many calls in nanoseconds, recorded by many threads. */
public final class Latencies {
    private long[] nanos = new long[1 << 16];
    private int count;

    public synchronized void add(long value) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = value;
    }

    public synchronized int count() {
        return count;
    }

    /** In milliseconds, for instance of 0.99; 0 if there are none. */
    public synchronized double millis(double quantile) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0 ? 0 : sorted[(int) Math.min(count - 1L, (long) (quantile * count))] / 1e6;
    }
}
