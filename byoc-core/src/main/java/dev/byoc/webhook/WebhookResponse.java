package dev.byoc.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What is answered to a request. A host sends {@link #status}, {@link #contentType}, {@link #headers} and {@link #length}, then
 * calls {@link #writeTo}, once, also where a HEAD is answered. Immutable.
 */
public final class WebhookResponse {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final int status;
    private final String contentType;
    private final Map<String, String> headers;
    private final long length;
    private final Body body;

    /** A body that is not in memory. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes all of it and lets go of what it came from, whether that goes well or not.
         *
         * @throws IOException if either side broke off: the connection has to be ended, so that a part is not taken for the whole
         */
        void writeTo(OutputStream out) throws IOException;
    }

    private WebhookResponse(int status, String contentType, Map<String, String> headers, long length, Body body) {
        this.status = status;
        this.contentType = Objects.requireNonNull(contentType, "contentType");
        this.headers = Map.copyOf(headers);
        this.length = length;
        this.body = Objects.requireNonNull(body, "body");
        this.headers.forEach((name, value) -> {
            if ((name + value).chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
                // A line break would let the author of the value write headers, or a body.
                throw new IllegalArgumentException("a header holds a control character");
            }
        });
    }

    /** Without further headers. */
    public WebhookResponse(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    /**
     * All of it.
     *
     * @param headers what is sent beside {@code Content-Type} and {@code Content-Length}; one value each, without line breaks
     */
    public WebhookResponse(int status, String contentType, byte[] body, Map<String, String> headers) {
        this(status, contentType, headers, body.length, new InMemory(body.clone()));
    }

    /** 200 with an empty body. */
    public static WebhookResponse ok() {
        return new WebhookResponse(200, TEXT, new byte[0]);
    }

    /** 200 with a JSON body. */
    public static WebhookResponse json(byte[] body) {
        return new WebhookResponse(200, "application/json", body);
    }

    /** A line of plain text, sent in UTF-8. */
    public static WebhookResponse text(int status, String text) {
        return new WebhookResponse(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A body that is written as it comes, such as a file. Of a channel's answer it is written into memory first, at most 1 MiB; one that is
     * longer, throws or takes longer than a channel's call may is answered with 500 instead.
     *
     * @param length in bytes; -1 if it is not known
     */
    public static WebhookResponse streamed(int status, String contentType, long length, Body body) {
        return new WebhookResponse(status, contentType, Map.of(), length, body);
    }

    /** The same with one header more. */
    public WebhookResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebhookResponse(status, contentType, more, length, body);
    }

    public int status() {
        return status;
    }

    public String contentType() {
        return contentType;
    }

    /** What is sent beside {@code Content-Type} and {@code Content-Length}. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Of the body, in bytes; -1 if it is not known. Of an answer to HEAD: what GET would send, though nothing is written. */
    public long length() {
        return length;
    }

    /** Whether the body is in memory: to ask for it neither blocks nor fails. */
    public boolean isInMemory() {
        return body instanceof InMemory;
    }

    /**
     * Writes the body. Blocks for as long as either side takes.
     *
     * @throws IOException if it was not written whole: end the connection
     */
    public void writeTo(OutputStream out) throws IOException {
        body.writeTo(out);
    }

    /**
     * The body in memory, all of it. For small answers and for tests; a file belongs into {@link #writeTo}.
     *
     * @throws UncheckedIOException if a streamed body broke off
     */
    public byte[] body() {
        if (body instanceof InMemory small) {
            return small.bytes.clone();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            body.writeTo(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    @Override
    public String toString() {
        return "WebhookResponse[" + status + ", " + length + " bytes]";
    }

    private static final class InMemory implements Body {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }
}
