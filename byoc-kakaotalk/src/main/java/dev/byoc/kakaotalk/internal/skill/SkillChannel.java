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
import dev.byoc.message.Content;
import dev.byoc.message.ReplyHandle;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** One chatbot. */
public final class SkillChannel implements Channel, SyncReplies {
    public static final ConfigSpec SPEC = SkillSettings.SPEC;

    private final SkillSettings settings;
    private final SkillRequest requests;
    private final SkillAnswer answers;
    private final SkillSender sender;
    private final Clock clock;

    /**
     * Opens one chatbot.
     *
     * @throws dev.byoc.ConfigurationException if the settings have faults
     */
    public SkillChannel(ChannelContext context) {
        this.settings = SkillSettings.of(context.settings());
        this.requests = new SkillRequest(settings.callbackHosts(), settings.mediaHosts());
        this.answers = new SkillAnswer(context.media());
        this.sender = new SkillSender(settings, context.http());
        this.clock = context.clock();
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
                ? SkillAnswer.later(settings.acknowledgement())
                : said ? SkillAnswer.text(settings.acknowledgement()) : SkillAnswer.silence();
        return new Received(events, response(answer));
    }

    @Override
    public Duration patience() {
        return settings.patience();
    }

    @Override
    public WebhookResponse answer(List<Content> parts) {
        return response(parts.isEmpty() ? SkillAnswer.text(settings.acknowledgement()) : answers.best(parts));
    }

    private static WebhookResponse response(Json answer) {
        return WebhookResponse.json(answer.bytes());
    }

    @Override
    public SendResult send(OutboundMessage message) {
        Json answer = answers.of(message.parts());
        if (answer == null) {
            return new SendResult.Refused(
                    reason(message.parts()),
                    "A chatbot says at most three things of at most 1000 characters at a time, and none of them empty.");
        }
        ReplyHandle handle = message.handle();
        if (handle != null && handle.liveAt(clock.instant())) {
            return sender.toCallback(handle.value(), answer);
        }
        return sender.byEvent(message);
    }

    private static Reason reason(List<Content> parts) {
        if (parts.stream().noneMatch(part -> Visible.isBlank(part.plainText()))) {
            return Reason.TOO_LARGE;
        }
        return parts.stream().allMatch(Content.Text.class::isInstance) ? Reason.REJECTED : Reason.UNSUPPORTED;
    }

    @Override
    public Registration registerWebhook(WebhookTarget target) {
        Secret url = Secret.of(target.url().toString());
        return new Registration.ByHand(List.of(
                new Step(
                        "In the chatbot admin center (챗봇 관리자센터), open the chatbot and make a skill (스킬). Paste this"
                                + " as its URL, and as its test URL too.",
                        url),
                new Step(
                        "Add a header to the skill: name '" + settings.headerName()
                                + "', and as its value what is set as 'header-secret'.",
                        null),
                new Step(
                        "Connect the skill to the fallback block (폴백 블록), and to any other block whose customers people"
                                + " shall answer. Choose 'use skill data' (스킬데이터 사용) as the block's answer.",
                        null),
                new Step(
                        "If people or bots shall answer within a minute, apply for callbacks (AI 챗봇 콜백) in the"
                                + " chatbot's settings, wait for the approval of one or two working days, and switch it on"
                                + " at each block.",
                        null),
                new Step("Deploy (배포) the chatbot. Both the skill and the blocks are live only after that.", null),
                new Step(
                        "Write to the KakaoTalk channel itself and see it arrive in Freshchat: the admin center's bot test"
                                + " does not show whether the deployed chatbot works.",
                        null)));
    }
}
