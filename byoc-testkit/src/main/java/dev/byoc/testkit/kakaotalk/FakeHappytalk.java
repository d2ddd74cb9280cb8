package dev.byoc.testkit.kakaotalk;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dealer Happytalk on this machine, and KakaoTalk behind it: the Consultation Talk API over real HTTP, the customers' phones and the
 * callbacks. As strict as the real server is known to be, and as badly behaved as {@link #faults} says. Knows nothing of the code under
 * test. Thread-safe; needs no test framework.
 *
 * <pre>{@code
 * try (FakeHappytalk happytalk = new FakeHappytalk()) {
 *     ... // point the code at happytalk.url(), clientId(), clientSecret() and senderKey(), and let it register its domain
 *     KakaoCustomer minji = happytalk.customer("Qw7xT2pLr9Ab");
 *     minji.says("배송이 언제 오나요?");
 *     minji.awaitReceived(1);
 * }
 * }</pre>
 *
 * <p>It answers HTTP 200 with a {@code code} for what it refuses: which HTTP status the real one has then is not documented, and
 * {@link Fault#status} makes it any other. One fake is one channel; for two channels take two.
 */
public final class FakeHappytalk implements AutoCloseable {
    /** What becomes of a domain that is registered; whether the real one keeps a path is not established. */
    public enum Domains {
        /** Taken as it is. */
        WITH_PATH,
        /** Taken, and all but scheme, host and port is forgotten without a word. */
        PATH_DROPPED,
        /** Refused if it has a path. */
        PATH_REFUSED,
        /** Refused, as Happytalk has not admitted it. */
        NOT_ADMITTED
    }

    /** The channel's sender key, unless another one is given. */
    public static final String SENDER_KEY = "3f9c0d2b7a6e41588c9d1f0a2b3c4d5e6f708192";

    private static final String CLIENT_ID = "byoc-sample-client";
    private static final String CLIENT_SECRET = "5c1e0b7d94a24f63b8e2d7f05a9c3e18";

    private final String senderKey;
    private final Waiting waiting = new Waiting();
    private final Webhooks webhooks;
    private final HappytalkEvents events;
    private final HappytalkChecks checks;
    private final HappytalkCentre centre;
    private final KakaoTalk kakao;
    private final HappytalkApi api;
    private final FakeServer server;

    /** A channel without callbacks and customers. */
    public FakeHappytalk() {
        this(Clock.systemUTC(), SENDER_KEY);
    }

    /**
     * As {@link #FakeHappytalk()}, on another clock and for another channel.
     *
     * @param senderKey 40 characters
     */
    public FakeHappytalk(Clock clock, String senderKey) {
        if (!senderKey.matches("[A-Za-z0-9]{40}")) {
            throw new IllegalArgumentException("not the form of a sender key: 40 of A-Z a-z 0-9");
        }
        this.senderKey = senderKey;
        this.webhooks = new Webhooks(KakaoDealer.appending(""), delivery -> delivery.status() == 200, waiting);
        this.events = new HappytalkEvents(senderKey, clock);
        KakaoFiles files = new KakaoFiles(() -> url().toString());
        this.checks = new HappytalkChecks(files);
        this.centre = new HappytalkCentre(webhooks, clock);
        this.kakao = new KakaoTalk(clock, waiting, webhooks, events, files);
        this.api = new HappytalkApi(this, kakao, checks, centre, clock);
        Routes routes = api.routes();
        this.server = new FakeServer(waiting, ask -> files.findOr(ask, routes), Answer.empty(400));
    }

    /** Where the API is, without a path. */
    public URI url() {
        return URI.create(server.origin());
    }

    /** What {@code HT-Client-Id} has to hold. */
    public String clientId() {
        return CLIENT_ID;
    }

    /** What {@code HT-Client-Secret} has to hold. */
    public String clientSecret() {
        return CLIENT_SECRET;
    }

    public String senderKey() {
        return senderKey;
    }

    /** How calls are spoilt; routes are whole paths, {@code "POST /v1/chat/write"}. */
    public Faults faults() {
        return server.faults();
    }

    /**
     * How callbacks are delivered again, duplicated and reordered. Events are {@code message}, {@code reference} and
     * {@code expired_session}. How often the real one tries again is not established; here three times in all.
     */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** Registers where callbacks go, as the dealer does by hand; null: nowhere. They get their name appended to this base. */
    public FakeHappytalk connectWebhook(@Nullable URI base) {
        webhooks.connect(base);
        return this;
    }

    /** The base of the callbacks; null: they go nowhere. */
    public @Nullable URI webhook() {
        return webhooks.url();
    }

    /** What becomes of domains that are registered by a call. By default {@link Domains#WITH_PATH}. */
    public FakeHappytalk domains(Domains value) {
        centre.domains(value);
        return this;
    }

    /** Where words and media of callbacks stand from now on. By default in both places. */
    public FakeHappytalk body(KakaoBody value) {
        events.body(value);
        return this;
    }

    /** Whether callbacks' {@code serial_number} is a string of 24 digits. By default a number beyond 2^53. */
    public FakeHappytalk serialsAsText(boolean on) {
        events.serialsAsText(on);
        return this;
    }

    /** The longest text above buttons: sources name 60, the default, and 1000. */
    public FakeHappytalk buttonTextLimit(int chars) {
        checks.maxButtonTextChars(chars);
        return this;
    }

    /** Whether a refused message uses up its {@code serial_number}, which is not established. By default true. */
    public FakeHappytalk refusedUsesSerial(boolean on) {
        api.refusedUsesSerial(on);
        return this;
    }

    /** Whether ending a session that is not there is refused with -502. By default it is answered 0 without a session. */
    public FakeHappytalk endOfNothingRefused(boolean on) {
        api.endOfNothingRefused(on);
        return this;
    }

    /**
     * Changes the channel's profile as {@code /v1/center/sender} shows it; unless {@code status} is {@code "A"}, {@code bizchat} true and
     * {@code block} false, consultation is refused with -501.
     */
    public FakeHappytalk profile(String field, Object value) {
        centre.profile(field, value);
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

    /** How many calls of a route there were, {@code "POST /v1/chat/write"}; {@code "*"}: of all. */
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
