package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import dev.byoc.testkit.kakaotalk.FakeDealer.Body;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.server.Waiting;
import dev.byoc.testkit.server.Webhooks;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Happytalk's callbacks, which are Kakao's own. */
final class HappytalkEvents implements KakaoDealer {
    // Beyond 2^53, so that a reader of numbers as doubles mixes them up.
    private static final long FIRST_SERIAL = 2_790_461_530_011_223_344L;

    private final String senderKey;
    private final Clock clock;
    private final AtomicLong serials = new AtomicLong(FIRST_SERIAL);
    private volatile Body body = Body.BOTH;
    private volatile boolean serialsAsText;

    HappytalkEvents(String senderKey, Clock clock) {
        this.senderKey = senderKey;
        this.clock = clock;
    }

    @Override
    public Webhooks webhooks(Waiting waiting) {
        return new Webhooks(KakaoDealer.appending(""), delivery -> delivery.status() == 200, waiting);
    }

    void body(Body value) {
        this.body = value;
    }

    void serialsAsText(boolean value) {
        this.serialsAsText = value;
    }

    private Json.Builder envelope(String userKey, String session) {
        return Json.object()
                .put("user_key", userKey)
                .put("session_id", session)
                .put("sender_key", senderKey)
                .put("time", clock.millis());
    }

    @Override
    public Json message(String userKey, String session, KakaoSaid said) {
        long serial = serials.getAndIncrement();
        Json.Builder event = envelope(userKey, session)
                // 24 digits, which fit no machine's integer.
                .put("serial_number", serialsAsText ? (Object) (serial + "00042") : (Object) serial)
                .put("type", said.type());
        if (!said.items().isEmpty() && body != Body.CONTENTS) {
            event.put("content", content(said.items().get(0)));
        }
        if (!said.items().isEmpty() && body != Body.CONTENT) {
            event.put(
                    "contents",
                    said.items().stream().map(HappytalkEvents::entry).toList());
        }
        if (!said.fullText().isEmpty()) {
            event.put("attachment", Json.object().put("url", said.fullText()));
        }
        event.put("extra", said.extra().isEmpty() ? null : said.extra());
        return JsonEdits.with(event.build(), said.over().fields());
    }

    private static Object content(KakaoSaid.Item item) {
        return item.url().isEmpty() ? item.comment() : Json.object().put("url", item.url());
    }

    private static Json entry(KakaoSaid.Item item) {
        if (item.url().isEmpty()) {
            return Json.of(item.comment());
        }
        return Json.object()
                .put("url", item.url())
                .put("comment", item.comment().isEmpty() ? null : item.comment())
                .build();
    }

    @Override
    public Json reference(String userKey, String session, String extra) {
        Json current = extra.isEmpty()
                ? Json.of(null)
                : Json.object()
                        .put("extra", extra)
                        .put("text", "")
                        .put("lastText", "")
                        .put("lastTextDate", "2026-10-05T10:00:14.100")
                        .put("appUserId", Json.of(null))
                        .build();
        return envelope(userKey, session)
                .put("app_user_id", Json.of(null))
                .put("reference", current)
                .put(
                        "last_reference",
                        Json.object()
                                .put("extra", extra.isEmpty() ? "page_home" : extra)
                                .put("bot", "false")
                                .put("bot_event", "")
                                .put("created_at", "2026-10-05T10:00:14.100"))
                .build();
    }

    @Override
    public Json expired(String userKey, String session) {
        return envelope(userKey, session).build();
    }

    @Override
    public int longestTextChars() {
        return 1_000;
    }

    @Override
    public int headChars() {
        return 300;
    }
}
