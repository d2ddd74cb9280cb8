package dev.byoc.viber;

import dev.byoc.ByocException;
import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Received;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.Verification;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.json.Json;
import dev.byoc.viber.ViberApi.Reply;
import dev.byoc.webhook.TestRequests;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One bot. */
final class ViberChannel implements Channel, HealthProbe, TestRequests {
    /** Of a whole request (developers.viber.com/docs/faq): "30 KB", read as the smaller of both meanings. */
    private static final int MAX_REQUEST_BYTES = 30_000;

    private final BotConfig settings;
    private final Capabilities capabilities;
    private final ViberSignature signature;
    private final ViberEvents events;
    private final ViberApi api;
    private final OutboundBody outbound;
    private final ChannelContext context;

    ViberChannel(BotConfig settings, ChannelContext context) {
        this.settings = settings;
        this.capabilities = OutboundBody.capabilities(settings.captionLimit());
        this.signature = new ViberSignature(settings::tokens);
        this.events = new ViberEvents(welcome(settings));
        this.api = new ViberApi(settings, context);
        this.outbound = new OutboundBody(context.media(), context::customerWording, settings.captionLimit());
        this.context = context;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Verification verify(WebhookRequest request) {
        return signature.verify(request);
    }

    @Override
    public byte[] sample() {
        return TestMessage.at(context.clock().instant());
    }

    @Override
    public WebhookRequest signed(byte[] body) {
        return signature.signed(body);
    }

    @Override
    public Received parse(Verification.Verified verified) {
        WebhookRequest request = verified.request();
        return events.read(request.body(), request.receivedAt());
    }

    @Override
    public SendResult send(OutboundMessage message) {
        if (message.parts().size() != 1) {
            return refused(new Rendered.Not(Reason.REJECTED, ViberPhrase.SEVERAL_PARTS, List.of()));
        }
        Rendered rendered = outbound.rendered(message.parts().get(0));
        if (rendered instanceof Rendered.Not not) {
            return refused(not);
        }
        Rendered.Fields fields = (Rendered.Fields) rendered;
        byte[] body = message(fields, settings, message.agentName(), message.agentAvatar())
                .put("receiver", message.to())
                .build()
                .bytes();
        if (body.length > MAX_REQUEST_BYTES) {
            return refused(Rendered.tooLarge(ViberPhrase.MESSAGE_TOO_LARGE));
        }
        return api.send(body);
    }

    private SendResult refused(Rendered.Not not) {
        return not.refused(context.agentWording());
    }

    /** All but the receiver, which a welcome message has not. */
    private static Json.Builder message(
            Rendered.Fields fields, BotConfig settings, @Nullable String agentName, @Nullable URI agentAvatar) {
        String agent = settings.showAgentName() && agentName != null ? BotConfig.shortName(agentName) : "";
        Json.Builder sender = Json.object()
                .put("name", agent.isEmpty() ? settings.senderName() : agent)
                .put("avatar", agentAvatar == null ? settings.senderAvatar() : agentAvatar.toASCIIString());
        return fields.json().put("sender", sender).put("min_api_version", fields.minApiVersion());
    }

    private static @Nullable WebhookResponse welcome(BotConfig settings) {
        return settings.welcome() != null && OutboundBody.text(settings.welcome()) instanceof Rendered.Fields fields
                ? WebhookResponse.json(
                        message(fields, settings, null, null).build().bytes())
                : null;
    }

    @Override
    public Registration registerWebhook(WebhookTarget target) {
        Reply info = api.accountInfo();
        if (info instanceof Reply.Fault fault) {
            return failed(fault);
        }
        String current = current(info);
        if (!target.mayReplace(current)) {
            return new Registration.Occupied(current);
        }
        Reply set = api.setWebhook(target.url());
        return set instanceof Reply.Fault fault
                ? failed(fault)
                : new Registration.Registered(target.wording().of(ViberPhrase.REGISTERED));
    }

    private static Registration failed(Reply.Fault fault) {
        return new Registration.Failed(fault.again(), fault.detail(), fault.why() == Reply.Why.ADDRESS);
    }

    /**
     * Takes the webhook back if it still is this account's, be it under an earlier secret. Without one the bot is not reachable any more.
     *
     * @throws ByocException if Viber could not be asked or refused
     */
    @Override
    public void unregisterWebhook() {
        Reply info = api.accountInfo();
        if (info instanceof Reply.Done && !isOurs(current(info))) {
            return;
        }
        Reply removed = info instanceof Reply.Fault ? info : api.removeWebhook();
        if (removed instanceof Reply.Fault fault) {
            throw new ByocException("The webhook is still set at Viber. " + fault.detail());
        }
    }

    @Override
    public AccountHealth probe() {
        Reply info = api.accountInfo();
        if (info instanceof Reply.Fault fault) {
            return switch (fault.why()) {
                case KEY -> new AccountHealth.KeyRefused(fault.detail());
                case UNREACHABLE -> new AccountHealth.Unreachable(fault.detail());
                case NO_WEBHOOK -> new AccountHealth.WebhookElsewhere("");
                case TOO_MANY -> new AccountHealth.Unknown(fault.detail());
                case ADDRESS, OTHER -> new AccountHealth.Impaired(fault.detail());
            };
        }
        String current = current(info);
        return current.equals(context.webhookUrl().toString())
                ? new AccountHealth.Healthy(true)
                : new AccountHealth.WebhookElsewhere(current);
    }

    private static String current(Reply info) {
        return info instanceof Reply.Done done ? done.body().get("webhook").textOr("") : "";
    }

    /** The address less its last part, which is the secret. */
    private boolean isOurs(String address) {
        String ours = context.webhookUrl().toString();
        return address.startsWith(ours.substring(0, ours.lastIndexOf('/') + 1));
    }
}
