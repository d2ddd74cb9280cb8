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
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The calls of Happytalk's KakaoTalk API, as strict as the real ones are known to be. */
final class HappytalkApi {
    static final String CLIENT_ID = "byoc-sample-client";
    static final String CLIENT_SECRET = "5c1e0b7d94a24f63b8e2d7f05a9c3e18";

    private static final DateTimeFormatter CREATED = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS");

    private final String senderKey;
    private final HappytalkEvents events;
    private final KakaoTalk kakao;
    private final HappytalkChecks checks;
    private final HappytalkCentre centre;
    private final Clock clock;
    private final Set<String> serials = new HashSet<>();
    private volatile boolean endOfNothingRefused;
    private volatile boolean refusedUsesSerial = true;

    HappytalkApi(Clock clock, String senderKey) {
        this.clock = clock;
        this.senderKey = senderKey;
        this.events = new HappytalkEvents(senderKey, clock);
        this.kakao = new KakaoTalk(clock, events);
        this.checks = new HappytalkChecks(kakao.files());
        this.centre = new HappytalkCentre(kakao.webhooks(), clock);
    }

    HappytalkEvents events() {
        return events;
    }

    KakaoTalk kakao() {
        return kakao;
    }

    HappytalkChecks checks() {
        return checks;
    }

    HappytalkCentre centre() {
        return centre;
    }

    void endOfNothingRefused(boolean value) {
        this.endOfNothingRefused = value;
    }

    void refusedUsesSerial(boolean value) {
        this.refusedUsesSerial = value;
    }

    /** What a call does; gives its answer. */
    private interface Work {
        Json.Builder apply(Ask ask);
    }

    private interface BodyWork {
        Json.Builder apply(Json body);
    }

    Routes routes() {
        return new Routes("")
                .add("POST /v1/chat/write", conversation(this::write))
                .add("POST /v1/chat/end", conversation(body -> end(body, "sessionId")))
                .add("POST /kakaoWebhook/v3/bzc/chat/endWithBot", conversation(this::endWithBot))
                .add("POST /v1/profile/user/block", conversation(body -> block(body, true)))
                .add("POST /v1/profile/user/unblock", conversation(body -> block(body, false)))
                .add("POST /v1/image/upload", upload(this::image))
                .add("POST /v1/file/upload", upload(this::file))
                .add("POST /v1/profile/chat/activate", aboutChannel(body -> centre.chat(true)))
                .add("POST /v1/profile/chat/deactivate", aboutChannel(body -> centre.chat(false)))
                .add("POST /v1/center/sender", aboutChannel(body -> centre.sender()))
                .add("POST /v1/center/domain/update", aboutChannel(body -> {
                    centre.register(body.get("domain"));
                    return Json.object().put("code", "200");
                }))
                .add("POST /v1/center/domain/search", aboutChannel(body -> centre.search()))
                .add("POST /kakaoWebhook/v1/bzmc/consult/{sender_key}/receiveDomain", this::receiveDomain);
    }

    // Result codes of conversations are numbers, those about the channel are strings.

    private Routes.Handler conversation(BodyWork work) {
        return (ask, id) -> guarded(ask, false, it -> {
            Json body = body(it);
            if (!senderKey.equals(body.get("sender_key").text()) || !centre.isActive()) {
                throw new Refusal(-501, "InvalidSenderException", "");
            }
            return work.apply(body);
        });
    }

    private Routes.Handler aboutChannel(BodyWork work) {
        return (ask, id) -> guarded(ask, true, it -> {
            Json body = body(it);
            if (!senderKey.equals(body.get("sender_key").text())) {
                throw new Refusal(517, "profile not found", "");
            }
            return work.apply(body);
        });
    }

    private Answer receiveDomain(Ask ask, String channel) {
        return guarded(ask, true, it -> {
            if (!senderKey.equals(channel)) {
                throw new Refusal(517, "profile not found", "");
            }
            centre.register(body(it).get("domain"));
            return Json.object().put("code", 200);
        });
    }

    private interface Form {
        Json.Builder apply(Multipart form);
    }

    private Routes.Handler upload(Form work) {
        return (ask, id) -> guarded(ask, false, it -> {
            Multipart form;
            try {
                form = Multipart.of(it);
            } catch (IllegalArgumentException e) {
                throw HappytalkChecks.bad("form");
            }
            if (!senderKey.equals(form.text("sender_key")) || !centre.isActive()) {
                throw new Refusal(-501, "InvalidSenderException", "");
            }
            return work.apply(form);
        });
    }

