package dev.byoc.viber;

import static java.util.Map.entry;

import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.support.Masking;
import dev.byoc.viber.ViberApi.Reply.Why;
import dev.byoc.wording.Wording;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What Viber's status numbers mean. Viber answers HTTP 200 whatever happened: {@code status} 0 alone is success. Names are from
 * creators.viber.com, bots-api/errors; 18 and 999 were seen, not documented.
 */
final class ViberStatus {
    static final long OK = 0;
    static final long TOO_MANY_REQUESTS = 12;
    private static final long INVALID_URL = 1;
    private static final long NO_WEBHOOK = 10;

    /** A customer takes 100 messages an hour without writing back; sooner than this nothing changes. */
    private static final Duration BACK_OFF = Duration.ofMinutes(15);

    /**
     * One number's.
     *
     * @param told to the agent
     * @param what for operators, whose remedy is another than the agent's
     */
    private record Meaning(Reason reason, ViberPhrase told, String what) {}

    private static final Map<Long, Meaning> MEANINGS = Map.ofEntries(
            entry(
                    INVALID_URL,
                    new Meaning(
                            Reason.MISCONFIGURED,
                            ViberPhrase.RELAY_NOT_REACHED,
                            "Viber cannot use the bot's webhook address.")),
            entry(
                    2L,
                    new Meaning(
                            Reason.AUTH,
                            ViberPhrase.TOKEN_REFUSED,
                            "Viber does not accept the bot's token. Set the current one.")),
            entry(
                    3L,
                    new Meaning(
                            Reason.REJECTED, ViberPhrase.NOT_UNDERSTOOD, "Viber does not understand this message.")),
            entry(4L, new Meaning(Reason.REJECTED, ViberPhrase.INCOMPLETE, "Viber misses something in this message.")),
            entry(
                    5L,
                    new Meaning(
                            Reason.RECIPIENT_GONE, ViberPhrase.NOT_ON_VIBER, "The customer is not on Viber any more.")),
            entry(
                    6L,
                    new Meaning(
                            Reason.RECIPIENT_GONE,
                            ViberPhrase.NOT_SUBSCRIBED,
                            "The customer is not subscribed to the bot and has to write first. If they have only just"
                                    + " written, send it again.")),
            entry(
                    7L,
                    new Meaning(
                            Reason.MISCONFIGURED,
                            ViberPhrase.BOT_BLOCKED,
                            "Viber has blocked the bot. Ask Viber's support.")),
            entry(
                    8L,
                    new Meaning(
                            Reason.AUTH,
                            ViberPhrase.TOKEN_OF_NO_BOT,
                            "The token belongs to no bot. Set the current one.")),
            entry(
                    9L,
                    new Meaning(
                            Reason.MISCONFIGURED,
                            ViberPhrase.BOT_SUSPENDED,
                            "Viber has suspended the bot. Ask Viber's support.")),
            entry(
                    10L,
                    new Meaning(
                            Reason.MISCONFIGURED,
                            ViberPhrase.NO_WEBHOOK,
                            "The bot has no webhook. Install the channel again.")),
            entry(
                    11L,
                    new Meaning(
                            Reason.RECIPIENT_GONE,
                            ViberPhrase.NO_DEVICE,
                            "The customer has no device that can talk to bots.")),
            entry(
                    13L,
                    new Meaning(
                            Reason.UNSUPPORTED,
                            ViberPhrase.CUSTOMERS_VIBER_TOO_OLD,
                            "The customer's Viber is too old for this kind of message.")),
            entry(
                    14L,
                    new Meaning(
                            Reason.UNSUPPORTED,
                            ViberPhrase.SENT_AS_TOO_OLD,
                            "This kind of message needs a newer version of the API.")),
            entry(
                    15L,
                    new Meaning(
                            Reason.MISCONFIGURED,
                            ViberPhrase.BOT_NOT_ALLOWED,
                            "The bot is not allowed to do this. Ask Viber's support.")),
            entry(
                    16L,
                    new Meaning(
                            Reason.REJECTED,
                            ViberPhrase.NO_INLINE_MESSAGES,
                            "Viber does not allow inline messages here.")),
            entry(17L, new Meaning(Reason.REJECTED, ViberPhrase.NO_INLINE_BOT, "The bot is not an inline bot.")),
            entry(18L, new Meaning(Reason.MISCONFIGURED, ViberPhrase.NO_PUBLIC_CHAT, "The bot has no public chat.")),
            entry(
                    19L,
                    new Meaning(Reason.REJECTED, ViberPhrase.BROADCAST_FAILED, "Viber could not send the broadcast.")),
            entry(20L, new Meaning(Reason.REJECTED, ViberPhrase.NO_BROADCASTS, "The bot is not allowed to broadcast.")),
            entry(
                    21L,
                    new Meaning(
                            Reason.RECIPIENT_GONE,
                            ViberPhrase.COUNTRY_NOT_SERVED,
                            "Viber does not deliver to the customer's country.")),
            entry(22L, new Meaning(Reason.REJECTED, ViberPhrase.NO_PAYMENTS, "The bot cannot take payments.")),
            entry(
                    23L,
                    new Meaning(
                            Reason.WINDOW_CLOSED,
                            ViberPhrase.FREE_MESSAGES_USED_UP,
                            "The bot's free messages of this month are used up. The customer has to write first.")),
            entry(
                    24L,
                    new Meaning(
                            Reason.MISCONFIGURED,
                            ViberPhrase.BALANCE_USED_UP,
                            "The bot's balance is used up. Pay it up, or wait until the customer writes.")),
            entry(
                    999L,
                    new Meaning(
                            Reason.RECIPIENT_GONE,
                            ViberPhrase.NOT_THIS_BOTS_CUSTOMER,
                            "The customer's id is not one of this bot's.")));

