package dev.byoc.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Connection;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of a client's pooled connections the server has closed before anything was written to them. OkHttp looks at those alone that
 * were idle for ten seconds; a server may close one at any time, right after its answer too, and what is then written to it ends in an
 * unknown outcome. Thread-safe.
 */
final class Connections {
    /** How long a word of the server's is waited for: the shortest time that a socket knows. One that was closed tells at once. */
    private static final int LOOK_MILLIS = 1;

    private static final String HTTP_2 = "okhttp3.internal.http2.";

    /**
     * One that has answered so lately, and has been kept by its server before, is taken as it is unless something has come on it: a look for its
     * end lasts a millisecond, which a busy relay would wait before each of its calls. A server that ends such a connection this soon after an
     * answer would as often have ended it during the call, where no look helps.
     */
    static final Duration FRESH = Duration.ofMillis(10);

    private final Clock clock;

    private final Map<Connection, Served> served = new ConcurrentHashMap<>();

    /**
     * What a connection has done.
     *
     * @param kept it has served once more after an answer: some servers end each after its first answer, without a word
     * @param at when its last answer came
     */
    private record Served(boolean kept, long at) {}

    Connections(Clock clock) {
        this.clock = clock;
    }

    /**
     * Whether an HTTP/1 connection that has served before is closed by now, or has brought something unrequested, as from a proxy
     * whose patience has ended (408), which would be taken for the next call's answer. Asked by the call that is about to write, which
     * alone uses it then. A connection's first call is not looked at: a server that closes each at once is in trouble, and another would be
     * no better.
     */
    boolean isClosed(@Nullable Connection connection) {
        if (connection == null || !isUsedByOneCall(connection)) {
            return false;
        }
        Served before = served.get(connection);
        if (before == null) {
            return false;
        }
        return isFresh(before) ? hasBrought(connection.socket()) : hasEnded(connection.socket());
    }

    /** A call's answer has begun to come on it. */
    void answered(@Nullable Connection connection) {
        if (connection == null || !isUsedByOneCall(connection)) {
            return;
        }
        Served first = new Served(false, clock.millis());
        Served now = served.merge(connection, first, (before, again) -> new Served(true, again.at()));
        if (!now.kept()) {
            served.keySet().removeIf(other -> other.socket().isClosed());
        }
    }

    /** All calls of an HTTP/2 connection share one reader, which notices by itself; no other code may read. */
    private static boolean isUsedByOneCall(Connection connection) {
        Protocol protocol = connection.protocol();
        return protocol == Protocol.HTTP_1_1 || protocol == Protocol.HTTP_1_0;
    }

    /** Not where the clock was put back since then. */
    private boolean isFresh(Served before) {
        long idle = clock.millis() - before.at();
        return before.kept() && idle >= 0 && idle < FRESH.toMillis();
    }

    /** Whether something unrequested waits on it. Does not wait. */
    private static boolean hasBrought(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean hasEnded(Socket socket) {
        try {
            int timeout = socket.getSoTimeout();
            socket.setSoTimeout(LOOK_MILLIS);
            try {
                // The end of the stream, or a byte too many: neither can be written to any more.
                socket.getInputStream().read();
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } finally {
                socket.setSoTimeout(timeout);
            }
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether a call failed as the server had ended its HTTP/2 connection (GOAWAY, or closed), before any of the call was written. */
    static boolean isClosedUnwritten(IOException e) {
        return isHttp2(e, "ConnectionShutdownException");
    }

    /** Whether an HTTP/2 server has said that it has not looked at a call, in GOAWAY or RST_STREAM (RFC 9113, 8.7). */
    static boolean isRefusedUnread(IOException e) {
        return isHttp2(e, "StreamResetException") && "stream was reset: REFUSED_STREAM".equals(e.getMessage());
    }

    /** By name, as OkHttp's module does not export them. */
    private static boolean isHttp2(IOException e, String type) {
        return e.getClass().getName().equals(HTTP_2 + type);
    }
}
