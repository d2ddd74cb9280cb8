package dev.byoc.internal.web;

import dev.byoc.Secret;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.report.Reports;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves the settings page to those who know the password. Read-only, so there is nothing to forge. */
public final class SettingsEndpoint {
    public static final int LEAST_CHARS = 12;

    /** Wrong passwords that are looked at, from anywhere, until the minute that began with the first of them is over. */
    static final int TRIES = 10;

    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final String SCHEME = "basic ";

    private final Secret password;
    private final Supplier<SettingsPage.Facts> facts;
    private final Reports reports;
    private final Clock clock;
    private Instant windowStart = Instant.MIN;
    private int wrong;

    public SettingsEndpoint(Secret password, Supplier<SettingsPage.Facts> facts, Reports reports, Clock clock) {
        this.password = password;
        this.facts = facts;
        this.reports = reports;
        this.clock = clock;
    }

    WebhookResponse enter(WebhookRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            reports.refused(ReservedIds.SETTINGS, 405, "method not allowed");
            return WebhookResponse.text(405, "method not allowed").with("Allow", "GET, HEAD");
        }
        WebhookResponse refusal = refusal(request);
        return refusal == null ? page() : refusal;
    }

    // One at a time, so that many tries at once cannot slip past the count.
    private synchronized @Nullable WebhookResponse refusal(WebhookRequest request) {
        Instant now = clock.instant();
        if (now.isBefore(windowStart) || !now.isBefore(windowStart.plus(WINDOW))) {
            wrong = 0;
        }
        if (wrong >= TRIES) {
            // The right password too: an answer to it would tell a guesser that it is right.
            reports.refused(ReservedIds.SETTINGS, 429, "too many wrong passwords");
            Duration left = Duration.between(now, windowStart.plus(WINDOW));
            return WebhookResponse.text(429, "too many wrong passwords; try again in a minute")
                    .with("Retry-After", String.valueOf(left.toSeconds() + 1));
        }
        if (!request.hasHeader("Authorization")) {
            // How every browser begins.
            return unauthorized();
        }
        if (password.matches(passwordIn(request.header("Authorization")))) {
            return null;
        }
        if (wrong++ == 0) {
            windowStart = now;
        }
        reports.refused(ReservedIds.SETTINGS, 401, "wrong password");
        return unauthorized();
    }

    private static WebhookResponse unauthorized() {
        return WebhookResponse.text(401, "password required")
                .with("WWW-Authenticate", "Basic realm=\"byoc settings\", charset=\"UTF-8\"");
    }

    /** The password of basic authentication (<a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617</a>); {@code ""} if there is none. */
    private static String passwordIn(String header) {
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return "";
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private WebhookResponse page() {
        byte[] html = SettingsPage.html(facts.get()).getBytes(StandardCharsets.UTF_8);
        return new WebhookResponse(200, "text/html; charset=utf-8", html)
                .with("Content-Security-Policy", SettingsPage.POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY")
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-store");
    }
}