    private ViberStatus() {}

    /**
     * What became of a {@code send_message}.
     *
     * @param agents for the sentence that the agent reads
     */
    static SendResult sent(HttpResult.Answered answer, Masking masking, Wording agents) {
        Json body = json(answer);
        Long status = body.get("status").number();
        if (status == null) {
            // Something other than the API answered, such as a proxy.
            SendResult unread = SendResult.unread(answer, withoutStatus(answer.status()));
            return unread instanceof SendResult.Refused refused ? refused.told(agents.of(elsewhere(refused))) : unread;
        }
        if (status == OK && answer.ok()) {
            String token = ViberEvents.token(body.get("message_token").text());
            return new SendResult.Accepted(token == null ? List.of() : List.of(token));
        }
        String detail = sentence(status, body, masking);
        if (status == TOO_MANY_REQUESTS) {
            return new SendResult.TryLater(Objects.requireNonNullElse(answer.retryAfter(), BACK_OFF), false, detail);
        }
        Meaning meaning = MEANINGS.get(status);
        // An unknown number is still a failure that Viber reported, so nothing arrived.
        return meaning == null
                ? new SendResult.Refused(Reason.REJECTED, detail).told(agents.of(ViberPhrase.UNKNOWN_REASON))
                : new SendResult.Refused(meaning.reason(), detail).told(agents.of(meaning.told()));
    }

    /** What an agent is told where Viber itself did not answer. */
    private static ViberPhrase elsewhere(SendResult.Refused refused) {
        return switch (refused.reason()) {
            case MISCONFIGURED -> ViberPhrase.WRONG_ADDRESS;
            case TOO_LARGE -> ViberPhrase.MESSAGE_TOO_LARGE;
            default -> ViberPhrase.NOT_FROM_VIBER;
        };
    }

    static String withoutStatus(int http) {
        if (http >= 300 && http < 400) {
            return "The API's address redirects (HTTP " + http
                    + "), which is not followed. Set 'base-url' to the final one.";
        }
        return http == 404 || http == 405
                ? "There is no Viber API at 'base-url' (HTTP " + http + ")."
                : "The answer has no status of Viber (HTTP " + http + ").";
    }

    /** A status other than 0, for people: what it means, its number and Viber's own word for it, if any. */
    static String sentence(long status, Json body, Masking masking) {
        Meaning meaning = MEANINGS.get(status);
        String what = meaning != null
                ? meaning.what()
                : status == TOO_MANY_REQUESTS ? "Viber has had too many messages for now." : "Viber reports a failure.";
        String words = masking.shown(body.get("status_message").textOr(""));
        return what + " (status " + status + (words.isEmpty() ? ")" : ": " + words + ")");
    }

    /** What a status other than 0 says of the account. */
    static Why why(long status) {
        Meaning meaning = MEANINGS.get(status);
        if (meaning == null) {
            return status == TOO_MANY_REQUESTS ? Why.TOO_MANY : Why.UNREACHABLE;
        }
        if (status == INVALID_URL) {
            return Why.ADDRESS;
        }
        return status == NO_WEBHOOK ? Why.NO_WEBHOOK : meaning.reason() == Reason.AUTH ? Why.KEY : Why.OTHER;
    }

    static boolean isKnown(long status) {
        return MEANINGS.containsKey(status);
    }

    /** Absent where the answer is no JSON, such as a gateway's page. */
    static Json json(HttpResult.Answered answer) {
        try {
            return Json.parse(answer.body());
        } catch (JsonException e) {
            return Json.ABSENT;
        }
    }
}
