package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Waiting;
import dev.byoc.testkit.server.Webhooks;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** KakaoTalk behind a dealer: the customers, their consultation sessions and their files. Thread-safe. */
final class KakaoTalk {
    /** How long a session lasts after the customer's last message. */
    private static final Duration SESSION_LIFE = Duration.ofDays(30);

    private static final long FIRST_SESSION = 480_013_577;

    private final Clock clock;
    private final KakaoDealer dealer;
    private final Waiting waiting = new Waiting();
    private final Webhooks webhooks;
    private final KakaoFiles files = new KakaoFiles();
    private final AtomicLong lastSession = new AtomicLong(FIRST_SESSION);
    private final Map<String, KakaoRoom> rooms = new LinkedHashMap<>();

    KakaoTalk(Clock clock, KakaoDealer dealer) {
        this.clock = clock;
        this.dealer = dealer;
        this.webhooks = dealer.webhooks(waiting);
    }

    KakaoFiles files() {
        return files;
    }

    Waiting waiting() {
        return waiting;
    }

    Webhooks webhooks() {
        return webhooks;
    }

    /** The room of a customer, made if the key is new. */
    KakaoRoom room(String userKey) {
        if (!userKey.matches("[A-Za-z0-9_-]{1,20}")) {
            throw new IllegalArgumentException("not the form of a user key: 1 to 20 of A-Z a-z 0-9 _ -");
        }
        synchronized (rooms) {
            return rooms.computeIfAbsent(userKey, KakaoRoom::new);
        }
    }

    /** Null for an unknown key. */
    @Nullable
    KakaoRoom known(String userKey) {
        synchronized (rooms) {
            return rooms.get(userKey);
        }
    }

    /** Tells the partner; only an answer that was as it should be opens the session, or prolongs it. */
    int tell(KakaoRoom room, KakaoSaid said) {
        endIfOld(room);
        String session = room.session(this::newSession);
        Json event = dealer.message(room.userKey(), session, said);
        return webhooks.deliverNow("message", event.bytes(), () -> room.opened(session, clock.instant()))
                .status();
    }

    int says(KakaoRoom room, String text, String extra) {
        if (text.length() <= dealer.longestTextChars()) {
            return tell(room, KakaoSaid.text(text, "", extra));
        }
        URI whole = host("t_long.txt", "text/plain", text.getBytes(StandardCharsets.UTF_8));
        return tell(room, KakaoSaid.text(text.substring(0, dealer.headChars()), whole.toString(), extra));
    }

    int asks(KakaoRoom room, String extra) {
        endIfOld(room);
        String session = room.session(this::newSession);
        return webhooks.deliverNow(
                        "reference",
                        dealer.reference(room.userKey(), session, extra).bytes())
                .status();
    }

    /** The customer ends it: told on the caller's thread; 200 if there was no session. */
    int leaves(KakaoRoom room) {
        String session = room.closed();
        return session.isEmpty()
                ? 200
                : webhooks.deliverNow(
                                "expired_session",
                                dealer.expired(room.userKey(), session).bytes())
                        .status();
    }

    /** The partner ends it: told from the queue; gives the session, {@code ""} if there was none. */
    String end(KakaoRoom room) {
        String session = room.closed();
        if (!session.isEmpty()) {
            webhooks.post(
                    "expired_session", dealer.expired(room.userKey(), session).bytes());
        }
        return session;
    }

    boolean inSession(KakaoRoom room) {
        endIfOld(room);
        return room.isOpen();
    }

    private void endIfOld(KakaoRoom room) {
        if (room.isSilentSince(clock.instant().minus(SESSION_LIFE))) {
            end(room);
        }
    }

    void receive(KakaoRoom room, KakaoMessage message) {
        room.receive(message);
        waiting.changed();
    }

    URI host(String fileName, String contentType, byte[] bytes) {
        return files.add(new KakaoFiles.Stored(KakaoFiles.Use.CUSTOMER, fileName, contentType, bytes.clone()));
    }

    void await(BooleanSupplier condition, Supplier<String> what) {
        waiting.until(condition, what);
    }

    private String newSession() {
        return Long.toString(lastSession.getAndIncrement());
    }
}
