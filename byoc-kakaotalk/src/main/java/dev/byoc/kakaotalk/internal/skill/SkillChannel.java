package dev.byoc.kakaotalk.internal.skill;

import dev.byoc.Secret;
import dev.byoc.Visible;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Received;
import dev.byoc.channel.Registration;
import dev.byoc.channel.Registration.Step;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.SyncReplies;
import dev.byoc.channel.Verification;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.InboundBody;
import dev.byoc.kakaotalk.internal.KakaoTalkPhrase;
import dev.byoc.kakaotalk.internal.Refusal;
import dev.byoc.message.Content;
import dev.byoc.message.ReplyHandle;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import dev.byoc.wording.Wording;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One chatbot. */
public final class SkillChannel implements Channel, SyncReplies {
    public static final ConfigSpec SPEC = SkillSettings.SPEC;

    private final SkillSettings settings;
    private final SkillRequest requests;
    private final SkillAnswer answers;
    private final SkillSender sender;
    private final Clock clock;
    private final ChannelContext context;

    /**
     * Opens one chatbot.
     *
     * @throws dev.byoc.ConfigurationException if the settings have faults
     */
    public SkillChannel(ChannelContext context) {
        this.settings = SkillSettings.of(context.settings());
        this.requests = new SkillRequest(settings.callbackHosts(), settings.mediaHosts());
        this.answers = new SkillAnswer(context.media(), context::customerWording);
        this.sender = new SkillSender(settings, context);
        this.clock = context.clock();
        this.context = context;
    }

    /** Not "only with a handle": the core would refuse for want of one without saying what an administrator can do. */
    @Override
    public Capabilities capabilities() {
        return SkillAnswer.capabilities();
    }

    @Override
    public Verification verify(WebhookRequest request) {
        Verification.Rejected refusal = InboundBody.refusal(request, settings.allowedAddresses());
        if (refusal != null) {
            return refusal;
        }
        String given = request.header(settings.headerName());
        Secret right = null;
        for (Secret secret : settings.headerSecrets()) {
            // Every one is tried, so that the time tells nothing about which one fits.
            boolean fits = secret.matches(given);
            right = fits && right == null ? secret : right;
        }
        if (right == null) {
            return new Verification.Rejected(
                    request.hasHeader(settings.headerName())
                            ? "the header's secret does not fit"
                            : "the skill sends no header '" + settings.headerName() + "'");
        }
        Json body = InboundBody.read(request);
        if (body == null) {
            return new Verification.Rejected("no JSON, or nested too deeply");
        }
        return settings.botId().equals(body.get("bot").get("id").textOr(""))
                ? new Verification.Verified(request, right)
                : new Verification.Rejected("another chatbot's request; is 'bot-id' this one's?");
    }

    @Override
    public Received parse(Verification.Verified verified) {
        WebhookRequest request = verified.request();
        Json body = InboundBody.read(request);
        List<Inbound> events = body == null ? List.of(new Inbound.Unreadable("no JSON")) : requests.read(body, request);
        boolean later = false;
        boolean said = false;
        for (Inbound event : events) {
            if (event instanceof Inbound.MessageReceived message) {
                said = true;
                later = message.handle() != null;
            }
        }
        Json answer = later
                ? SkillAnswer.later(acknowledgement())
                : said ? SkillAnswer.text(acknowledgement()) : SkillAnswer.silence();
        return new Received(events, response(answer));
    }

    private String acknowledgement() {
        return settings.acknowledgement(context.customerWording());
    }

    @Override
    public Duration patience() {
        return settings.patience();
    }

    @Override
    public @Nullable WebhookResponse answer(List<Content> parts) {
        Json answer = parts.isEmpty() ? SkillAnswer.text(acknowledgement()) : answers.of(parts);
        return answer == null ? null : response(answer);
    }

    private static WebhookResponse response(Json answer) {
        return WebhookResponse.json(answer.bytes());
    }

    @Override
    public SendResult send(OutboundMessage message) {
        Json answer = answers.of(message.parts());
        if (answer == null) {
            return unfit(message.parts()).told(context.agentWording());
        }
        ReplyHandle handle = message.handle();
        if (handle != null && handle.liveAt(clock.instant())) {
            return sender.toCallback(handle.value(), answer);
        }
        return sender.byEvent(message);
    }

    private Refusal unfit(List<Content> parts) {
        if (parts.stream().noneMatch(part -> Visible.isBlank(part.plainText(context.customerWording())))) {
            return Refusal.of(
                    Reason.TOO_LARGE, KakaoTalkPhrase.SKILL_TOO_MUCH, SkillAnswer.MAX_OUTPUTS, SkillAnswer.MAX_TEXT);
        }
        boolean words = parts.stream().allMatch(Content.Text.class::isInstance);
        return Refusal.of(words ? Reason.REJECTED : Reason.UNSUPPORTED, KakaoTalkPhrase.SKILL_EMPTY);
    }

    @Override
    public Registration registerWebhook(WebhookTarget target) {
        Wording admins = target.wording();
        return new Registration.ByHand(List.of(
                new Step(
                        admins.of(KakaoTalkPhrase.SKILL_STEP_ADDRESS),
                        Secret.of(target.url().toString())),
                new Step(admins.of(KakaoTalkPhrase.SKILL_STEP_HEADER, settings.headerName()), null),
                new Step(admins.of(KakaoTalkPhrase.SKILL_STEP_BLOCKS), null),
                new Step(admins.of(KakaoTalkPhrase.SKILL_STEP_CALLBACKS), null),
                new Step(admins.of(KakaoTalkPhrase.SKILL_STEP_DEPLOY), null),
                new Step(admins.of(KakaoTalkPhrase.SKILL_STEP_TRY), null)));
    }
}
