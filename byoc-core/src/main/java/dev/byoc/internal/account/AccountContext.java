package dev.byoc.internal.account;

import dev.byoc.Secret;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.MediaAccess;
import dev.byoc.channel.config.Settings;
import dev.byoc.http.Http;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/**
 * What one account is opened with.
 *
 * @param base of the webhook's address
 * @param path what follows it
 * @param made the secrets that the core has made
 * @param words its languages
 */
public record AccountContext(
        String account,
        Settings settings,
        Http http,
        MediaAccess media,
        Clock clock,
        URI base,
        RotatingSecret path,
        RotatingSecret made,
        AccountWords words)
        implements ChannelContext {
    @Override
    public URI webhookUrl() {
        return Account.address(base, path);
    }

    @Override
    public List<Secret> webhookSecrets() {
        return made.all();
    }

    @Override
    public Wording customerWording() {
        return words.customer();
    }

    @Override
    public Wording agentWording() {
        return words.agent();
    }
}
