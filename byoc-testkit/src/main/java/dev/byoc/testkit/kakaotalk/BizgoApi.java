package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.Ask;
import dev.byoc.testkit.server.Multipart;
import dev.byoc.testkit.server.Refusal;
import dev.byoc.testkit.server.Routes;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The calls of Bizgo's Consultation Talk API, as strict as the real ones are known to be. */
final class BizgoApi {
    static final String API_KEY = "bz-sample-9f2c41d07be84a35";

    /** The code of a message to a customer without an open session. */
    static final String NO_SESSION = "A502";

    private static final int MAX_OTHER_CALLS_PER_SECOND = 5;
    private static final Set<String> FILE_TYPES = Set.of("", "file", "audio", "video");

    private final String senderKey;
    private final KakaoTalk kakao;
    private final BizgoChecks checks;
    private final BizgoEvents events;
    private final Clock clock;
    private final AtomicLong lastTransaction = new AtomicLong();
    private final Deque<Long> otherCalls = new ArrayDeque<>();
    private volatile boolean rateLimit = true;
    private volatile boolean noSessionAtOnce;
    private volatile BizgoResults results = BizgoResults.OK;
    private volatile String failure = "A910";

    BizgoApi(Clock clock, String senderKey) {
        this.clock = clock;
        this.senderKey = senderKey;
        this.events = new BizgoEvents(senderKey, clock);
        this.kakao = new KakaoTalk(clock, events);
        this.checks = new BizgoChecks(kakao.files());
    }

    BizgoEvents events() {
        return events;
    }

    KakaoTalk kakao() {
        return kakao;
    }

    BizgoChecks checks() {
        return checks;
    }

    void rateLimit(boolean value) {
        this.rateLimit = value;
    }

    void noSessionAtOnce(boolean value) {
        this.noSessionAtOnce = value;
    }

    void results(BizgoResults value, String code) {
        this.results = value;
        this.failure = code;
    }

    /** What a call does; gives the inner {@code data}. */
    private interface Work {
        Json.Builder apply(Ask ask);
    }

    private interface BodyWork {
        Json.Builder apply(Json body);
    }

    private interface Form {
        Json.Builder apply(Multipart form);
    }

    private interface Check {
        KakaoMessage apply(String msgKey, Json body);
    }

    Routes routes() {
        return new Routes("")
                .add("POST /api/comm/v1/cstalk/plain", sending(checks::plain))
                .add("POST /api/comm/v1/cstalk/rich", sending(checks::rich))
                .add("POST /api/comm/v1/cstalk/end", other(json(body -> end(body, "end"))))
                .add("POST /api/comm/v1/cstalk/endWithBot", other(json(body -> end(body, "endwithbot"))))
                .add("POST /api/comm/v1/file/cstalk/image", other(form(this::image)))
                .add("POST /api/comm/v1/file/cstalk", other(form(this::file)));
    }

    private Routes.Handler sending(Check check) {
        return (ask, id) -> guarded(ask, json(body -> send(body, check)));
    }

    private Routes.Handler other(Work work) {
        return (ask, id) -> guarded(ask, it -> {
            if (rateLimit && isTooMany()) {
                throw new Refusal(429, "A020", "");
            }
            return work.apply(it);
        });
    }

    private boolean isTooMany() {
        long now = clock.millis();
        synchronized (otherCalls) {
            otherCalls.removeIf(at -> at <= now - 1_000);
            if (otherCalls.size() >= MAX_OTHER_CALLS_PER_SECOND) {
                return true;
            }
            otherCalls.add(now);
            return false;
        }
    }

    private Answer guarded(Ask ask, Work work) {
        // The key stands there bare; with a word in front of it, it is another key.
        if (!ask.header("Authorization").equals(API_KEY)) {
            return Answer.json(
                    401,
                    Json.object().put("common", common("A401", "Unauthorized")).build());
        }
        try {
            return answer(200, work.apply(ask).put("code", "A000").put("result", "Success"));
        } catch (Refusal refusal) {
            Answer answer = answer(
                    refusal.code(),
                    Json.object().put("code", refusal.status()).put("result", "sample failure: " + refusal.text()));
            return refusal.code() == 429 ? answer.header("Retry-After", "1") : answer;
        }
    }

