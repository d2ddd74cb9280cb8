package dev.byoc.relay;

import dev.byoc.Secret;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.MediaAccess;
import dev.byoc.channel.Settings;
import dev.byoc.http.Http;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** What one account is opened with. */
record AccountContext(
        String account,
        Settings settings,
        Http http,
        MediaAccess media,
        Clock clock,
        URI webhookUrl,
        List<Secret> webhookSecrets)
        implements ChannelContext {}
