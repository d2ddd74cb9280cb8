package dev.byoc.host;

import dev.byoc.RelayRequest;
import dev.byoc.relay.RelayEngine;
import dev.byoc.webhook.WebhookResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a web server sends for a relay, for authors of hosts: the same whatever the server. An answer that HTTP has no form for, such as a
 * status of 1000 or a header of two lines, is a 500. Send {@link #status}, {@link #headers} and, unless it is negative, {@link #length} as
 * {@code Content-Length}; then call {@link #writeTo}, once. For one thread.
 */
public final class HostAnswer {
    private static final Logger log = LoggerFactory.getLogger(HostAnswer.class);

    private static final int LEAST_STATUS = 200;
    private static final int MOST_STATUS = 599;

    private static final int MOST_CAUSES = 10;

    /** RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Of one line, and of one byte a character: servers cut others down to one, which may be a line feed. */
    private static final Pattern VALUE = Pattern.compile("[ -~\u0080-\u00FF]*");

    /** What says where a body ends is the server's alone. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

    private final WebhookResponse response;
    private final boolean head;

    private HostAnswer(WebhookResponse response, boolean head) {
        this.response = response;
        this.head = head;
    }

    /**
     * Hands a request to the relay. Blocks until the relay has stored what it holds. Never throws, and leaves no interrupt on the thread, as
     * that would close the connection before the answer.
     */
    public static HostAnswer to(RelayRequest request, RelayEngine relay) {
        WebhookResponse response;
        try {
            response = relay.handle(request);
        } catch (Exception | Error e) {
            response = failed(e.getClass().getName());
        } finally {
            Thread.interrupted();
        }
        return of(request.method(), response);
    }

    /**
     * As {@link #to}, for a host that can do without this thread, a platform thread: see {@link RelayEngine#handle(RelayRequest, Consumer)}.
     *
     * @param sends is given the answer, once: on this thread before this returns, or on another one, while this one stays behind
     */
    public static void lending(RelayRequest request, RelayEngine relay, Consumer<HostAnswer> sends) {
        AtomicBoolean given = new AtomicBoolean();
        try {
            relay.handle(request, response -> {
                given.set(true);
                Thread.interrupted();
                sends.accept(of(request.method(), response));
            });
        } catch (Exception | Error e) {
            if (given.get()) {
                throw e;
            }
            sends.accept(of(request.method(), failed(e.getClass().getName())));
        } finally {
            Thread.interrupted();
        }
    }

    /**
     * To a request whose body did not arrive, of which the relay is told alone that it came: 408 if it came too slowly, by our time or the
     * server's, else 400. The connection has to be ended after it.
     *
     * @param method of the request
     * @param path of the request, as for {@link RelayRequest}
     * @param why what reading it has thrown
     */
    public static HostAnswer toBroken(String method, String path, RelayEngine relay, Exception why) {
        log.debug("a request's body did not arrive whole: {}", why.getClass().getName());
        boolean slow = isSlow(why);
        int status = slow ? 408 : 400;
        String words = slow ? "the body came too slowly" : "the body did not arrive whole";
        relay.reportBroken(method, path, status, words);
        return of(method, WebhookResponse.text(status, words));
    }

    static boolean isSlow(Exception why) {
        return Stream.iterate((Throwable) why, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .anyMatch(cause -> cause instanceof RequestBody.TooSlowException
                        || cause instanceof SocketTimeoutException
                        || cause instanceof TimeoutException);
    }

    /**
     * An answer that the host gives by itself.
     *
     * @param method of the request
     */
    public static HostAnswer of(String method, WebhookResponse response) {
        String fault = faultOf(response);
        return new HostAnswer(fault == null ? response : failed(fault), method.equals("HEAD"));
    }

    private static WebhookResponse failed(String why) {
        log.debug("answering a request failed: {}", why);
        return WebhookResponse.text(500, "failed");
    }

    private static @Nullable String faultOf(WebhookResponse response) {
        if (response.status() < LEAST_STATUS || response.status() > MOST_STATUS) {
            return "status " + response.status();
        }
        boolean known = VALUE.matcher(response.contentType()).matches()
                && response.headers().entrySet().stream().allMatch(HostAnswer::isHeader);
        return known ? null : "a header that is none";
    }

    private static boolean isHeader(Map.Entry<String, String> header) {
        return TOKEN.matcher(header.getKey()).matches()
                && VALUE.matcher(header.getValue()).matches()
                && !FRAMING.contains(header.getKey().toLowerCase(Locale.ROOT));
    }

    /** From 200 to 599. */
    public int status() {
        return response.status();
    }

    /** All but {@code Content-Length}, {@code Content-Type} among them. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", response.contentType());
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Cache-Control", "no-store");
        headers.putAll(response.headers());
        return Collections.unmodifiableMap(headers);
    }

    /**
     * What {@code Content-Length} says, in bytes; negative: it is left out, as the status has no body or the length is not known. Of an answer
     * to HEAD what GET would send.
     */
    public long length() {
        return isWithoutBody() ? -1 : response.length();
    }

    /** Whether nothing follows the head: an answer to HEAD, of a status that has no body, or an empty one. */
    public boolean isBare() {
        return head || isWithoutBody() || response.length() == 0;
    }

    private boolean isWithoutBody() {
        return response.status() == 204 || response.status() == 304;
    }

    /**
     * Writes the body, or nothing where none follows, and lets go of what it came from. Blocks for as long as either side takes. Does not
     * close the stream.
     *
     * @throws IOException if it was not written whole, for whatever reason, or is of another length than it said: the connection has to be
     *     ended where it stands, so that a part is not taken for the whole. What the stream has thrown is thrown as it is; of anything else
     *     the class alone is named
     */
    public void writeTo(OutputStream out) throws IOException {
        Counted counted = new Counted(isBare() ? OutputStream.nullOutputStream() : out, isBare() ? -1 : length());
        try {
            response.writeTo(counted);
        } catch (Exception | Error e) {
            throw counted.failure == null
                    ? new IOException("the body broke off: " + e.getClass().getName())
                    : counted.failure;
        }
        if (counted.left > 0) {
            throw new IOException("the body is shorter than it said");
        }
    }

    /** Lets through as many bytes as were told, and remembers what the client's side has thrown. */
    private static final class Counted extends FilterOutputStream {
        /** Negative: any number. */
        private long left;

        private @Nullable IOException failure;

        Counted(OutputStream out, long length) {
            super(out);
            this.left = length;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (left >= 0 && length > left) {
                throw new IOException("the body is longer than it said");
            }
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
            left -= left < 0 ? 0 : length;
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        /** That is the server's. */
        @Override
        public void close() {}
    }
}
