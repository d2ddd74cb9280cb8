package dev.byoc.internal.web;

import dev.byoc.RelayRequest;
import dev.byoc.internal.address.TrustedProxies;
import dev.byoc.internal.report.Reports;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what the host's web server has taken as a webhook at the public address, and refuses what no webhook is. Thread-safe. */
public final class RequestReader {
    private final URI publicUrl;
    private final TrustedProxies proxies;
    private final Reports reports;
    private final Clock clock;

    public RequestReader(URI publicUrl, TrustedProxies proxies, Reports reports, Clock clock) {
        this.publicUrl = publicUrl;
        this.proxies = proxies;
        this.reports = reports;
        this.clock = clock;
    }

    /**
     * The answer to a request that is not to be read; null: it may be.
     *
     * @param name of what it asks for, as it is told
     * @param most bytes of its body
     */
    @Nullable
    WebhookResponse refusal(String name, RelayRequest request, int most) {
        if (request.body().length > most) {
            reports.refused(name, 413, "the body is larger than " + most + " bytes");
            return WebhookResponse.text(413, "too large");
        }
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            boolean encoded = header.getKey().equalsIgnoreCase("content-encoding")
                    && header.getValue().stream().anyMatch(RequestReader::isEncoded);
            if (encoded) {
                // No messenger packs its webhooks, and unpacking a stranger's body is work without bounds.
                reports.refused(name, 415, "a packed body");
                return WebhookResponse.text(415, "content encodings are not taken");
            }
        }
        return null;
    }

    /** A list of codings (RFC 9110, 8.4), of which {@code identity} and nothing are none. */
    private static boolean isEncoded(String codings) {
        return Stream.of(codings.split(","))
                .map(String::strip)
                .anyMatch(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase("identity"));
    }

    /**
     * The webhook that it is.
     *
     * @param subPath behind the address
     * @param path behind the public address
     */
    WebhookRequest read(RelayRequest request, String subPath, String path) {
        String query = request.query() == null ? "" : "?" + request.query();
        InetAddress caller = proxies.callerOf(request.remote(), request.headers());
        return WebhookRequest.builder()
                .method(request.method())
                .subPath(subPath)
                .publicUrl(publicUrl + path + query)
                .headers(request.headers())
                .body(request.body())
                .caller(caller)
                .receivedAt(clock.instant())
                .build();
    }
}
