package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.Bubble;
import dev.byoc.webhook.WebhookResponse;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What differs from dealer to dealer. Behind all of them is the same Consultation Talk. Thread-safe. */
interface Dealer {
    /**
     * The dealer's words for what every callback holds.
     *
     * @param id of the event, the same on redelivery
     */
    record Names(String user, String sender, String session, String id, String type, String lastReference) {}

    Capabilities capabilities();

    /** By what the dealer puts behind the registered address. */
    Map<String, Callback> callbacks();

    Names names();

    /** When the event happened; null if it does not tell. */
    @Nullable
    Instant time(Json callback);

    /**
     * What a dealer without results never asks for.
     *
     * @param at when the event happened, as far as is known
     */
    default Inbound result(Json callback, Instant at) {
        return new Inbound.Ignored("a result that was not asked for");
    }

    /** How the dealer wants its callbacks answered. */
    WebhookResponse taken();

    /** Sends one bubble; a file in it is uploaded first. */
    SendResult send(OutboundMessage message, Bubble bubble);

    /** Ends a customer's session. */
    SendResult end(String user);

    Registration register(WebhookTarget target);

    /** How the sender profile is; where callbacks go, no dealer tells. */
    AccountHealth probe();
}
