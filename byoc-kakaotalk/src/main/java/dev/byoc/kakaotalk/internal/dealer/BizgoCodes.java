package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.Answers;
import dev.byoc.kakaotalk.internal.KakaoTalkPhrase;
import dev.byoc.kakaotalk.internal.Refusal;
import dev.byoc.wording.Wording;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Bizgo's codes mean. An answer has two layers, the gateway's ({@code common.authCode}) and the product's ({@code data.code}), and the
 * same code means different things in them (icomm-api/bizgo-api-spec, references/errors).
 */
final class BizgoCodes {
    static final String OK = "A000";

    private static final String RATE = "A020";

    /** Server trouble, after which a message may be under way. */
    private static final Set<String> UNKNOWN = Set.of("A910", "A920", "A999");

    /**
     * One code's.
     *
     * @param refusal for the agent
     * @param what for operators, whose remedy is another than the agent's
     */
    private record Meaning(Refusal refusal, String what) {
        SendResult.Refused told(String code, Wording agents) {
            return refusal.told(sentence(what, code), agents);
        }
    }

    private static final Map<String, Meaning> GATEWAY = Map.of(
            "A401",
            new Meaning(
                    Refusal.of(Reason.AUTH, KakaoTalkPhrase.BIZGO_KEY_REFUSED),
                    "Bizgo does not accept 'api-key'. Is it the raw key, and is the relay's public IP address"
                            + " registered for it?"),
            "A403",
            new Meaning(
                    Refusal.of(Reason.AUTH, KakaoTalkPhrase.BIZGO_NOT_ALLOWED),
                    "Bizgo does not allow this to 'api-key'."));

    private static final Meaning STOPPED = new Meaning(
            Refusal.of(Reason.REJECTED, KakaoTalkPhrase.BIZGO_GATEWAY), "Bizgo's gateway refused the call.");

    private static final Meaning NO_CUSTOMER = new Meaning(
            Refusal.of(Reason.RECIPIENT_GONE, KakaoTalkPhrase.CUSTOMER_UNKNOWN),
            "KakaoTalk does not know the customer's key.");

    private static final Meaning NO_FILE =
            new Meaning(Refusal.of(Reason.UNSUPPORTED, KakaoTalkPhrase.BIZGO_FILE), "Bizgo does not take this file.");

    private BizgoCodes() {}

    /**
     * What became of a message. {@code A000} says that Bizgo took it; the result callback tells the rest.
     *
     * @param agents for the sentence that the agent reads, here and below
     */
    static SendResult sent(HttpResult result, boolean text, Wording agents) {
        Json body = Answers.json(result);
        String gateway = code(body.get("common").get("authCode"));
        String product = code(body.get("data").get("code"));
        if (!(result instanceof HttpResult.Answered answer) || gateway.isEmpty()) {
            return SendResult.of(result, other -> Answers.withoutCode(other, agents));
        }
        if (isThrottled(answer)) {
            return new SendResult.TryLater(
                    answer.retryAfter(), true, "Bizgo has had too many calls for now. (code A020)");
        }
        if (!gateway.equals(OK)) {
            return gateway(answer, gateway, agents);
        }
        if (product.equals(OK)) {
            String msgKey = body.get("data").get("msgKey").textOr("");
            return SendResult.of(
                    result,
                    any -> any.ok()
                            ? new SendResult.Accepted(msgKey.isEmpty() ? List.of() : List.of(msgKey))
                            : Answers.withoutCode(any, agents));
        }
        return product.isEmpty()
                ? SendResult.of(result, other -> Answers.withoutCode(other, agents))
                : product(product, text, agents);
    }

    static boolean isThrottled(HttpResult result) {
        Json body = Answers.json(result);
        return HttpOutcome.of(result) == HttpOutcome.THROTTLED
                || code(body.get("common").get("authCode")).equals(RATE)
                || code(body.get("data").get("code")).equals(RATE);
    }

    private static SendResult gateway(HttpResult.Answered answer, String code, Wording agents) {
        Meaning known = GATEWAY.get(code);
        if (known != null) {
            return known.told(code, agents);
        }
        // The gateway stops a call before the product sees it; only when it breaks itself is the outcome unknown.
        return UNKNOWN.contains(code) || answer.status() >= 500
                ? new SendResult.Unknown(sentence("Bizgo's gateway has trouble.", code))
                : STOPPED.told(code, agents);
    }

    private static SendResult product(String code, boolean text, Wording agents) {
        if (UNKNOWN.contains(code)) {
            return new SendResult.Unknown(sentence("Bizgo has trouble of its own.", code));
        }
        if (code.equals("A507")) {
            return NO_CUSTOMER.told(code, agents);
        }
        if (code.startsWith("A2")) {
            return NO_FILE.told(code, agents);
        }
        // No closed list is documented, so what else is refused may be cured by saying it in words.
        return Refusal.of(text ? Reason.REJECTED : Reason.UNSUPPORTED, KakaoTalkPhrase.BIZGO_UNKNOWN_REASON)
                .told(sentence("Bizgo refused the message; has the customer's session ended?", code), agents);
    }

    /** What became of an upload: the address is one level deeper than a message's key. */
    static Uploaded uploaded(HttpResult result, String field, Wording agents) {
        SendResult outcome = sent(result, false, agents);
        if (!(outcome instanceof SendResult.Accepted)) {
            return Uploaded.failed(outcome);
        }
        Json data = Answers.json(result).get("data");
        String url = data.get("data").get(field).textOr(data.get(field).textOr(""));
        return url.isEmpty()
                ? Uploaded.failed(new SendResult.Unknown("Bizgo gave no address for it."))
                : new Uploaded.At(url);
    }

    /** The sentence for a result other than {@code A000}. */
    static String notDelivered(String code) {
        return sentence("KakaoTalk did not deliver the message.", code(Json.of(code)));
    }

    private static String sentence(String what, String code) {
        return what + (code.isEmpty() ? " (no code)" : " (code " + code + ")");
    }

    private static String code(Json value) {
        String code = value.textOr("").strip();
        return code.matches("[A-Za-z0-9-]{1,10}") ? code : "";
    }
}
