package dev.byoc.host;

import dev.byoc.event.Health.Status;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices that the server does not answer any more, tells the relay's health, and has a new one made. Used by one thread. */
final class HostWatch {
    /** Requests in a row without an answer after which the server counts as dead. One alone may be a pause of the process. */
    static final int MISSED = 3;

    private static final Logger log = LoggerFactory.getLogger(HostWatch.class);

    private final Supplier<SelfProbe.Outcome> probe;
    private final Restart restart;
    private final Report report;
    private int missed;

    /** Replaces the server. */
    interface Restart {
        /**
         * Stops the old one, if it has not been stopped, and listens at the same address.
         *
         * @throws IOException if the address is still taken, or nothing can be opened
         */
        void restart() throws IOException;
    }

    /** Takes what the relay's health is to say of the host. */
    interface Report {
        void host(Status status, @Nullable String cause, @Nullable String remedy);
    }

    HostWatch(Supplier<SelfProbe.Outcome> probe, Restart restart, Report report) {
        this.probe = probe;
        this.restart = restart;
        this.report = report;
    }

    /** One look. Lets nothing out. */
    void look() {
        try {
            switch (probe.get()) {
                case ANSWERED -> {
                    missed = 0;
                    report.host(Status.UP, null, null);
                }
                case FULL -> {
                    missed = 0;
                    report.host(
                            Status.DEGRADED,
                            "As many connections are open as the web server may have, so it closes new ones at once.",
                            "Look who holds them, and let a proxy limit them; jdk.httpserver.maxConnections is the limit.");
                }
                case SILENT -> {
                    missed++;
                    if (missed >= MISSED) {
                        replace();
                    }
                }
            }
        } catch (Exception | Error e) {
            log.warn("looking after the web server failed with {}", e.getClass().getName());
        }
    }

    private void replace() {
        report.host(
                Status.DOWN,
                "The web server does not answer its own requests: no webhook arrives. It is opened anew.",
                "If this recurs, look at the process's open files (ulimit -n), memory and load.");
        try {
            restart.restart();
            // The new one is up once it has answered; until then it counts as the old one did.
            missed = 0;
        } catch (IOException e) {
            report.host(
                    Status.DOWN,
                    "The web server does not answer its own requests, and could not be opened anew: " + e.getMessage(),
                    "It is tried again every few seconds. If that does not help, restart the process.");
        }
    }
}