    private Answer answer(int status, Json.Builder data) {
        return Answer.json(
                status,
                Json.object()
                        .put("common", common("A000", "Success"))
                        .put("data", data)
                        .build());
    }

    private Json common(String code, String result) {
        return Json.object()
                .put("authCode", code)
                .put("authResult", result)
                .put("infobankTrId", "sample-tr-%04d".formatted(lastTransaction.incrementAndGet()))
                .build();
    }

    private Work json(BodyWork work) {
        return ask -> {
            Json body = Json.ABSENT;
            try {
                body = ask.json();
            } catch (JsonException e) {
                // told below
            }
            if (!body.isObject()
                    || !ask.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("application/json")) {
                throw new Refusal(400, "A400", "body");
            }
            if (!senderKey.equals(body.get("senderKey").text())) {
                throw BizgoChecks.bad("senderKey");
            }
            return work.apply(body);
        };
    }

    private Work form(Form work) {
        return ask -> {
            Multipart form;
            try {
                form = Multipart.of(ask);
            } catch (IllegalArgumentException e) {
                throw new Refusal(400, "A400", "form");
            }
            if (!senderKey.equals(form.text("senderKey"))) {
                throw BizgoChecks.bad("senderKey");
            }
            return work.apply(form);
        };
    }

    /** No idempotency: two calls send twice. */
    private Json.Builder send(Json body, Check check) {
        String userKey = BizgoChecks.userKey(body);
        String ref = BizgoChecks.ref(body);
        String msgKey = events.newKey();
        KakaoMessage message = check.apply(msgKey, body);
        KakaoRoom room = kakao.known(userKey);
        boolean reachable = room != null && !room.isBlocked() && kakao.inSession(room);
        if (!reachable && noSessionAtOnce) {
            throw new Refusal(200, NO_SESSION, "no session");
        }
        if (room != null && reachable && results != BizgoResults.FAILED) {
            kakao.receive(room, message);
        }
        String code = results == BizgoResults.FAILED ? failure : "A000";
        report(msgKey, userKey, message.type(), "write", reachable ? code : NO_SESSION, ref);
        return Json.object().put("msgKey", msgKey).put("ref", ref.isEmpty() ? null : ref);
    }

    private void report(String msgKey, String userKey, String type, String requestType, String code, String ref) {
        if (results != BizgoResults.NEVER) {
            kakao.webhooks()
                    .post(
                            "result",
                            events.result(msgKey, userKey, type, requestType, code, ref)
                                    .bytes());
        }
    }

    private Json.Builder end(Json body, String requestType) {
        String userKey = BizgoChecks.userKey(body);
        String msgKey = events.newKey();
        KakaoRoom room = kakao.known(userKey);
        boolean ended = room != null && !kakao.end(room).isEmpty();
        report(msgKey, userKey, "SESSION", requestType, ended ? "A000" : NO_SESSION, "");
        return Json.object().put("data", Map.of("msgKey", msgKey));
    }

    private Json.Builder image(Multipart form) {
        String type = form.text("imageType");
        if (!type.isEmpty() && !type.equals("rich")) {
            throw BizgoChecks.bad("imageType");
        }
        Multipart.Part image = BizgoChecks.image(form.get("file"));
        URI url = stored(image, type.isEmpty() ? KakaoFiles.Use.IMAGE : KakaoFiles.Use.BUTTON_IMAGE);
        return Json.object().put("data", Map.of("imgUrl", url.toString()));
    }

    private Json.Builder file(Multipart form) {
        if (!FILE_TYPES.contains(form.text("fileType"))) {
            throw BizgoChecks.bad("fileType");
        }
        Multipart.Part file = checks.file(form.get("file"));
        String url = stored(file, KakaoFiles.Use.FILE).toString();
        return Json.object()
                .put(
                        "data",
                        Json.object()
                                .put("fileUrl", url)
                                .put("fileName", file.fileName())
                                .put("size", Integer.toString(file.bytes().length)));
    }

    private URI stored(Multipart.Part part, KakaoFiles.Use use) {
        return kakao.files().add(new KakaoFiles.Stored(use, part.fileName(), part.contentType(), part.bytes()));
    }
}
