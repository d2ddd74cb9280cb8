package dev.byoc.internal.account;

import dev.byoc.Secret;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.MediaAccess;
import dev.byoc.channel.config.Settings;
import dev.byoc.http.Http;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * What one account is opened with.
 *
 * @param address of the webhook at present
 * @param made the secrets that the core has made, at present
 */
public record AccountContext(
        String account,
        Settings settings,
        Http http,
        MediaAccess media,
        Clock clock,
        Supplier<URI> address,
        Supplier<List<Secret>> made)
        implements ChannelContext {
    @Override
    public URI webhookUrl() {
        return address.get();
    }

    @Override
    public List<Secret> webhookSecrets() {
        return made.get();
    }
}
