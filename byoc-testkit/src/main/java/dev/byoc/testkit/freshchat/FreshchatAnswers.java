package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Answer;

/** The answers of Freshchat's API, each with the id of its trace. */
final class FreshchatAnswers {
    private FreshchatAnswers() {}

    static Answer ok(Json body) {
        return traced(Answer.json(200, body));
    }

    static Answer error(int code, String status, String message) {
        return traced(Answer.json(code, FreshchatShapes.error(code, status, message)));
    }

    static Answer traced(Answer answer) {
        return answer.header("X-Trace-ID", FreshchatBooks.newId());
    }
}
