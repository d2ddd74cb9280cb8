package dev.byoc.testkit.viber;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** How Viber refuses a field. */
final class ViberRefusals {
    private static final int MAX_URL_CHARS = 2_000;

    private ViberRefusals() {}

    static Refusal bad(String why) {
        return new Refusal(3, "badData", why);
    }

    static Refusal missing(String field) {
        return new Refusal(4, "missingData", field);
    }

    static URI web(Json value, String field) {
        String text = value.isString() ? value.textOr("") : "";
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null
                    && text.length() <= MAX_URL_CHARS
                    && uri.getScheme() != null
                    && uri.getScheme().toLowerCase(Locale.ROOT).matches("https?")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw bad(field);
    }
}
