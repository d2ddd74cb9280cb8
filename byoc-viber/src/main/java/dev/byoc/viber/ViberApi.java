package dev.byoc.viber;

import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.SendResult;
import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import dev.byoc.support.Masking;
import dev.byoc.viber.ViberApi.Reply.Why;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The bot's calls to Viber: all are a POST of JSON, and all but {@link #send} end as a {@link Reply}. */
final class ViberApi {
    /** Viber calls the webhook back, and waits for it, before it answers. */
    private static final Duration WHILE_VIBER_CALLS_BACK = Duration.ofSeconds(90);

    /** {@code message} and {@code unsubscribed} come whether named or not. */
    private static final List<String> EVENTS =
            List.of("delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started");

    /** How a call ended that carries no message. */
    sealed interface Reply {
        /** Status 0. */
        record Done(Json body) implements Reply {}

        /**
         * Anything else.
         *
         * @param why the kind of trouble
         * @param again whether trying later could help
         */
        record Fault(Why why, boolean again, String detail) implements Reply {}

        /** What a fault says of the account. */
        enum Why {
            KEY,
            UNREACHABLE,
            NO_WEBHOOK,
            /** Viber could not use the address that it was told. */
            ADDRESS,
            TOO_MANY,
            OTHER
        }
    }

    private final BotConfig settings;
    private final Http http;
    private final Masking masking;
    private final Supplier<Wording> agents;

    ViberApi(BotConfig settings, ChannelContext context) {
        this.settings = settings;
        this.http = context.http();
        this.masking = new Masking(context, "auth-token");
        this.agents = context::agentWording;
    }

    SendResult send(byte[] message) {
        HttpResult result = http.call(call("send_message").body("application/json", message));
        return SendResult.of(result, answer -> ViberStatus.sent(answer, masking, agents.get()));
    }

    Reply accountInfo() {
        return reply(http.call(call("get_account_info").json(Json.object().build())));
    }

    Reply setWebhook(URI url) {
        Json request = Json.object()
                .put("url", url.toString())
                .put("event_types", EVENTS)
                .put("send_name", true)
                .put("send_photo", true)
                .build();
        return reply(http.call(call("set_webhook").json(request).within(WHILE_VIBER_CALLS_BACK)));
    }

    Reply removeWebhook() {
        return reply(http.call(
                call("set_webhook").json(Json.object().put("url", "").build()).within(WHILE_VIBER_CALLS_BACK)));
    }

    private HttpCall call(String method) {
        BotConfig.Credential credential = settings.credential();
        return HttpCall.post(URI.create(settings.baseUrl() + "/" + method))
                .header(credential.header(), credential.value().reveal());
    }

    private Reply reply(HttpResult result) {
        if (result instanceof HttpResult.NotSent notSent) {
            return new Reply.Fault(Why.UNREACHABLE, true, "Viber could not be reached: " + notSent.detail());
        }
        if (result instanceof HttpResult.NoAnswer noAnswer) {
            return new Reply.Fault(Why.UNREACHABLE, true, "Viber did not answer: " + noAnswer.detail());
        }
        HttpResult.Answered answer = (HttpResult.Answered) result;
        Json body = ViberStatus.json(answer);
        Long status = body.get("status").number();
        if (status == null) {
            HttpOutcome outcome = HttpOutcome.of(answer);
            HttpOutcome.Next next = outcome.next(HttpOutcome.Call.UPDATE);
            boolean again = next != HttpOutcome.Next.GIVE_UP && !next.needsOperator();
            return new Reply.Fault(
                    why(answer.status(), outcome, again), again, ViberStatus.withoutStatus(answer.status()));
        }
        if (status == ViberStatus.OK && answer.ok()) {
            return new Reply.Done(body);
        }
        // Not 1, "cannot use the address": a relay whose webhook Viber cannot reach must not look started.
        boolean again = status == ViberStatus.TOO_MANY_REQUESTS || !ViberStatus.isKnown(status);
        return new Reply.Fault(ViberStatus.why(status), again, ViberStatus.sentence(status, body, masking));
    }

    /** Of an answer without a status of Viber's. */
    private static Why why(int status, HttpOutcome outcome, boolean again) {
        if (status == 401 || status == 403) {
            return Why.KEY;
        }
        if (outcome == HttpOutcome.THROTTLED) {
            return Why.TOO_MANY;
        }
        return again ? Why.UNREACHABLE : Why.OTHER;
    }
}
