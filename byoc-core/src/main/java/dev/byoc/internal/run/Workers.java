package dev.byoc.internal.run;

import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.runtime.Background;
import java.time.Duration;

/** Begins the work on lanes, and ends it: what is under way is waited for, then interrupted. */
public final class Workers {
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final Dispatcher dispatcher;
    private final Background background;
    private final CallsUnderWay calls;
    private final Duration drain;

    /** At the end open entries are waited for until the drain time is over. */
    public Workers(Dispatcher dispatcher, Background background, CallsUnderWay calls, Duration drain) {
        this.dispatcher = dispatcher;
        this.background = background;
        this.calls = calls;
        this.drain = drain;
    }

    void start() {
        dispatcher.open();
    }

    /**
     * Waits until nothing is under way and nothing could be done now, at most for the drain time. By the machine's time: a process that
     * ends must do so though its clock stands still or is put back.
     */
    void awaitDrained() {
        long end = System.nanoTime() + drain.toNanos();
        while (System.nanoTime() < end
                && !dispatcher.isIdle()
                && !Thread.currentThread().isInterrupted()) {
            background.pause(GLANCE);
        }
    }

    /** @param grace for what is under way before it is interrupted */
    void end(Duration grace) {
        background.stopTimer();
        dispatcher.stop();
        if (!background.awaitEnd(grace)) {
            calls.cancelAll();
            // Longer than the guard waits for an interrupted call: what came of it is stored while the store is open.
            background.awaitEnd(Duration.ofSeconds(2));
        }
    }

    void handBackUnbegun() {
        dispatcher.handBackUnbegun();
    }
}
