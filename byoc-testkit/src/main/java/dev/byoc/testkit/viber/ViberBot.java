package dev.byoc.testkit.viber;

import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.testkit.server.Delivery;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.server.Refusal;
import dev.byoc.testkit.server.Waiting;
import dev.byoc.testkit.server.Webhooks;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** What Viber's server keeps of one bot: what its registration asked for, the message tokens, and the way of its events. Thread-safe. */
final class ViberBot {
    static final List<String> EVENTS =
            List.of("subscribed", "unsubscribed", "conversation_started", "delivered", "failed", "message", "seen");
    static final Set<String> MANDATORY_EVENTS = Set.of("message", "subscribed", "unsubscribed");

    // Beyond 2^53, so that a reader of tokens as doubles mixes them up.
    private static final long FIRST_TOKEN = 6_209_200_000_000_000_000L;
    private static final long TOKEN_EPOCH_MILLIS = 292_057_775_900L;

    /** What {@code set_webhook} asks for. */
    record Registration(Set<String> events, boolean name, boolean photo) {}

    private final Clock clock;
    private final Waiting waiting;
    private final Webhooks webhooks;
    private final AtomicLong lastToken = new AtomicLong(FIRST_TOKEN);
    private volatile Registration registration = new Registration(Set.copyOf(EVENTS), true, true);
    private volatile int captionLimit = 512;

    ViberBot(Clock clock, Waiting waiting, Webhooks webhooks) {
        this.clock = clock;
        this.waiting = waiting;
        this.webhooks = webhooks;
    }

    Clock clock() {
        return clock;
    }

    Waiting waiting() {
        return waiting;
    }

    Webhooks webhooks() {
        return webhooks;
    }

    Registration registration() {
        return registration;
    }

    void register(Registration value) {
        this.registration = value;
    }

    void captionLimit(int chars) {
        this.captionLimit = chars;
    }

    ViberChecks checks() {
        return new ViberChecks(captionLimit);
    }

    boolean wants(String event) {
        return registration.events().contains(event) || MANDATORY_EVENTS.contains(event);
    }

    long nextToken() {
        long now = (clock.millis() - TOKEN_EPOCH_MILLIS) << 22;
        return lastToken.updateAndGet(last -> Math.max(last + 1, now));
    }

    Json.Builder event(String name) {
        return event(name, nextToken());
    }

    /** @param messageToken of the message that the event is about */
    Json.Builder event(String name, long messageToken) {
        return Json.object()
                .put("event", name)
                .put("timestamp", clock.millis())
                .put("chat_hostname", "SN-CHAT-03_")
                .put("message_token", messageToken);
    }

    /** Delivers an event on this thread, if the registration asked for its kind; 200 if it did not. */
    int deliver(String event, Json.Builder body) {
        return wants(event)
                ? webhooks.deliverNow(event, JsonEdits.escaped(body.build())).status()
                : 200;
    }

    /** How a {@code conversation_started} was answered; the welcome is absent if there is none, or if Viber would not show it. */
    record Opened(int status, Json welcome) {}

    /** Delivers a {@code conversation_started}, as {@link #deliver} does. */
    Opened open(Json.Builder body) {
        if (!wants("conversation_started")) {
            return new Opened(200, Json.ABSENT);
        }
        Delivery delivery = webhooks.deliverNow("conversation_started", JsonEdits.escaped(body.build()));
        return new Opened(delivery.status(), welcome(delivery));
    }

    private Json welcome(Delivery delivery) {
        if (delivery.status() != 200 || delivery.answer().length == 0) {
            return Json.ABSENT;
        }
        try {
            Json message = Json.parse(delivery.answer());
            ViberChecks.noNulls(message);
            checks().message(message);
            return message.get("receiver").isPresent() ? Json.ABSENT : message;
        } catch (JsonException | Refusal e) {
            return Json.ABSENT;
        }
    }
}
