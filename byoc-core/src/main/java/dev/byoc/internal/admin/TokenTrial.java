package dev.byoc.internal.admin;

import dev.byoc.CurrentSecret;
import dev.byoc.Secret;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.http.Http;
import dev.byoc.internal.account.FreshchatToken;

/** Asks Freshchat whose account a new token is of. Thread-safe. */
public record TokenTrial(FreshchatSettings settings, Http http, AccountIdentity identity)
        implements FreshchatToken.Trial {
    @Override
    public Runnable tried(Secret candidate) {
        return identity.tryOut(new FreshchatClient(settings.withToken(CurrentSecret.of(candidate)), http));
    }
}
