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
    private final Waiting waiting;
    private final Webhooks webhooks;
    private final KakaoDealer dealer;
    private final KakaoFiles files;
    private final AtomicLong lastSession = new AtomicLong(FIRST_SESSION);
    private final Map<String, KakaoCustomer> customers = new LinkedHashMap<>();

    KakaoTalk(Clock clock, Waiting waiting, Webhooks webhooks, KakaoDealer dealer, KakaoFiles files) {
        this.clock = clock;
        this.waiting = waiting;
        this.webhooks = webhooks;
        this.dealer = dealer;
        this.files = files;
    }

    KakaoFiles files() {
        return files;
    }

    KakaoCustomer customer(String userKey) {
        if (!userKey.matches("[A-Za-z0-9_-]{1,20}")) {
            throw new IllegalArgumentException("not the form of a user key: 1 to 20 of A-Z a-z 0-9 _ -");
        }
        synchronized (customers) {
            return customers.computeIfAbsent(userKey, any -> new KakaoCustomer(this, userKey));
        }
    }

    /** Null for an unknown key. */
    @Nullable
    KakaoCustomer known(String userKey) {
        synchronized (customers) {
            return customers.get(userKey);
        }
    }

    /** Tells the partner; only an answer that was as it should be opens the session, or prolongs it. */
    int tell(KakaoCustomer customer, KakaoSaid said) {
        endIfOld(customer);
        String session = customer.session(this::newSession);
        Json event = dealer.message(customer, session, said);
        return webhooks.deliverNow("message", event.bytes(), () -> customer.opened(session, clock.instant()))
                .status();
    }

    int says(KakaoCustomer customer, String text, String extra) {
        if (text.length() <= dealer.longestTextChars()) {
            return tell(customer, KakaoSaid.text(text, "", extra));
        }
        URI whole = host("t_long.txt", "text/plain", text.getBytes(StandardCharsets.UTF_8));
        return tell(customer, KakaoSaid.text(text.substring(0, dealer.headChars()), whole.toString(), extra));
    }

    int asks(KakaoCustomer customer, String extra) {
        endIfOld(customer);
        String session = customer.session(this::newSession);
        return webhooks.deliverNow(
                        "reference", dealer.reference(customer, session, extra).bytes())
                .status();
    }

    /** The customer ends it: told on the caller's thread; 200 if there was no session. */
    int leaves(KakaoCustomer customer) {
        String session = customer.closed();
        return session.isEmpty()
                ? 200
                : webhooks.deliverNow(
                                "expired_session",
                                dealer.expired(customer, session).bytes())
                        .status();
    }

    /** The partner ends it: told from the queue; gives the session, {@code ""} if there was none. */
    String end(KakaoCustomer customer) {
        String session = customer.closed();
        if (!session.isEmpty()) {
            webhooks.post("expired_session", dealer.expired(customer, session).bytes());
        }
        return session;
    }

    boolean inSession(KakaoCustomer customer) {
        endIfOld(customer);
        return customer.isOpen();
    }

    private void endIfOld(KakaoCustomer customer) {
        if (customer.isSilentSince(clock.instant().minus(SESSION_LIFE))) {
            end(customer);
        }
    }

    void receive(KakaoCustomer customer, KakaoMessage message) {
        customer.receive(message);
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
