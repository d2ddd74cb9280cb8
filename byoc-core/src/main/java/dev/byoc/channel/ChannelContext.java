package dev.byoc.channel;

import dev.byoc.Secret;
import dev.byoc.http.Http;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** What the core gives one account. Good for the channel's whole life. */
public interface ChannelContext {
    /** The account's id, chosen by the host. */
    String account();

    Settings settings();

    Http http();

    MediaAccess media();

    Clock clock();

    /** The public address of this account's webhook, secret part included. Known before the first webhook. */
    URI webhookUrl();

    /** Secrets made by the core for networks that echo one back. Durable; newest first, old ones until their rotation ends. */
    List<Secret> webhookSecrets();
}
