package dev.byoc.internal.account;

import dev.byoc.ByocException;
import dev.byoc.event.Health;
import dev.byoc.internal.guard.Result;
import dev.byoc.webhook.WebhookRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The relay's own addresses, and the secrets in them. Thread-safe. */
public final class Addresses {
    private final URI publicUrl;
    private final Accounts accounts;
    private final RotatingSecret freshchat;
    private final @Nullable RotatingSecret productEvents;
    private final @Nullable URI settings;
    private final RelaySecrets secrets;

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
            RotatingSecret freshchat,
            @Nullable RotatingSecret productEvents,
            @Nullable URI settings,
            RelaySecrets secrets) {
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

    /**
     * A request to an account's address, as its network would send it.
     *
     * @param body null: one of the channel's own
     * @return null: the channel cannot make any
     */
    public @Nullable WebhookRequest testRequest(String account, byte @Nullable [] body) {
        Account of = accounts.named(account);
        if (!of.channel().makesTestRequests()) {
            return null;
        }
        Result<WebhookRequest> made = of.channel().testRequest(body);
        if (!(made instanceof Result.Returned<WebhookRequest> request)) {
            throw new ByocException("the channel of " + of.id() + " made no request: " + made.trouble());
        }
        return request.value();
    }

    public URI freshchat() {
        return Account.address(URI.create(publicUrl + "/" + Health.FRESHCHAT), freshchat);
    }

    public @Nullable URI productEvents() {
        RotatingSecret path = productEvents;
        return path == null ? null : Account.address(URI.create(publicUrl + "/" + ReservedIds.FRESHCHAT_APP), path);
    }

    public @Nullable URI settings() {
        return settings;
    }

    /** Replaces the secrets that the core has made for an account, or for Freshchat and the marketplace app. */
    public void rotate(String name, Duration oldFor) {
        String other = Health.FRESHCHAT.equals(name)
                ? RelaySecrets.pathOf(ReservedIds.FRESHCHAT_APP)
                : RelaySecrets.webhookOf(accounts.named(name).id());
        secrets.rotate(List.of(RelaySecrets.pathOf(name), other), oldFor);
    }
}
