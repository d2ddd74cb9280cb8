package dev.byoc.support;

import dev.byoc.Secret;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.ChannelContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a network's words fit to be shown: errors quote the request, with its token, and reports of a failed webhook quote its address, a part of
 * which is our secret. Knows all values that a secret has had while it lives, as an answer may quote an old one. What customers say is not
 * known here: do not show an answer that may quote it. Thread-safe.
 */
public final class Masking {
    private static final int MAX_SHOWN_CHARS = 300;

    /** Shorter parts of a path are ordinary words. */
    private static final int SHORTEST_SECRET = 8;

    private final ChannelContext context;
    private final List<String> settings;
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    /**
     * For one account: the webhook's secrets and the secret part of its address are masked too.
     *
     * @param secretSettings the names of its secret settings
     */
    public Masking(ChannelContext context, String... secretSettings) {
        this.context = context;
        this.settings = List.of(secretSettings);
        learn();
    }

    private void learn() {
        for (String setting : settings) {
            learn(context.settings().secrets(setting));
        }
        learn(context.webhookSecrets());
        String path = context.webhookUrl().getRawPath();
        String last = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
        if (last.length() >= SHORTEST_SECRET) {
            secrets.add(last);
        }
    }

    private void learn(List<Secret> values) {
        values.forEach(secret -> secrets.add(secret.reveal()));
    }

    /** One line without secrets, cut to 300 characters: a length that fits a note. */
    public String shown(String words) {
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
