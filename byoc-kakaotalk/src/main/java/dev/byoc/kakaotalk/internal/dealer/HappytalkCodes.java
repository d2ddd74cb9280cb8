package dev.byoc.kakaotalk.internal.dealer;

import static java.util.Map.entry;

import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.Answers;
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

    private record Meaning(Reason reason, String what) {}

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            entry("-400", new Meaning(Reason.AUTH, "Happytalk does not allow this to 'client-id'.")),
            entry("-500", new Meaning(Reason.AUTH, "Happytalk does not accept 'client-id' and 'client-secret'.")),
            entry(
                    "-501",
                    new Meaning(
                            Reason.MISCONFIGURED,
                            "The KakaoTalk channel is not active, not in use for consultation, or 'sender-key' is not its"
                                    + " key.")),
            entry(NO_SESSION, new Meaning(Reason.WINDOW_CLOSED, "The customer's consultation session has ended.")),
            entry("-503", new Meaning(Reason.RECIPIENT_GONE, "KakaoTalk does not know the customer's key.")),
            entry(REPEATED, new Meaning(Reason.REJECTED, "A message with this serial number was sent before.")),
            entry("-505", new Meaning(Reason.UNSUPPORTED, "KakaoTalk does not take this picture.")),
            entry(TOO_LONG, new Meaning(Reason.TOO_LARGE, "The text is longer than KakaoTalk takes.")),
            entry("-507", new Meaning(Reason.MISCONFIGURED, "Happytalk's partner key is not valid. Ask Happytalk.")),
            entry(
                    "-508",
                    new Meaning(
                            Reason.MISCONFIGURED,
                            "The channel's chat is switched off. Switch it on in the KakaoTalk channel manager.")),
            entry("-509", new Meaning(Reason.REJECTED, "Happytalk does not understand this message.")),
            entry(INVALID_MESSAGE, new Meaning(Reason.REJECTED, "KakaoTalk does not take a message of this form.")),
            entry("-511", new Meaning(Reason.RECIPIENT_GONE, "The customer is blocked.")),
            entry("-512", new Meaning(Reason.MISCONFIGURED, "There is no contract for consultation. Ask Happytalk.")));

    private static final Map<String, String> LATER = Map.of(
            "-600", "KakaoTalk failed to send the message.",
            "-601", "Happytalk has an internal failure.");

    private static final Map<String, String> CENTER = Map.ofEntries(
            entry("403", "Happytalk does not allow this to 'client-id'."),
            entry("405", "Happytalk does not admit this address yet, or misses something."),
            entry("507", "The sender profile is not valid. Check 'sender-key'."),
            entry("508", "Happytalk has no data for this channel."),
            entry("509", "The channel is not in a state in which this can be done."),
            entry("510", "A button is not valid."),
            entry("514", "The KakaoTalk channel has to be verified as a business first."),
            entry("515", "There is no consultation profile for this channel."),
            entry("516", "There is no contract for consultation."),
            entry("517", "The sender profile was not found. Check 'sender-key'."),
            entry("520", "A system message is not valid."),
            entry("805", "The sender profile is barred from registration."),
            entry("806", "The sender profile is barred from registration."),
            entry("807", "The sender profile is barred from registration."),
            entry("808", "The sender profile is barred from registration."),
            entry("809", "The sender profile is barred from registration."),
            entry("810", "The sender profile is barred from registration."),
            entry("811", "Happytalk is barred from registering sender profiles."),
            entry(
                    OTHER_PARTNER,
                    "The channel is tied to another chat tool. Detach it there first: KakaoTalk allows one."));

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
         */
        record Fault(boolean again, boolean missing, boolean key, String detail) implements Reply {}
    }

    private HappytalkCodes() {}

    /** What became of a message. */
    static SendResult sent(HttpResult result, boolean resend, boolean text) {
        String code = code(Answers.json(result));
        if (code == null || code.equals(OK)) {
            return SendResult.of(
                    result,
                    answer -> code != null && answer.ok()
                            ? new SendResult.Accepted(List.of())
                            : Answers.withoutCode(answer));
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
            return new SendResult.Refused(
                    Reason.UNSUPPORTED, sentence("KakaoTalk does not take a message of this form.", code));
        }
        return refused(result, code);
    }

    /** An unknown code is still a failure that Happytalk reported, so nothing arrived; unless its server broke over it. */
    private static SendResult refused(HttpResult result, String code) {
        Meaning meaning = MEANINGS.get(code);
        if (meaning != null) {
            return new SendResult.Refused(meaning.reason(), sentence(meaning.what(), code));
        }
        return SendResult.of(
                result,
                answer -> new SendResult.Refused(Reason.REJECTED, sentence("Happytalk reports a failure.", code)));
    }

    /** What became of ending a session: one that is not there has ended too, and is answered with or without a failure. */
    static SendResult ended(HttpResult result) {
        return NO_SESSION.equals(code(Answers.json(result)))
                ? new SendResult.Accepted(List.of())
                : sent(result, false, true);
    }

    /**
     * What became of an upload.
     *
     * @param field which holds the file's address
     */
    static Uploaded uploaded(HttpResult result, String field) {
        Json body = Answers.json(result);
        SendResult outcome = sent(result, false, false);
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
            return new Reply.Fault(true, false, false, "Happytalk could not be reached: " + notSent.detail());
        }
        if (result instanceof HttpResult.NoAnswer noAnswer) {
            return new Reply.Fault(true, false, false, "Happytalk did not answer: " + noAnswer.detail());
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
                    again, missing, key, "Happytalk's answer has no code (HTTP " + answer.status() + ").");
        }
        if (answer.ok() && (code.equals(CENTER_OK) || code.equals(OK))) {
            return new Reply.Done(body);
        }
        Meaning meaning = MEANINGS.get(code);
        String what = CENTER.getOrDefault(
                code, meaning == null ? LATER.getOrDefault(code, "Happytalk reports a failure.") : meaning.what());
        return new Reply.Fault(LATER.containsKey(code), false, KEYS.contains(code), sentence(what, code));
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
