package dev.byoc.testkit;

import dev.byoc.Secret;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Received;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.Verification;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.json.Json;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.server.Waiting;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.wording.Wording;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A channel without a network, for tests of whatever drives channels. Its webhook is JSON with a shared secret in a header; its sends
 * end as scripted and are kept in a ledger. Optional abilities come with a subclass. Thread-safe.
 *
 * <pre>{@code
 * engine.handle(channel.request(FakeChannel.text("m1", "ines", "Hello")));
 * channel.willAnswer(new SendResult.TryLater(null, false, "busy"));
 * channel.awaitSent(2);
 * }</pre>
 */
public class FakeChannel implements Channel {
    /** The header that holds the secret. */
    public static final String SECRET_HEADER = "X-Fake-Secret";

    private final ChannelContext context;
    private final Secret secret = Secret.of(UUID.randomUUID().toString());
    private final Waiting waiting = new Waiting();
    private final List<OutboundMessage> sent = new ArrayList<>();
    private final Queue<SendResult> script = new ArrayDeque<>();
    private final Deque<Gate> gates = new ArrayDeque<>();
    private final List<WebhookTarget> targets = new ArrayList<>();
    private Capabilities capabilities = Capabilities.text(1_000, Capabilities.Unit.UTF16);
    private @Nullable Registration registration;
    private int unregistered;
    private boolean closed;
    private int lastId;

    /** The channel of one account. */
    public FakeChannel(ChannelContext context) {
        this.context = context;
    }

    /** What the account was given. */
    public final ChannelContext context() {
        return context;
    }

    // What the test arranges

    /** What is shown natively. By default text of 1,000 UTF-16 units, one part a send. */
    public final synchronized FakeChannel capabilities(Capabilities value) {
        this.capabilities = value;
        return this;
    }

    /** How the next sends end, one after the other. After them: accepted, with an id for each part. */
    public final synchronized FakeChannel willAnswer(SendResult... results) {
        script.addAll(List.of(results));
        return this;
    }

    /** The next send waits at the gate, after it has been written to the ledger. */
    public final synchronized FakeChannel holdNextSend(Gate gate) {
        gates.add(gate);
        return this;
    }

    /** How registering ends. By default as for a channel without such a call: by hand. */
    public final synchronized FakeChannel willRegister(Registration result) {
        this.registration = result;
        return this;
    }

    // What the network would send

    /** The body of a webhook with one text. */
    public static Json text(String eventId, String customerId, String text) {
        return events(Json.object()
                .put("kind", "text")
                .put("id", eventId)
                .put("customer", customerId)
                .put("text", text)
                .build());
    }

    /**
     * The body of a webhook with several events, each an object with a {@code kind}:
     *
     * <ul>
     *   <li>{@code text}: {@code id}, {@code customer}, {@code text}, also {@code name}, {@code customer_phone}, {@code customer_email},
     *       {@code customer_picture}, {@code customer_language}, {@code customer_country}, {@code customer_username}, {@code customer_page},
     *       {@code customer_source}, {@code handle}, {@code at} (ISO; so have all others), and {@code url} where the whole text lies.
     *       All of a customer's messages may have {@code quote} (an object with {@code message}, {@code words}, {@code author}) and
     *       {@code forward} (with {@code from})
     *   <li>{@code image}, {@code video}, {@code audio}, {@code file}: as text, with {@code url}, also {@code type}, {@code file}, {@code size},
     *       {@code caption}, {@code millis}, {@code width} and {@code height}, {@code preview} (an address)
     *   <li>{@code sticker}: its {@code name}, {@code text} and {@code pack}, and a picture as above
     *   <li>{@code contact}: as text, whose text is the name, also {@code phone}; {@code unknown}: as text, with the kind as {@code name}
     *   <li>{@code receipt}: {@code message}, {@code status}, also {@code id}, {@code earlier}, {@code detail}
     *   <li>{@code edited}: as text, or as image with {@code url}; {@code withdrawn}: {@code customer}, {@code message}; {@code reacted}:
     *       {@code customer}, {@code reaction}, {@code removed}, {@code quote}
     *   <li>{@code joined}, {@code left}, {@code ended}: {@code customer}, also {@code id}, {@code context}, {@code handle}
     *   <li>{@code ignored}; {@code broken}, whose reading throws
     * </ul>
     */
    public static Json events(Json... events) {
        return Json.object().put("events", List.of(events)).build();
    }

    /** A request with that body, as the network would make it. */
    public final WebhookRequest request(Json body) {
        return WebhookRequest.builder()
                .publicUrl(context.webhookUrl().toString())
                .headers(headers())
                .body(body.bytes())
                .receivedAt(context.clock().instant())
                .build();
    }

    /** The headers that make a request this network's own. */
    public final Map<String, List<String>> headers() {
        return Map.of("Content-Type", List.of("application/json"), SECRET_HEADER, List.of(secret.reveal()));
    }

    // The ledger

    /** Every message that was handed over to be sent, in order, however it ended. */
    public final synchronized List<OutboundMessage> sent() {
        return List.copyOf(sent);
    }

    /** The parts of {@link #sent} in words, in order. */
    public final List<String> sentTexts() {
        return sent().stream()
                .flatMap(message -> message.parts().stream())
                .map(content -> content.plainText(Wording.ENGLISH))
                .toList();
    }

    /**
     * Waits until so many messages in all were handed over; gives them.
     *
     * @throws AssertionError after 30 s
     */
    public final List<OutboundMessage> awaitSent(int n) {
        waiting.until(() -> sent().size() >= n, () -> n + " sent messages; there are " + sent().size());
        return sent();
    }

    /** Every address that was to be registered, in order. */
    public final synchronized List<WebhookTarget> registered() {
        return List.copyOf(targets);
    }

    /** How often the webhook was taken back. */
    public final synchronized int unregistered() {
        return unregistered;
    }

    public final synchronized boolean isClosed() {
        return closed;
    }

    // The channel

    @Override
    public synchronized Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Verification verify(WebhookRequest request) {
        return secret.matches(request.header(SECRET_HEADER))
                ? new Verification.Verified(request)
                : new Verification.Rejected("the secret header is missing or wrong");
    }

    @Override
    public Received parse(Verification.Verified verified) {
        WebhookRequest request = verified.request();
        Json events = Json.parse(request.body()).get("events");
        if (!events.isArray()) {
            throw new IllegalArgumentException("no events");
        }
        return Received.ofEach(events.items(), event -> FakeEvents.read(event, request.receivedAt()));
    }

    @Override
    public SendResult send(OutboundMessage message) {
        SendResult result;
        Gate gate;
        synchronized (this) {
            sent.add(message);
            SendResult scripted = script.poll();
            result = scripted == null ? accepted(message) : scripted;
            gate = gates.poll();
        }
        waiting.changed();
        if (gate != null) {
            gate.pass();
        }
        return result;
    }

    private SendResult accepted(OutboundMessage message) {
        List<String> ids = new ArrayList<>();
        message.parts().forEach(part -> ids.add("fake-" + ++lastId));
        return new SendResult.Accepted(ids);
    }

    @Override
    public synchronized Registration registerWebhook(WebhookTarget target) {
        targets.add(target);
        return registration == null ? Registration.byHand(target) : registration;
    }

    @Override
    public synchronized void unregisterWebhook() {
        unregistered++;
    }

    @Override
    public synchronized void close() {
        closed = true;
        gates.forEach(Gate::open);
    }
}
