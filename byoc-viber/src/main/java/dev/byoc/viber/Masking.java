package dev.byoc.viber;

import dev.byoc.Secret;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.support.Graphemes;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes other people's words fit to be shown. Viber's reports of a failed webhook quote the path that was called, and a part of that
 * path is our secret.
 */
final class Masking {
    private static final int MAX_SHOWN_CHARS = 300;

    /** Shorter parts of a path are ordinary words. */
    private static final int SHORTEST_SECRET = 8;

    private final List<String> secrets;

    Masking(List<Secret> tokens, URI webhook) {
        List<String> all = new ArrayList<>();
        tokens.forEach(token -> all.add(token.reveal()));
        String path = webhook.getRawPath() == null ? "" : webhook.getRawPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (last.length() >= SHORTEST_SECRET) {
            all.add(last);
        }
        // The longest first: one may be the head of another.
        all.sort(Comparator.comparingInt(String::length).reversed());
        this.secrets = List.copyOf(all);
    }

    /** One line without secrets, cut to a length that fits a note. */
    String shown(String words) {
        String masked = words;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        return Graphemes.line(Graphemes.head(masked, MAX_SHOWN_CHARS, Unit.UTF16));
    }
}
