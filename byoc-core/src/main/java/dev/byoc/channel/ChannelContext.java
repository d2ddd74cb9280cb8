package dev.byoc.channel;

import dev.byoc.Secret;
import dev.byoc.channel.config.Settings;
import dev.byoc.http.Http;
import dev.byoc.wording.Phrase;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** What the core gives one account. Good for the channel's whole life; what may change meanwhile is to be asked for at each use. */
public interface ChannelContext {
    /** The account's id, chosen by the host. */
    String account();

    Settings settings();

    Http http();

    MediaAccess media();

    Clock clock();

    /** The public address of this account's webhook at present, secret part included. Known before the first webhook; the host may replace it. */
    URI webhookUrl();

    /**
     * Secrets made by the core for networks that echo one back, at present: the newest first, which is the one to register; then old ones,
     * which count until their end. Durable where the store is.
     */
    List<Secret> webhookSecrets();

    /** What this account's customers read that is not said by an agent, in their language: sentences of the channel's own {@link Phrase}s. */
    Wording customerWording();

    /** The same for what agents and admins read: steps to do by hand, and {@link SendResult.Refused#forAgent}. */
    Wording agentWording();
}
