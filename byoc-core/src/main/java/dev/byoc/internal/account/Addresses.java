package dev.byoc.internal.account;

import dev.byoc.event.Health;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The relay's own addresses, and the secrets in them. Thread-safe. */
public final class Addresses {
    private final URI publicUrl;
    private final Accounts accounts;
    private final CurrentSecrets freshchat;
    private final @Nullable CurrentSecrets productEvents;
    private final @Nullable URI settings;
    private final Secrets secrets;

    /**
     * The addresses of one relay.
     *
     * @param freshchat the secrets in the address of Freshchat's webhook
     * @param productEvents those in the marketplace app's; null: it has none
     * @param settings of the settings page; null: there is none
     */
    public Addresses(
            URI publicUrl,
            Accounts accounts,
            CurrentSecrets freshchat,
            @Nullable CurrentSecrets productEvents,
            @Nullable URI settings,
            Secrets secrets) {
        this.publicUrl = publicUrl;
        this.accounts = accounts;
        this.freshchat = freshchat;
        this.productEvents = productEvents;
        this.settings = settings;
        this.secrets = secrets;
    }

    public URI ofAccount(String account) {
        return accounts.named(account).webhookUrl();
    }

    public URI freshchat() {
        return Account.address(URI.create(publicUrl + "/" + Health.FRESHCHAT), freshchat);
    }

    public @Nullable URI productEvents() {
        CurrentSecrets path = productEvents;
        return path == null ? null : Account.address(URI.create(publicUrl + "/" + ReservedIds.FRESHCHAT_APP), path);
    }

    public @Nullable URI settings() {
        return settings;
    }

    /** Replaces the secrets that the core has made for an account, or for Freshchat and the marketplace app. */
    public void rotate(String name, Duration oldFor) {
        String other = Health.FRESHCHAT.equals(name)
                ? Secrets.pathOf(ReservedIds.FRESHCHAT_APP)
                : Secrets.webhookOf(accounts.named(name).id());
        secrets.rotate(List.of(Secrets.pathOf(name), other), oldFor);
    }
}
