package dev.byoc.internal.account;

import dev.byoc.Secret;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The secrets of one account: of its webhook's address, those that its channel registers, and those among its settings. Thread-safe. */
public final class AccountSecrets {
    private final RotatingSecret path;
    private final RotatingSecret webhook;
    private final ChangingSettings settings;

    /** Grows, as what was in use once must not be kept with a request later either. */
    private final Set<Secret> everUsed = ConcurrentHashMap.newKeySet();

    public AccountSecrets(RotatingSecret path, RotatingSecret webhook, ChangingSettings settings) {
        this.path = path;
        this.webhook = webhook;
        this.settings = settings;
        everUsed.addAll(path.all());
        everUsed.addAll(webhook.all());
    }

    /** The parts of the webhook's address that cannot be guessed. */
    public RotatingSecret path() {
        return path;
    }

    /** Those that webhooks may show or be signed with at present, by name. */
    public Map<String, List<Secret>> current() {
        Map<String, List<Secret>> current = settings.current();
        current.put("webhook secret", webhook.all());
        return current;
    }

    /** All that prove something to or of this account, or ever did: none of them is kept with a request. */
    public Collection<Secret> everUsed() {
        everUsed.addAll(path.all());
        everUsed.addAll(webhook.all());
        everUsed.addAll(settings.everUsed());
        return everUsed;
    }
}
