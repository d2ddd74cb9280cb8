package dev.byoc.kakaotalk.internal.skill;

import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.Answers;
import dev.byoc.kakaotalk.internal.KakaoTalkPhrase;
import dev.byoc.kakaotalk.internal.Refusal;
import dev.byoc.kakaotalk.internal.Words;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Says something to a chatbot's customer after the request was answered: at its callback address, or through an event. */
final class SkillSender {
    private static final String SUCCESS = "SUCCESS";

    private static final Refusal ADDRESS_NOT_ALLOWED =
            Refusal.of(Reason.WINDOW_CLOSED, KakaoTalkPhrase.SKILL_ADDRESS_NOT_ALLOWED);
    private static final Refusal MINUTE_OVER = Refusal.of(Reason.WINDOW_CLOSED, KakaoTalkPhrase.SKILL_MINUTE_OVER);
    private static final Refusal NOT_TAKEN = Refusal.of(Reason.WINDOW_CLOSED, KakaoTalkPhrase.SKILL_NOT_TAKEN);
    private static final Refusal TOO_LATE = Refusal.of(Reason.WINDOW_CLOSED, KakaoTalkPhrase.SKILL_TOO_LATE);
    private static final Refusal EVENT_NOT_TAKEN = Refusal.of(Reason.REJECTED, KakaoTalkPhrase.SKILL_EVENT_NOT_TAKEN);

    private final SkillSettings settings;
    private final Http http;
    private final Supplier<Wording> customers;
    private final Supplier<Wording> agents;

    SkillSender(SkillSettings settings, ChannelContext context) {
        this.settings = settings;
        this.http = context.http();
        this.customers = context::customerWording;
        this.agents = context::agentWording;
    }

    /** The address takes one answer, so it is not used again, whatever the answer. */
    SendResult toCallback(String address, Json answer) {
        // A handle is stored between, so what is allowed is looked at once more.
        URI url = settings.callbackHosts().secure(address);
        if (url == null) {
            return ADDRESS_NOT_ALLOWED.told("'callback-hosts' does not allow the answer's address.", agents.get());
        }
        HttpResult result = http.call(HttpCall.post(url).json(answer));
        if (result instanceof HttpResult.Answered answered && isRefused(answered)) {
            // No key of ours goes along: it is the address that is not accepted any more.
            return MINUTE_OVER.told(
                    "The chatbot takes one answer within a minute, and that is over (HTTP " + answered.status() + ").",
                    agents.get());
        }
        return SendResult.of(
                result,
                answered -> outcome(
                        answered,
                        NOT_TAKEN.told("The chatbot did not take the answer; its minute may be over.", agents.get())));
    }

    /** Starts the block that the event is bound to, with the words as data; what is shown of them is up to that block. */
    SendResult byEvent(OutboundMessage message) {
        SkillSettings.Event event = settings.event();
        if (event == null) {
            return TOO_LATE.told(
                    "A chatbot takes one answer within a minute of the question. For later answers an administrator can"
                            + " set 'event-name' and 'rest-api-key', or use KakaoTalk's Consultation Talk.",
                    agents.get());
        }
        String text = message.parts().stream()
                .map(content -> content.plainText(customers.get()))
                .collect(Collectors.joining("\n\n"));
        Json body = Json.object()
                .put(
                        "event",
                        Json.object()
                                .put("name", event.name())
                                .put("data", Json.object().put("text", Words.plain(text))))
                .put("user", List.of(Json.object().put("type", "botUserKey").put("id", message.to())))
                .build();
        HttpCall call = HttpCall.post(URI.create(event.baseUrl() + "/v2/bots/" + settings.botId() + "/talk"))
                .header("Authorization", "KakaoAK " + settings.restApiKey().reveal())
                .json(body);
        return SendResult.of(
                http.call(call),
                answered -> outcome(
                        answered, EVENT_NOT_TAKEN.told("Kakao's Event API did not take the event.", agents.get())));
    }

    /** Surely not taken, be it for now or for good. */
    private static boolean isRefused(HttpResult.Answered answered) {
        HttpOutcome.Next next = HttpOutcome.of(answered).next(HttpOutcome.Call.SEND);
        return next == HttpOutcome.Next.GIVE_UP || next == HttpOutcome.Next.REPEAT;
    }

    private SendResult outcome(HttpResult.Answered answered, SendResult.Refused refused) {
        Json body = Answers.json(answered);
        String status = body.get("status").textOr("");
        if (status.isEmpty() || !answered.ok()) {
            return Answers.withoutCode(answered, agents.get());
        }
        if (!status.equals(SUCCESS)) {
            return refused;
        }
        String task = body.get("taskId").textOr("");
        return new SendResult.Accepted(task.isEmpty() ? List.of() : List.of(task));
    }
}
