package dev.byoc.testkit.kakaotalk;

import dev.byoc.testkit.server.Fault;
import java.time.Clock;

/**
 * The dealer Happytalk. Its callbacks get their name appended to their base; how often the real one delivers one again is not established,
 * here three times in all.
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
 * {@link Fault#status} makes it any other.
 */
public final class FakeHappytalk extends FakeDealer {
    private final HappytalkApi api;

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
        this(senderKey, new HappytalkApi(clock, senderKey));
    }

    private FakeHappytalk(String senderKey, HappytalkApi api) {
        super(senderKey, api.kakao(), api.routes());
        this.api = api;
    }

    /** What {@code HT-Client-Id} has to hold. */
    public String clientId() {
        return HappytalkApi.CLIENT_ID;
    }

    /** What {@code HT-Client-Secret} has to hold. */
    public String clientSecret() {
        return HappytalkApi.CLIENT_SECRET;
    }

    /** What becomes of domains that are registered by a call. By default {@link HappytalkDomains#WITH_PATH}. */
    public FakeHappytalk domains(HappytalkDomains value) {
        api.centre().domains(value);
        return this;
    }

    /** Where words and media of callbacks stand from now on. By default in both places. */
    public FakeHappytalk body(Body value) {
        api.events().body(value);
        return this;
    }

    /** Whether callbacks' {@code serial_number} is a string of 24 digits. By default a number beyond 2^53. */
    public FakeHappytalk serialsAsText(boolean on) {
        api.events().serialsAsText(on);
        return this;
    }

    /** The longest text above buttons: sources name 60, the default, and 1000. */
    public FakeHappytalk buttonTextLimit(int chars) {
        api.checks().maxButtonTextChars(chars);
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
        api.centre().profile(field, value);
        return this;
    }
}
