package dev.byoc.viber;

import dev.byoc.Secret;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.support.Graphemes;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Makes other people's words fit to be shown. Viber's reports of a failed webhook quote the path that was called, and a part of that
 * path is our secret.
 */
final class Masking {
    private static final int MAX_SHOWN_CHARS = 300;

    /** Shorter parts of a path are ordinary words. */
    private static final int SHORTEST_SECRET = 8;

    private final Supplier<List<Secret>> tokens;
    private final Supplier<URI> webhook;

    /** All that were ever in use: an answer may quote an old one. */
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    /**
     * @param tokens those that count at present
     * @param webhook its address at present
     */
    Masking(Supplier<List<Secret>> tokens, Supplier<URI> webhook) {
        this.tokens = tokens;
        this.webhook = webhook;
        learn();
    }

    private void learn() {
        tokens.get().forEach(token -> secrets.add(token.reveal()));
        String path = webhook.get().getRawPath();
        String last = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
        if (last.length() >= SHORTEST_SECRET) {
            secrets.add(last);
        }
    }

    /** One line without secrets, cut to a length that fits a note. */
    String shown(String words) {
        learn();
        List<String> all = new ArrayList<>(secrets);
        // The longest first: one may be the head of another.
        all.sort(Comparator.comparingInt(String::length).reversed());
        String masked = words;
        for (String secret : all) {
            masked = masked.replace(secret, "***");
        }
        return Graphemes.line(Graphemes.head(masked, MAX_SHOWN_CHARS, Unit.UTF16));
    }
}
