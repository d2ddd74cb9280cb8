package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.Call;
import dev.byoc.testkit.server.FakeServer;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Faults;
import dev.byoc.testkit.server.Routes;
import dev.byoc.testkit.server.Waiting;
import dev.byoc.testkit.server.Webhooks;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dealer Bizgo on this machine, and KakaoTalk behind it: the Consultation Talk API over real HTTP, the customers' phones and the
 * callbacks. As strict as the real server is known to be, and as badly behaved as {@link #faults} says. Knows nothing of the code under
 * test. Thread-safe; needs no test framework.
 *
 * <pre>{@code
 * try (FakeBizgo bizgo = new FakeBizgo()) {
 *     ... // point the code at bizgo.url(), apiKey() and senderKey()
 *     bizgo.connectWebhook(base); // there is no call for it: the real one is told by mail
 *     KakaoCustomer minji = bizgo.customer("Qw7xT2pLr9Ab");
 *     minji.says("교환도 되나요?");
 *     minji.awaitReceived(1);
 * }
 * }</pre>
 *
 * <p>An accepted message is not a delivered one: how it ended is told by the callback {@code result}. Nothing keeps a message from being
 * sent twice. Of the codes {@code A000}, {@code A020}, {@code A401} and {@code A507} are documented; {@code A400} for a wrong field,
 * {@code A200} for a wrong file and {@link #NO_SESSION} are the fake's own. One fake is one channel; for two channels take two.
 */
public final class FakeBizgo implements AutoCloseable {
    /** What becomes of accepted messages. */
    public enum Results {
        /** Delivered, and told so. For late results, hold the callbacks back: {@link Webhooks#hold}. */
        OK,
        /** Not delivered, and told so. */
        FAILED,
        /** Delivered, but not reported. */
        NEVER
    }

    /** The channel's sender key, unless another one is given. */
    public static final String SENDER_KEY = "3f9c0d2b7a6e41588c9d1f0a2b3c4d5e6f708192";

    /** The code of a message to a customer without an open session. */
    public static final String NO_SESSION = "A502";

    private static final String API_KEY = "bz-sample-9f2c41d07be84a35";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 4;

    private final String senderKey;
    private final Waiting waiting = new Waiting();
    private final Webhooks webhooks;
    private final BizgoEvents events;
    private final BizgoChecks checks;
    private final KakaoTalk kakao;
    private final BizgoApi api;
    private final FakeServer server;

    /** A channel without callbacks and customers. */
    public FakeBizgo() {
        this(Clock.systemUTC(), SENDER_KEY);
    }

    /**
     * As {@link #FakeBizgo()}, on another clock and for another channel.
     *
     * @param senderKey 40 characters
     */
    public FakeBizgo(Clock clock, String senderKey) {
        if (!senderKey.matches("[A-Za-z0-9]{40}")) {
            throw new IllegalArgumentException("not the form of a sender key: 40 of A-Z a-z 0-9");
        }
        this.senderKey = senderKey;
        this.webhooks = new Webhooks(KakaoDealer.appending("/cstalk"), BizgoEvents::isTaken, waiting)
                .patience(PATIENCE)
                .attempts(ATTEMPTS);
        this.events = new BizgoEvents(senderKey, clock);
        KakaoFiles files = new KakaoFiles(() -> url().toString());
        this.checks = new BizgoChecks(files);
        this.kakao = new KakaoTalk(clock, waiting, webhooks, events, files);
        this.api = new BizgoApi(this, kakao, checks, events, webhooks, clock);
        Routes routes = api.routes();
        this.server = new FakeServer(waiting, ask -> files.findOr(ask, routes), Answer.empty(400));
    }

    /** Where the API is, without a path. */
    public URI url() {
        return URI.create(server.origin());
    }

    /** What {@code Authorization} has to hold, with nothing before it. */
    public String apiKey() {
        return API_KEY;
    }

    public String senderKey() {
        return senderKey;
    }

    /** How calls are spoilt; routes are whole paths, {@code "POST /api/comm/v1/cstalk/plain"}. */
    public Faults faults() {
        return server.faults();
    }

    /** 429 with {@code A020}: too many calls, for {@link #faults}. */
    public static Fault tooMany(Duration retryAfter) {
        Json body = Json.object()
                .put(
                        "common",
                        Json.object()
                                .put("authCode", "A000")
                                .put("authResult", "Success")
                                .put("infobankTrId", "sample-tr-0000"))
                .put("data", Json.object().put("code", "A020").put("result", "sample rate limit text"))
                .build();
        return Fault.answer(429, body).header("Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    /**
     * How callbacks are delivered again, duplicated and reordered. Events are {@code message}, {@code reference},
     * {@code expired_session} and {@code result}. Only 200 with {@code {"code":"A000"}} within 5 s is taken; otherwise an event comes
     * three more times and never again.
     */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** Where callbacks go, as told to the dealer; null: nowhere. They get {@code /cstalk} and their name appended to this base. */
    public FakeBizgo connectWebhook(@Nullable URI base) {
        webhooks.connect(base);
        return this;
    }

    /** The base of the callbacks; null: they go nowhere. */
    public @Nullable URI webhook() {
        return webhooks.url();
    }

    /** What becomes of messages from now on; those that fail do so with {@code A910}. By default {@link Results#OK}. */
    public FakeBizgo results(Results value) {
        api.results(value, "A910");
        return this;
    }

    /** From now on messages fail with that code. */
    public FakeBizgo failWith(String code) {
        api.results(Results.FAILED, code);
        return this;
    }

    /**
     * Whether a message to a customer without a session is refused at once, which is not established. By default it is accepted, and its
     * result tells.
     */
    public FakeBizgo noSessionAtOnce(boolean on) {
        api.noSessionAtOnce(on);
        return this;
    }

    /** Switches the limit of 5 calls a second that send nothing: uploads and ends. By default on. */
    public FakeBizgo rateLimit(boolean on) {
        api.rateLimit(on);
        return this;
    }

    /** The largest file. By default 300 MB; the real sandbox takes 10 MB. */
    public FakeBizgo fileLimit(long bytes) {
        checks.maxFileBytes(bytes);
        return this;
    }

    /** Where the words of callbacks stand from now on. By default in {@code contents}; media stand there in any case. */
    public FakeBizgo body(KakaoBody value) {
        events.body(value);
        return this;
    }

    /**
     * A customer; the one who is there already if the key is known.
     *
     * @param userKey 1 to 20 characters, as in {@code Qw7xT2pLr9Ab}
     */
    public KakaoCustomer customer(String userKey) {
        return kakao.customer(userKey);
    }

    /** Puts a customer's photo or file where KakaoTalk keeps them; gives the address to send. */
    public URI host(String fileName, String contentType, byte[] bytes) {
        return kakao.host(fileName, contentType, bytes);
    }

    /** Sends any callback; gives the status it was answered with. */
    public int sends(String event, byte[] body) {
        return webhooks.deliverNow(event, body.clone()).status();
    }

    /** Every call, in the order of their answers. */
    public List<Call> calls() {
        return server.calls();
    }

    /** How many calls of a route there were, {@code "POST /api/comm/v1/cstalk/plain"}; {@code "*"}: of all. */
    public int calls(String route) {
        return server.calls(route);
    }

    /**
     * Waits until there were so many calls of the route in all.
     *
     * @throws AssertionError after 30 s
     */
    public void awaitCalls(String route, int n) {
        server.awaitCalls(route, n);
    }

    @Override
    public void close() {
        server.close();
        webhooks.close();
    }
}
