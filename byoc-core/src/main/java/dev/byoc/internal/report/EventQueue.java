package dev.byoc.internal.report;

import dev.byoc.event.RelayEvent;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells events one after the other on a worker: who adds one may hold a lock, and does not wait for the listeners. Thread-safe. */
public final class EventQueue {
    private final Listeners listeners;
    private final Executor workers;
    private final Queue<RelayEvent> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean telling = new AtomicBoolean();

    public EventQueue(Listeners listeners, Executor workers) {
        this.listeners = listeners;
        this.workers = workers;
    }

    public void add(RelayEvent event) {
        waiting.add(event);
        begin();
    }

    private void begin() {
        if (!waiting.isEmpty() && telling.compareAndSet(false, true)) {
            try {
                workers.execute(this::tell);
            } catch (RuntimeException | Error e) {
                // The relay is closed, or the process may have no more threads: the next event begins again.
                telling.set(false);
            }
        }
    }

    private void tell() {
        try {
            for (RelayEvent next = waiting.poll(); next != null; next = waiting.poll()) {
                listeners.tell(next);
            }
        } finally {
            telling.set(false);
        }
        begin();
    }
}
