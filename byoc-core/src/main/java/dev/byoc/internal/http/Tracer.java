package dev.byoc.internal.http;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a request of which more is told than its answer: where the name leads, and what the certificate says. Thread-safe. */
@FunctionalInterface
public interface Tracer {
    /** For a request whose body is small. */
    Duration USUAL = Duration.ofSeconds(10);

    /** Makes it, and waits for its answer no longer than it may take. */
    Trace trace(Question question);

    /**
     * One request; it may be made twice.
     *
     * @param chunked whether the body is sent in chunks, without its length
     * @param within how long it may take as a whole
     */
    record Question(
            String method, URI url, Map<String, String> headers, byte[] body, boolean chunked, Duration within) {}

    /** What came of one, and where its name has led; no addresses: the name was not looked up here. */
    sealed interface Trace {
        List<InetAddress> addresses();
    }

    /**
     * An answer.
     *
     * @param location of a redirect, as it was sent; null: none
     * @param body its beginning
     * @param certificateEnds null: no TLS
     */
    record Answered(
            List<InetAddress> addresses,
            int status,
            @Nullable String location,
            byte[] body,
            @Nullable Instant certificateEnds)
            implements Trace {}

    /** No answer. */
    record Failed(List<InetAddress> addresses, Why why) implements Trace {}

    /** Why there is no answer. */
    enum Why {
        UNKNOWN_NAME,
        REFUSED,
        SILENT,
        NOT_TRUSTED,
        EXPIRED,
        OTHER_NAME,
        NO_TLS,
        /** A connection that ends without an answer, or whatever else. */
        BROKEN
    }
}
