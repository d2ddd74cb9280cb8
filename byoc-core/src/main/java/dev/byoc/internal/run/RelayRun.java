package dev.byoc.internal.run;

import dev.byoc.ByocException;
import dev.byoc.internal.health.Lifecycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a relay once and ends it once. A start that fails ends what it has started. Thread-safe. */
public final class RelayRun {
    private static final Logger log = LoggerFactory.getLogger(RelayRun.class);

    private final Lifecycle lifecycle;
    private final Startup startup;
    private final Shutdown shutdown;

    public RelayRun(Lifecycle lifecycle, Startup startup, Shutdown shutdown) {
        this.lifecycle = lifecycle;
        this.startup = startup;
        this.shutdown = shutdown;
    }

    /**
     * Starts its parts.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    public synchronized void start() {
        lifecycle.start();
        try {
            startup.run();
        } catch (Throwable e) {
            // A store of the host's may throw what it does not declare; and what others throw may quote anything.
            lifecycle.startFailed(
                    e instanceof ByocException
                            ? String.valueOf(e.getMessage())
                            : e.getClass().getSimpleName());
            try {
                close();
            } catch (Throwable alsoThat) {
                e.addSuppressed(alsoThat);
            }
            throw e;
        }
    }

    /**
     * Ends it, if that was not done before.
     *
     * @throws IllegalStateException naming what of it has thrown, once all else is ended
     */
    public synchronized void close() {
        boolean started = lifecycle.isStarted();
        if (!lifecycle.closing()) {
            return;
        }
        try {
            if (started) {
                shutdown.afterRunning();
            } else {
                shutdown.unstarted();
            }
        } finally {
            lifecycle.closed();
        }
        log.info("stopped");
    }

    /** Waits until nothing is under way and nothing could be done now, at most for the drain time. */
    public void awaitDrained() {
        shutdown.awaitDrained();
    }
}
