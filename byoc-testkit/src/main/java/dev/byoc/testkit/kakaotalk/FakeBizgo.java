package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Fault;
import java.time.Clock;
import java.time.Duration;

/**
 * The dealer Bizgo. Its callbacks get {@code /cstalk} and their name appended to their base, and {@code result} is one of them. Only 200 with
 * {@code {"code":"A000"}} within 5 s is taken; otherwise a callback comes three more times and never again.
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
 * {@code A200} for a wrong file and {@link #NO_SESSION} are the fake's own.
 */
public final class FakeBizgo extends FakeDealer {
    /** The code of a message to a customer without an open session. */
    public static final String NO_SESSION = BizgoApi.NO_SESSION;

    private final BizgoApi api;

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
        this(senderKey, new BizgoApi(clock, senderKey));
    }

    private FakeBizgo(String senderKey, BizgoApi api) {
        super(senderKey, api.kakao(), api.routes());
        this.api = api;
    }

    /** What {@code Authorization} has to hold, with nothing before it. */
    public String apiKey() {
        return BizgoApi.API_KEY;
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

    /** What becomes of messages from now on; those that fail do so with {@code A910}. By default {@link BizgoResults#OK}. */
    public FakeBizgo results(BizgoResults value) {
        api.results(value, "A910");
        return this;
    }

    /** From now on messages fail with that code. */
    public FakeBizgo failWith(String code) {
        api.results(BizgoResults.FAILED, code);
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
        api.checks().maxFileBytes(bytes);
        return this;
    }

    /** Where the words of callbacks stand from now on. By default in {@code contents}; media stand there in any case. */
    public FakeBizgo body(Body value) {
        api.events().body(value);
        return this;
    }
}
