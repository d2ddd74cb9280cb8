package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.testkit.kakaotalk.FakeDealer.Body;
import dev.byoc.testkit.server.Delivery;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.server.Waiting;
import dev.byoc.testkit.server.Webhooks;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Bizgo's callbacks. */
final class BizgoEvents implements KakaoDealer {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 4;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");
    private static final DateTimeFormatter KEY_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");
    private static final Map<String, String> TYPES =
            Map.of("text", "TEXT", "photo", "IMAGE", "video", "VIDEO", "audio", "AUDIO", "file", "FILE");

    private final String senderKey;
    private final Clock clock;
    private final AtomicLong lastKey = new AtomicLong();
    private volatile Body body = Body.CONTENTS;

    BizgoEvents(String senderKey, Clock clock) {
        this.senderKey = senderKey;
        this.clock = clock;
    }

    @Override
    public Webhooks webhooks(Waiting waiting) {
        return new Webhooks(KakaoDealer.appending("/cstalk"), BizgoEvents::isTaken, waiting)
                .patience(PATIENCE)
                .attempts(ATTEMPTS);
    }

    void body(Body value) {
        this.body = value;
    }

    /** Whether an answer is the one that Bizgo asks for; after any other it tries again. */
    private static boolean isTaken(Delivery delivery) {
        try {
            return delivery.status() == 200
                    && "A000".equals(Json.parse(delivery.answer()).get("code").text());
        } catch (JsonException e) {
            return false;
        }
    }

    private ZonedDateTime now() {
        return clock.instant().atZone(HappytalkCentre.KOREA);
    }

    String newKey() {
        return KEY_TIME.format(now()) + "SMP%012d".formatted(lastKey.incrementAndGet());
    }

    private Json.Builder envelope(String msgKey, String userKey, String msgType, String requestType) {
        String time = TIME.format(now());
        return Json.object()
                .put("msgKey", msgKey)
                .put("userKey", userKey)
                .put("senderKey", senderKey)
                .put("serviceType", "CSTALK")
                .put("msgType", msgType)
                .put("requestType", requestType)
                .put("sendTime", time)
                .put("reportTime", time);
    }

    private Json.Builder ofSession(String userKey, String session, String msgType, String requestType) {
        return envelope(newKey(), userKey, msgType, requestType)
                .put("kakaoTime", TIME.format(now()))
                .put("sessionId", session);
    }

    @Override
    public Json message(String userKey, String session, KakaoSaid said) {
        String type = TYPES.getOrDefault(said.type(), said.type());
        Json.Builder event = ofSession(userKey, session, type, "message");
        boolean text = !said.items().isEmpty() && said.items().get(0).url().isEmpty();
        if (text && body != Body.CONTENTS) {
            event.put("content", said.items().get(0).comment());
        }
        if (text && body == Body.CONTENT) {
            // As an integrator saw it: the old string under the new name as well.
            event.put("contents", said.items().get(0).comment());
        } else if (!said.items().isEmpty()) {
            event.put("contents", said.items().stream().map(BizgoEvents::entry).toList());
        }
        if (!said.fullText().isEmpty()) {
            event.put("attachment", Json.object().put("url", said.fullText()));
        }
        event.put("extra", said.extra().isEmpty() ? null : said.extra());
        return JsonEdits.with(event.build(), said.over().fields());
    }

    private static Json entry(KakaoSaid.Item item) {
        return Json.object()
                .put("url", item.url().isEmpty() ? null : item.url())
                .put("comment", item.comment().isEmpty() ? null : item.comment())
                .build();
    }

    @Override
    public Json reference(String userKey, String session, String extra) {
        return ofSession(userKey, session, "REFERENCE", "reference")
                .put("reference", extra.isEmpty() ? null : Json.object().put("extra", extra))
                .put(
                        "lastReference",
                        Json.object()
                                .put("extra", extra.isEmpty() ? "page_home" : extra)
                                .put("bot", "false")
                                .put("bot_event", "")
                                .put("created_at", TIME.format(now())))
                .build();
    }

    @Override
    public Json expired(String userKey, String session) {
        return ofSession(userKey, session, "SESSION", "expired_session").build();
    }

    /**
     * How a request of the partner ended.
     *
     * @param requestType {@code write}, {@code end} or {@code endwithbot}
     */
    Json result(String msgKey, String userKey, String msgType, String requestType, String code, String ref) {
        return envelope(msgKey, userKey, msgType, requestType)
                .put("reportCode", code)
                .put("reportText", code.equals("A000") ? "Success" : "sample failure text")
                .put("ref", ref)
                .build();
    }

    @Override
    public int longestTextChars() {
        return 4_000;
    }

    @Override
    public int headChars() {
        return 4_000;
    }
}
