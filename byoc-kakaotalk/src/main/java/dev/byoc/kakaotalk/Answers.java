package dev.byoc.kakaotalk;

import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;

/** Reading answers that may be a gateway's page in place of the API's. */
final class Answers {
    private Answers() {}

    /** Absent where nothing came or it is no JSON. */
    static Json json(HttpResult result) {
        if (!(result instanceof HttpResult.Answered answer)) {
            return Json.ABSENT;
        }
        try {
            return Json.parse(answer.body());
        } catch (JsonException e) {
            return Json.ABSENT;
        }
    }

    /** Somebody other than the API answered. Only where it surely did not pass the call on is that a refusal. */
    static SendResult withoutCode(HttpResult.Answered answer) {
        int http = answer.status();
        if (http >= 300 && http < 400) {
            return new SendResult.Refused(
                    Reason.MISCONFIGURED,
                    "The API's address redirects (HTTP " + http + "), which is not followed. Set the final one.");
        }
        if (http == 404 || http == 405) {
            return new SendResult.Refused(
                    Reason.MISCONFIGURED, "There is no such API at the address that is set (HTTP " + http + ").");
        }
        if (http == 413) {
            return new SendResult.Refused(Reason.TOO_LARGE, "It is larger than the API takes (HTTP 413).");
        }
        String detail = "The answer has no code of the API (HTTP " + http + ").";
        return answer.ok() || http == 408
                ? new SendResult.Unknown(detail)
                : new SendResult.Refused(Reason.REJECTED, detail);
    }
}
