package dev.byoc.host;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The limits of the JDK's server. It reads them from system properties, once in a process, when its first server is made; what is set already
 * stays.
 */
final class ServerLimits {
    /** How long a request's head and body may take to arrive. */
    static final int REQUEST_SECONDS = 10;

    /** Longer than common proxies keep a connection to the server behind them, 60 s: the one who sends next must close first. */
    static final int IDLE_SECONDS = 90;

    /** More than proxies open; some 30 KB of buffers each. */
    private static final int MOST_CONNECTIONS = 2_000;

    private static final String CONNECTIONS = "jdk.httpserver.maxConnections";

    // Held, as the JDK keeps loggers weakly and would forget the level.
    private static final Logger jdkLog = Logger.getLogger("com.sun.net.httpserver");

    private ServerLimits() {}

    /** Sets those that the host's operator has not set. */
    static void set() {
        // Else every small answer waits 40 ms for Nagle's algorithm.
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxReqTime", String.valueOf(REQUEST_SECONDS));
        // A file to a slow reader takes longer than an answer.
        setUnlessSet("sun.net.httpserver.maxRspTime", "300");
        setUnlessSet("sun.net.httpserver.idleInterval", String.valueOf(IDLE_SECONDS));
        setUnlessSet(CONNECTIONS, String.valueOf(connections(descriptors())));
        // Of more idle ones the JDK closes each after its answer, without telling the client.
        int bound = Integer.getInteger(CONNECTIONS, 0);
        setUnlessSet("sun.net.httpserver.maxIdleConnections", String.valueOf(bound > 0 ? bound : MOST_CONNECTIONS));
        if (jdkLog.getLevel() == null) {
            // At FINE it prints request lines, and with them the secrets in the paths.
            jdkLog.setLevel(Level.INFO);
        }
    }

    /**
     * Half of the process's file descriptors: the store, the calls out and the host's own files need the others. When there are none left the
     * JDK's server can end in a loop from which it does not come back.
     *
     * @param descriptors negative: not limited
     */
    static int connections(long descriptors) {
        return descriptors < 0 ? MOST_CONNECTIONS : (int) Math.max(1, Math.min(MOST_CONNECTIONS, descriptors / 2));
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : -1;
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
