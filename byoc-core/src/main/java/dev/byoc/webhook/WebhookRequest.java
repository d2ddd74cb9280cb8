package dev.byoc.webhook;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that came in for one account, before anything is believed of it. Immutable. */
public final class WebhookRequest {
    private final String method;
    private final String subPath;
    private final String publicUrl;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final @Nullable InetAddress caller;
    private final Instant receivedAt;

    private WebhookRequest(Builder builder) {
        this.method = builder.method;
        this.subPath = builder.subPath;
        this.publicUrl = builder.publicUrl;
        Map<String, List<String>> lower = new LinkedHashMap<>();
        builder.headers.forEach((name, values) -> lower.merge(
                name.toLowerCase(Locale.ROOT),
                List.copyOf(values),
                (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList()));
        this.headers = Collections.unmodifiableMap(lower);
        this.body = builder.body;
        this.caller = builder.caller;
        this.receivedAt = builder.receivedAt;
    }

    public static Builder builder() {
        return new Builder();
    }

    public String method() {
        return method;
    }

    /** What follows the account's secret path. */
    public String subPath() {
        return subPath;
    }

    /** As the network called it, from configuration and the raw query; never from {@code Host} or {@code X-Forwarded-*}. */
    public String publicUrl() {
        return publicUrl;
    }

    /** Names in lower case. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The header's only value; {@code ""} if it is absent or was sent more than once, as then it is not clear which one counts. */
    public String header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? values.get(0) : "";
    }

    /** Whether the header was sent at all, however often. */
    public boolean hasHeader(String name) {
        return headers.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** A query parameter, decoded; {@code ""} if absent, malformed or sent more than once. */
    public String query(String name) {
        int mark = publicUrl.indexOf('?');
        String found = null;
        if (mark >= 0) {
            for (String pair : publicUrl.substring(mark + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && name.equals(decoded(pair.substring(0, equals), ""))) {
                    if (found != null) {
                        return "";
                    }
                    found = decoded(pair.substring(equals + 1), "");
                }
            }
        }
        return found == null ? "" : found;
    }

    /**
     * The fields of a body that is {@code application/x-www-form-urlencoded}, in UTF-8, in their order: each with all its values. Empty where the
     * request says that its body is something else. A malformed escape stays as it is.
     */
    public Map<String, List<String>> form() {
        String type = header("content-type").split(";", 2)[0].strip();
        if (!type.equalsIgnoreCase("application/x-www-form-urlencoded") || body.length == 0) {
            return Map.of();
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (!name.isEmpty()) {
                fields.computeIfAbsent(decoded(name, name), any -> new ArrayList<>())
                        .add(decoded(value, value));
            }
        }
        fields.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(fields);
    }

    private static String decoded(String text, String otherwise) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }

    /** The exact bytes that arrived. Not a copy: signatures are checked over it, and it must not be changed. */
    public byte[] body() {
        return body;
    }

    /** Who connected, after trusted proxies; null where the host does not know. */
    public @Nullable InetAddress caller() {
        return caller;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    /** Method and size alone: paths, headers and bodies hold secrets. */
    @Override
    public String toString() {
        return "WebhookRequest[" + method + ", " + body.length + " bytes]";
    }

    /** Makes a {@link WebhookRequest}. */
    public static final class Builder {
        private String method = "POST";
        private String subPath = "";
        private String publicUrl = "";
        private Map<String, List<String>> headers = Map.of();
        private byte[] body = new byte[0];
        private @Nullable InetAddress caller;
        private Instant receivedAt = Instant.EPOCH;

        private Builder() {}

        public Builder method(String value) {
            this.method = value;
            return this;
        }

        public Builder subPath(String value) {
            this.subPath = value;
            return this;
        }

        public Builder publicUrl(String value) {
            this.publicUrl = value;
            return this;
        }

        public Builder headers(Map<String, List<String>> value) {
            this.headers = value;
            return this;
        }

        public Builder body(byte[] value) {
            this.body = value;
            return this;
        }

        public Builder caller(@Nullable InetAddress value) {
            this.caller = value;
            return this;
        }

        public Builder receivedAt(Instant value) {
            this.receivedAt = value;
            return this;
        }

        public WebhookRequest build() {
            return new WebhookRequest(this);
        }
    }
}
