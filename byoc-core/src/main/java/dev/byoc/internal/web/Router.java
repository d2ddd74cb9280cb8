package dev.byoc.internal.web;

import dev.byoc.RelayRequest;
import dev.byoc.Secret;
import dev.byoc.internal.account.CurrentSecrets;
import dev.byoc.internal.account.Proof;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.account.Secrets;
import dev.byoc.internal.admin.PublicAddressTokens;
import dev.byoc.internal.report.Reports;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Leads a request to what its path names. Paths are compared exactly, as they were sent: nothing is decoded or tidied. */
public final class Router {
    /**
     * What lies at one address.
     *
     * @param secrets the second step of its path
     * @param subPaths whether further steps may follow
     */
    public record Address(CurrentSecrets secrets, boolean subPaths, Endpoint endpoint) {}

    private final URI publicUrl;
    private final String prefix;
    private final Map<String, Address> addresses;
    private final @Nullable SettingsEndpoint settings;
    private final MediaEndpoint media;
    private final PublicAddressTokens own;
    private final Secret decoy;
    private final Secrets secrets;
    private final TrustedProxies proxies;
    private final Reports reports;
    private final Clock clock;

    public Router(
            URI publicUrl,
            boolean stripped,
            Map<String, Address> addresses,
            @Nullable SettingsEndpoint settings,
            MediaEndpoint media,
            PublicAddressTokens own,
            Secrets secrets,
            TrustedProxies proxies,
            Reports reports,
            Clock clock) {
        this.publicUrl = publicUrl;
        this.prefix = stripped ? "" : publicUrl.getRawPath();
        this.addresses = Map.copyOf(addresses);
        this.settings = settings;
        this.media = media;
        this.own = own;
        this.decoy = secrets.of("decoy");
        this.secrets = secrets;
        this.proxies = proxies;
        this.reports = reports;
        this.clock = clock;
    }

    public WebhookResponse route(RelayRequest request) {
        String path = request.path();
        if (settings != null && path.equals(prefix + "/" + ReservedIds.SETTINGS)) {
            WebhookResponse unfit = unfit(ReservedIds.SETTINGS, request);
            return unfit == null ? settings.enter(webhook(request, "", path.substring(prefix.length()))) : unfit;
        }
        // "/account/secret" or "/account/secret/sub/path"
        String[] steps = path.startsWith(prefix + "/")
                ? path.substring(prefix.length() + 1).split("/", 3)
                : new String[0];
        if (steps.length == 3 && steps[0].equals(ReservedIds.MEDIA)) {
            WebhookResponse unfit = unfit(ReservedIds.MEDIA, request);
            return unfit == null
                    ? media.enter(webhook(request, "", path.substring(prefix.length())), steps[1], steps[2])
                    : unfit;
        }
        String answer = steps.length == 2 && steps[0].equals(ReservedIds.REACHABLE) ? own.answer(steps[1]) : null;
        if (answer != null) {
            return WebhookResponse.text(200, answer).with("Cache-Control", "no-store");
        }
        Address address = steps.length < 2 ? null : addresses.get(steps[0]);
        String secret = steps.length < 2 ? "" : steps[1];
        Proof proof = proof(address, secret);
        if (proof == null && secrets.lookAgain()) {
            proof = proof(address, secret);
        }
        if (address == null || proof == null || (steps.length == 3 && !address.subPaths())) {
            reports.refused("-", 404, "unknown address");
            return WebhookResponse.text(404, "not found");
        }
        WebhookResponse unfit = unfit(steps[0], request);
        if (unfit != null) {
            return unfit;
        }
        String subPath = steps.length == 3 ? "/" + steps[2] : "";
        return address.endpoint().enter(webhook(request, subPath, path.substring(prefix.length())), proof);
    }

    /** Compares even where nothing is there, so that wrong names and wrong secrets look and last alike. Null: it is a wrong one. */
    private @Nullable Proof proof(@Nullable Address address, String secret) {
        return Proof.of(
                "path secret",
                address == null ? List.of(decoy) : address.secrets().all(),
                secret);
    }

    private @Nullable WebhookResponse unfit(String name, RelayRequest request) {
        if (request.body().length > RelayRequest.MAX_BODY_BYTES) {
            reports.refused(name, 413, "the body is larger than " + RelayRequest.MAX_BODY_BYTES + " bytes");
            return WebhookResponse.text(413, "too large");
        }
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            boolean encoded = header.getKey().toLowerCase(Locale.ROOT).equals("content-encoding")
                    && header.getValue().stream().anyMatch(Router::isEncoded);
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

    private WebhookRequest webhook(RelayRequest request, String subPath, String path) {
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
