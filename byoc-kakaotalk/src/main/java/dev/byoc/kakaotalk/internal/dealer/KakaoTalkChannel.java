package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Received;
import dev.byoc.channel.Registration;
import dev.byoc.channel.Route;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.SessionCloser;
import dev.byoc.channel.Verification;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.Bubble;
import dev.byoc.kakaotalk.internal.InboundBody;
import dev.byoc.kakaotalk.internal.KakaoTalkPhrase;
import dev.byoc.kakaotalk.internal.Outbound;
import dev.byoc.kakaotalk.internal.Refusal;
import dev.byoc.message.ReplyHandle;
import dev.byoc.support.AddressRange;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.wording.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One KakaoTalk channel, through any dealer. */
public final class KakaoTalkChannel implements Channel, HealthProbe, SessionCloser {
    public static final ConfigSpec SPEC = DealerConfig.SPEC;

    private static final Refusal SEVERAL_PARTS = Refusal.of(Reason.REJECTED, KakaoTalkPhrase.SEVERAL_PARTS);
    private static final Refusal NO_SESSION = Refusal.of(Reason.WINDOW_CLOSED, KakaoTalkPhrase.NO_SESSION);

    private final Dealer dealer;
    private final DealerConfig settings;
    private final Supplier<Wording> agents;
    private final List<AddressRange> allowed;
    private final Map<String, Callback> paths;
    private final ConsultationEvents events;
    private final Outbound outbound;

    private KakaoTalkChannel(DealerConfig settings, Dealer dealer, ChannelContext context) {
        this.dealer = dealer;
        this.settings = settings;
        this.agents = context::agentWording;
        this.allowed = settings.allowedAddresses();
        this.paths = paths(dealer.callbacks());
        this.events = new ConsultationEvents(
                dealer, settings.mediaHosts(), settings.notesReference() ? context::agentWording : null);
        this.outbound = new Outbound(dealer.capabilities(), context.media());
    }

    /**
     * Opens one account.
     *
     * @throws dev.byoc.ConfigurationException if the settings have faults
     */
    public static KakaoTalkChannel open(ChannelContext context) {
        DealerConfig settings = DealerConfig.of(context.settings());
        return new KakaoTalkChannel(settings, settings.dealer().opening().open(settings, context), context);
    }

    Dealer dealer() {
        return dealer;
    }

    /** Also with the path twice: dealers append it to whole addresses that were registered in place of the base. */
    private static Map<String, Callback> paths(Map<String, Callback> callbacks) {
        Map<String, Callback> paths = new LinkedHashMap<>(callbacks);
        for (String registered : callbacks.keySet()) {
            callbacks.forEach((path, callback) -> paths.put(registered + path, callback));
        }
        return paths;
    }

    @Override
    public Capabilities capabilities() {
        return dealer.capabilities();
    }

    @Override
    public List<Route> routes() {
        return paths.keySet().stream().map(path -> new Route("POST", path)).toList();
    }

    @Override
    public Verification verify(WebhookRequest request) {
        Verification.Rejected refusal = InboundBody.refusal(request, allowed);
        if (refusal != null) {
            return refusal;
        }
        Json body = InboundBody.read(request);
        if (body == null) {
            return new Verification.Rejected("no JSON, or nested too deeply");
        }
        String key = body.get(dealer.names().sender()).textOr("");
        if (key.isEmpty()) {
            return new Verification.Rejected(
                    body.get("user_key").isPresent() && body.get("content").isPresent()
                            ? "no sender key: is this the auto-reply API, which Kakao shut down in 2019?"
                            : "no sender key");
        }
        return settings.senderKey().matches(key)
                ? new Verification.Verified(request)
                : new Verification.Rejected("another channel's sender key; is 'sender-key' this channel's?");
    }

    @Override
    public Received parse(Verification.Verified verified) {
        WebhookRequest request = verified.request();
        Callback callback = paths.getOrDefault(request.subPath(), Callback.OTHER);
        Json body = InboundBody.read(request);
        List<Inbound> read = body == null
                ? List.of(new Inbound.Unreadable("no JSON"))
                : events.read(callback, body, request.receivedAt());
        return new Received(read, dealer.taken());
    }

    @Override
    public SendResult send(OutboundMessage message) {
        if (message.parts().size() != 1) {
            return SEVERAL_PARTS.told(agents.get());
        }
        if (message.handle() == null) {
            return NO_SESSION.told(agents.get());
        }
        Bubble bubble = outbound.of(message.parts().get(0));
        return bubble instanceof Bubble.Not not ? not.refusal().told(agents.get()) : dealer.send(message, bubble);
    }

    @Override
    public SendResult endSession(String to, @Nullable ReplyHandle handle) {
        return dealer.end(to);
    }

    @Override
    public Registration registerWebhook(WebhookTarget target) {
        return dealer.register(target);
    }

    @Override
    public AccountHealth probe() {
        return dealer.probe();
    }
}
