package dev.byoc.internal.address;

import dev.byoc.event.Finding;
import dev.byoc.internal.http.Tracer.Answered;
import dev.byoc.internal.http.Tracer.Failed;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an answer that is not the relay's says of what stands in front of it; and what it says that there is none. */
final class AnswerReading {
    private static final Pattern LOGIN =
            Pattern.compile("log-?in|log-?on|sign-?in|signon|sso|oauth|auth|saml|openid", Pattern.CASE_INSENSITIVE);

    private AnswerReading() {}

    static Finding of(Failed failed, URI url) {
        String host = String.valueOf(url.getHost());
        return switch (failed.why()) {
            case UNKNOWN_NAME -> AddressFinding.UNKNOWN_NAME.of(host);
            case REFUSED ->
                leadsToThisMachine(failed) ? AddressFinding.NOTHING_LISTENS.of() : AddressFinding.REFUSED.of();
            case SILENT -> AddressFinding.SILENT.of();
            case NOT_TRUSTED -> AddressFinding.CERTIFICATE_NOT_TRUSTED.of();
            case EXPIRED -> AddressFinding.CERTIFICATE_EXPIRED.of();
            case OTHER_NAME -> AddressFinding.CERTIFICATE_OF_ANOTHER_NAME.of(host);
            case NO_TLS -> AddressFinding.NO_TLS.of();
            case BROKEN -> AddressFinding.BROKEN.of();
        };
    }

    private static boolean leadsToThisMachine(Failed failed) {
        return !failed.addresses().isEmpty() && failed.addresses().stream().allMatch(InetAddress::isLoopbackAddress);
    }

    /** @param getPasses whether the relay has answered a GET there */
    static Finding of(Answered answer, URI asked, boolean getPasses) {
        int status = answer.status();
        if (status >= 300 && status < 400 && status != 304) {
            return redirect(answer.location(), asked);
        }
        if (mayBeFilter(status)) {
            return (getPasses || status == 405 ? AddressFinding.POST_REFUSED : AddressFinding.LOGIN).of(status);
        }
        if (status == 404 || status == 410) {
            return AddressFinding.NOT_FOUND.of(status);
        }
        if (status == 429) {
            return AddressFinding.THROTTLED.of();
        }
        if (status >= 500) {
            return AddressFinding.PROXY_FAILS.of(status);
        }
        return isWebPage(answer.body()) ? AddressFinding.WEB_PAGE.of() : AddressFinding.ANOTHER_ANSWER.of(status);
    }

    /** Statuses of filters that let some requests pass; 419 is what Laravel's for CSRF answers. */
    static boolean mayBeFilter(int status) {
        return status == 401 || status == 403 || status == 405 || status == 419;
    }

    private static boolean isWebPage(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip().toLowerCase(Locale.ROOT);
        return text.startsWith("<!doctype html") || text.startsWith("<html") || text.contains("<body");
    }

    private static Finding redirect(@Nullable String location, URI asked) {
        URI to = target(location, asked);
        if (to == null) {
            return AddressFinding.REDIRECT.of("to no address");
        }
        String host = String.valueOf(to.getHost());
        String path = Objects.requireNonNullElse(to.getRawPath(), "");
        boolean samePath = path.equals(asked.getRawPath());
        boolean sameHost = host.equalsIgnoreCase(asked.getHost());
        if (sameHost && samePath && "http".equals(asked.getScheme()) && "https".equalsIgnoreCase(to.getScheme())) {
            return AddressFinding.REDIRECT_TO_HTTPS.of();
        }
        if (sameHost
                && (path.equals(asked.getRawPath() + "/") || asked.getRawPath().equals(path + "/"))) {
            return AddressFinding.REDIRECT_OF_A_SLASH.of();
        }
        // The address that was asked for may be part of a query there, whatever it is called.
        if (!samePath && LOGIN.matcher(host + path).find()) {
            return AddressFinding.REDIRECT_TO_LOGIN.of();
        }
        return AddressFinding.REDIRECT.of("to " + host);
    }

    private static @Nullable URI target(@Nullable String location, URI asked) {
        try {
            return location == null ? null : asked.resolve(location);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