    private Answer guarded(Ask ask, boolean codeAsText, Work work) {
        Json.Builder answer;
        try {
            if (!ask.header("HT-Client-Id").equals(CLIENT_ID)
                    || !ask.header("HT-Client-Secret").equals(CLIENT_SECRET)) {
                throw new Refusal(-500, "UnauthorizedException", "");
            }
            answer = work.apply(ask);
        } catch (Refusal refusal) {
            Object code = codeAsText ? (Object) Integer.toString(refusal.code()) : (Object) refusal.code();
            answer = Json.object().put("code", code).put("message", refusal.status());
        }
        return Answer.json(200, answer.build());
    }

    private static Json body(Ask ask) {
        try {
            Json body = ask.json();
            if (body.isObject()
                    && ask.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("application/json")) {
                return body;
            }
        } catch (JsonException e) {
            // told below
        }
        throw new Refusal(-509, "InvalidJsonException", "");
    }

    private Json.Builder write(Json body) {
        KakaoRoom room = room(body);
        String serial = HappytalkChecks.serial(body);
        // One step, so that of two equal calls at once only one is sent.
        synchronized (serials) {
            if (serials.contains(serial)) {
                throw new Refusal(-504, "DuplicateSerialNumberException", "");
            }
            if (refusedUsesSerial) {
                serials.add(serial);
            }
            KakaoMessage message = checks.message(serial, body);
            if (!centre.isChatOn()) {
                throw new Refusal(-508, "InvalidProfileChatStatusException", "");
            }
            if (room.isBlocked()) {
                throw new Refusal(-511, "BlockedUserMessageException", "");
            }
            if (!kakao.inSession(room)) {
                throw new Refusal(-502, "InvalidSessionException", "");
            }
            serials.add(serial);
            kakao.receive(room, message);
        }
        return Json.object()
                .put("code", 0)
                .put("createdAt", CREATED.format(LocalDateTime.ofInstant(clock.instant(), HappytalkCentre.KOREA)));
    }

    private KakaoRoom room(Json body) {
        Json key = body.get("user_key");
        KakaoRoom room = key.isString() ? kakao.known(key.textOr("")) : null;
        if (room == null) {
            throw new Refusal(-503, "InvalidUserKeyException", "");
        }
        return room;
    }

    private Json.Builder end(Json body, String field) {
        String session = kakao.end(room(body));
        if (session.isEmpty() && endOfNothingRefused) {
            throw new Refusal(-502, "InvalidSessionException", "");
        }
        return Json.object().put("code", 0).put(field, session.isEmpty() ? null : session);
    }

    private Json.Builder endWithBot(Json body) {
        Json event = body.get("bot_event");
        if (!event.isString() || event.textOr("").isEmpty() || event.textOr("").length() > 100) {
            throw HappytalkChecks.bad("bot_event");
        }
        return end(body, "session_id");
    }

    private Json.Builder block(Json body, boolean blocked) {
        KakaoRoom room = room(body);
        room.blockedByAgent(blocked);
        if (blocked) {
            kakao.end(room);
        }
        return Json.object().put("code", 0);
    }

    private Json.Builder image(Multipart form) {
        Multipart.Part image = form.get("image");
        String type = form.text("image_type");
        if (image == null || (!type.isEmpty() && !type.equals("link"))) {
            throw HappytalkChecks.bad("image, image_type");
        }
        boolean aboveButtons = type.equals("link");
        HappytalkChecks.upload(image.bytes(), aboveButtons);
        URI url = stored(image, aboveButtons ? KakaoFiles.Use.BUTTON_IMAGE : KakaoFiles.Use.IMAGE);
        return Json.object().put("code", "0000").put("image", url.toString());
    }

    private Json.Builder file(Multipart form) {
        Multipart.Part file = form.get("file");
        if (file == null) {
            throw HappytalkChecks.bad("file");
        }
        HappytalkChecks.upload(file);
        return Json.object()
                .put("code", "0000")
                .put("file", stored(file, KakaoFiles.Use.FILE).toString())
                .put("name", file.fileName())
                .put("size", file.bytes().length);
    }

    private URI stored(Multipart.Part part, KakaoFiles.Use use) {
        return kakao.files().add(new KakaoFiles.Stored(use, part.fileName(), part.contentType(), part.bytes()));
    }
}
