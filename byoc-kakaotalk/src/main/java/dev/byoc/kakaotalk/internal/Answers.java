package dev.byoc.kakaotalk.internal;

import dev.byoc.channel.SendResult;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.wording.Wording;

/** Reading answers that may be a gateway's page in place of the API's. */
public final class Answers {
    private Answers() {}

    /** Absent where nothing came or it is no JSON. */
    public static Json json(HttpResult result) {
        if (!(result instanceof HttpResult.Answered answer)) {
            return Json.ABSENT;
        }
        try {
            return Json.parse(answer.body());
        } catch (JsonException e) {
            return Json.ABSENT;
        }
    }

    /**
     * Something other than the API answered, such as a proxy.
     *
     * @param agents for the sentence that the agent reads
     */
    public static SendResult withoutCode(HttpResult.Answered answer, Wording agents) {
        SendResult result = SendResult.unread(answer, detail(answer.status()));
        return result instanceof SendResult.Refused refused ? refused.told(agents.of(told(refused))) : result;
    }

    private static KakaoTalkPhrase told(SendResult.Refused refused) {
        return switch (refused.reason()) {
            case MISCONFIGURED -> KakaoTalkPhrase.WRONG_ADDRESS;
            case TOO_LARGE -> KakaoTalkPhrase.CALL_TOO_LARGE;
            default -> KakaoTalkPhrase.NOT_FROM_KAKAOTALK;
        };
    }

    private static String detail(int http) {
        if (http >= 300 && http < 400) {
            return "The API's address redirects (HTTP " + http + "), which is not followed. Set the final one.";
        }
        return switch (http) {
            case 404, 405 -> "There is no such API at the address that is set (HTTP " + http + ").";
            case 413 -> "It is larger than the API takes (HTTP 413).";
            default -> "The answer has no code of the API (HTTP " + http + ").";
        };
    }
}
