package dev.byoc.internal.dispatch;

import dev.byoc.event.Loss;
import dev.byoc.event.Timing;
import dev.byoc.store.spi.Entry;
import java.time.Duration;

/** Told what becomes of entries, by the worker that stored it. Must return soon, and throws nothing. Thread-safe. */
public interface DispatchListener {
    void paused(String breaker, String why);

    void resumed(String breaker);

    void retrying(Entry entry, Duration after, String why, Timing timing);

    /**
     * An entry has ended, and that is stored.
     *
     * @param last what its last attempt has led to
     */
    void ended(Entry entry, Outcome last, String why, Timing timing);

    void deadLettered(Entry entry, String why, Timing timing);

    /** Something of an entry is lost. Told once for each entry, before what becomes of the attempt. */
    void lost(Entry entry, Loss loss);
}
