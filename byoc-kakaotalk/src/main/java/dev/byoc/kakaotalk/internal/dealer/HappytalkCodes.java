package dev.byoc.kakaotalk.internal.dealer;

import static java.util.Map.entry;

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
import org.jspecify.annotations.Nullable;

/**
 * What Happytalk's codes mean. They come as a number or as text; the message beside them is a copy of another one's for some, so the
 * code alone counts (happytalkLC/mkdocs-test, reference_docs/api_code_dict).
 */
final class HappytalkCodes {
    private static final String OK = "0";
    private static final String CENTER_OK = "200";
    private static final String NO_SESSION = "-502";
    private static final String REPEATED = "-504";
    private static final String TOO_LONG = "-506";
    private static final String INVALID_MESSAGE = "-510";
    private static final String OTHER_PARTNER = "4060";

    /** Answers that say so of client id, secret or sender key. */
    private static final Set<String> KEYS = Set.of("-400", "-500", "403", "507");

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

    private static final Meaning NO_MEANING = new Meaning(
            Refusal.of(Reason.REJECTED, KakaoTalkPhrase.HAPPYTALK_UNKNOWN_REASON), "Happytalk reports a failure.");

    /** Of what is no text: in words it may be taken. */
    private static final Meaning INVALID_FORM = new Meaning(
            Refusal.of(Reason.UNSUPPORTED, KakaoTalkPhrase.FORM_NOT_TAKEN),
            "KakaoTalk does not take a message of this form.");

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            entry(
                    "-400",
                    new Meaning(
                            Refusal.of(Reason.AUTH, KakaoTalkPhrase.HAPPYTALK_NOT_ALLOWED),
                            "Happytalk does not allow this to 'client-id'.")),
            entry(
                    "-500",
                    new Meaning(
                            Refusal.of(Reason.AUTH, KakaoTalkPhrase.HAPPYTALK_KEYS_REFUSED),
                            "Happytalk does not accept 'client-id' and 'client-secret'.")),
            entry(
                    "-501",
                    new Meaning(
                            Refusal.of(Reason.MISCONFIGURED, KakaoTalkPhrase.CHANNEL_NOT_IN_USE),
                            "The KakaoTalk channel is not active, not in use for consultation, or 'sender-key' is not its"
                                    + " key.")),
            entry(
                    NO_SESSION,
                    new Meaning(
                            Refusal.of(Reason.WINDOW_CLOSED, KakaoTalkPhrase.SESSION_ENDED),
                            "The customer's consultation session has ended.")),
            entry(
                    "-503",
                    new Meaning(
                            Refusal.of(Reason.RECIPIENT_GONE, KakaoTalkPhrase.CUSTOMER_UNKNOWN),
                            "KakaoTalk does not know the customer's key.")),
            entry(
                    REPEATED,
                    new Meaning(
                            Refusal.of(Reason.REJECTED, KakaoTalkPhrase.TAKEN_FOR_REPEAT),
                            "A message with this serial number was sent before.")),
            entry(
                    "-505",
                    new Meaning(
                            Refusal.of(Reason.UNSUPPORTED, KakaoTalkPhrase.PICTURE_NOT_TAKEN),
                            "KakaoTalk does not take this picture.")),
            entry(
                    TOO_LONG,
                    new Meaning(
                            Refusal.of(Reason.TOO_LARGE, KakaoTalkPhrase.TEXT_NOT_TAKEN),
                            "The text is longer than KakaoTalk takes.")),
            entry(
                    "-507",
                    new Meaning(
                            Refusal.of(Reason.MISCONFIGURED, KakaoTalkPhrase.HAPPYTALK_ACCESS),
                            "Happytalk's partner key is not valid. Ask Happytalk.")),
            entry(
                    "-508",
                    new Meaning(
                            Refusal.of(Reason.MISCONFIGURED, KakaoTalkPhrase.CHAT_SWITCHED_OFF),
                            "The channel's chat is switched off. Switch it on in the KakaoTalk channel manager.")),
            entry(
                    "-509",
                    new Meaning(
                            Refusal.of(Reason.REJECTED, KakaoTalkPhrase.NOT_UNDERSTOOD),
                            "Happytalk does not understand this message.")),
            entry(
                    INVALID_MESSAGE,
                    new Meaning(
                            Refusal.of(Reason.REJECTED, KakaoTalkPhrase.FORM_NOT_TAKEN),
                            "KakaoTalk does not take a message of this form.")),
            entry(
                    "-511",
                    new Meaning(
                            Refusal.of(Reason.RECIPIENT_GONE, KakaoTalkPhrase.CUSTOMER_BLOCKED),
                            "The customer is blocked.")),
            entry(
                    "-512",
                    new Meaning(
                            Refusal.of(Reason.MISCONFIGURED, KakaoTalkPhrase.NO_CONTRACT),
                            "There is no contract for consultation. Ask Happytalk.")));

    private static final Map<String, String> LATER = Map.of(
            "-600", "KakaoTalk failed to send the message.",
            "-601", "Happytalk has an internal failure.");

    private static final Map<String, KakaoTalkPhrase> CENTER = Map.ofEntries(
            entry("-400", KakaoTalkPhrase.CENTER_NOT_ALLOWED),
            entry("-500", KakaoTalkPhrase.CENTER_KEYS_REFUSED),
            entry("-501", KakaoTalkPhrase.CENTER_CHANNEL_NOT_IN_USE),
            entry("-507", KakaoTalkPhrase.CENTER_ACCESS),
            entry("-512", KakaoTalkPhrase.CENTER_NO_CONTRACT),
            entry("-600", KakaoTalkPhrase.CENTER_INTERNAL),
            entry("-601", KakaoTalkPhrase.CENTER_INTERNAL),
            entry("403", KakaoTalkPhrase.CENTER_NOT_ALLOWED),
            entry("405", KakaoTalkPhrase.CENTER_ADDRESS_NOT_ADMITTED),
            entry("507", KakaoTalkPhrase.CENTER_PROFILE_NOT_VALID),
            entry("508", KakaoTalkPhrase.CENTER_NO_DATA),
            entry("509", KakaoTalkPhrase.CENTER_WRONG_STATE),
            entry("510", KakaoTalkPhrase.CENTER_BUTTON),
            entry("514", KakaoTalkPhrase.CENTER_NOT_VERIFIED),
            entry("515", KakaoTalkPhrase.CENTER_NO_PROFILE),
            entry("516", KakaoTalkPhrase.CENTER_NO_CONTRACT),
            entry("517", KakaoTalkPhrase.CENTER_PROFILE_NOT_FOUND),
            entry("520", KakaoTalkPhrase.CENTER_SYSTEM_MESSAGE),
            entry("805", KakaoTalkPhrase.CENTER_PROFILE_BARRED),
            entry("806", KakaoTalkPhrase.CENTER_PROFILE_BARRED),
            entry("807", KakaoTalkPhrase.CENTER_PROFILE_BARRED),
            entry("808", KakaoTalkPhrase.CENTER_PROFILE_BARRED),
            entry("809", KakaoTalkPhrase.CENTER_PROFILE_BARRED),
            entry("810", KakaoTalkPhrase.CENTER_PROFILE_BARRED),
            entry("811", KakaoTalkPhrase.CENTER_DEALER_BARRED),
            entry(OTHER_PARTNER, KakaoTalkPhrase.CENTER_OTHER_TOOL));

    /** How a call to the business center ended. */
    sealed interface Reply {
        /** Success. */
        record Done(Json body) implements Reply {}

        /**
         * Anything else.
         *
         * @param again whether trying later could help
         * @param missing whether there is no such call at that address
         * @param key whether Happytalk does not accept a key of ours
         * @param what in a sentence for admins, which {@code mark} goes into: a code, or words of the network
         */
        record Fault(boolean again, boolean missing, boolean key, KakaoTalkPhrase what, String mark) implements Reply {
            String in(Wording admins) {
                return admins.of(what, mark);
            }

            /** For operators. */
            String detail() {
                return in(Wording.ENGLISH);
            }
        }
    }

    private HappytalkCodes() {}

    /**
     * What became of a message.
     *
     * @param agents for the sentence that the agent reads, here and below
     */
    static SendResult sent(HttpResult result, boolean resend, boolean text, Wording agents) {
        String code = code(Answers.json(result));
        if (code == null || code.equals(OK)) {
            return SendResult.of(
                    result,
                    answer -> code != null && answer.ok()
                            ? new SendResult.Accepted(List.of())
                            : Answers.withoutCode(answer, agents));
        }
        if (code.equals(REPEATED) && resend) {
            // Our own earlier call, whose answer was lost: it had arrived.
            return new SendResult.Accepted(List.of());
        }
        if (LATER.containsKey(code)) {
            // A failure that was reported: the core's next attempt has a new key, as this number may be used up.
            return new SendResult.TryLater(null, false, sentence(LATER.get(code), code));
        }
        if (code.equals(INVALID_MESSAGE) && !text) {
            return INVALID_FORM.told(code, agents);
        }
        return refused(result, code, agents);
    }

    /** An unknown code is still a failure that Happytalk reported, so nothing arrived; unless its server broke over it. */
    private static SendResult refused(HttpResult result, String code, Wording agents) {
        Meaning meaning = MEANINGS.get(code);
        return meaning != null
                ? meaning.told(code, agents)
                : SendResult.of(result, answer -> NO_MEANING.told(code, agents));
    }

    /** What became of ending a session: one that is not there has ended too, and is answered with or without a failure. */
    static SendResult ended(HttpResult result, Wording agents) {
        return NO_SESSION.equals(code(Answers.json(result)))
                ? new SendResult.Accepted(List.of())
                : sent(result, false, true, agents);
    }

    /**
     * What became of an upload.
     *
     * @param field which holds the file's address
     */
    static Uploaded uploaded(HttpResult result, String field, Wording agents) {
        Json body = Answers.json(result);
        SendResult outcome = sent(result, false, false, agents);
        if (outcome instanceof SendResult.Accepted) {
            String url = body.get(field).textOr("");
            return url.isEmpty()
                    ? Uploaded.failed(new SendResult.Unknown("Happytalk gave no address for it."))
                    : new Uploaded.At(url);
        }
        return Uploaded.failed(outcome);
    }

    /** What became of a call to the business center. */
    static Reply center(HttpResult result) {
        if (result instanceof HttpResult.NotSent notSent) {
            return new Reply.Fault(true, false, false, KakaoTalkPhrase.CENTER_UNREACHED, notSent.detail());
        }
        if (result instanceof HttpResult.NoAnswer noAnswer) {
            return new Reply.Fault(true, false, false, KakaoTalkPhrase.CENTER_SILENT, noAnswer.detail());
        }
        HttpResult.Answered answer = (HttpResult.Answered) result;
        Json body = Answers.json(answer);
        String code = code(body);
        if (code == null) {
            HttpOutcome.Next next = HttpOutcome.of(answer).next(HttpOutcome.Call.UPDATE);
            boolean again = next != HttpOutcome.Next.GIVE_UP && !next.needsOperator();
            boolean key = answer.status() == 401 || answer.status() == 403;
            boolean missing = answer.status() == 404 || answer.status() == 405;
            return new Reply.Fault(
                    again, missing, key, KakaoTalkPhrase.CENTER_NO_CODE, String.valueOf(answer.status()));
        }
        if (answer.ok() && (code.equals(CENTER_OK) || code.equals(OK))) {
            return new Reply.Done(body);
        }
        KakaoTalkPhrase what = CENTER.getOrDefault(code, KakaoTalkPhrase.CENTER_FAILURE);
        return new Reply.Fault(LATER.containsKey(code), false, KEYS.contains(code), what, code);
    }

    private static String sentence(@Nullable String what, String code) {
        return what + " (code " + code + ")";
    }

    /** In one form: {@code 0}, {@code "0"} and {@code "0000"} are the same; null if there is none. */
    private static @Nullable String code(Json body) {
        String code = body.get("code").textOr("").strip();
        return code.matches("-?[0-9]{1,6}") ? String.valueOf(Integer.parseInt(code)) : null;
    }
}
