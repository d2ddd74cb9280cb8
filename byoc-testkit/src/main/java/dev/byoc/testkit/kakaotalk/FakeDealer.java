package dev.byoc.testkit.kakaotalk;

import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.Call;
import dev.byoc.testkit.server.FakeServer;
import dev.byoc.testkit.server.Faults;
import dev.byoc.testkit.server.Routes;
import dev.byoc.testkit.server.Webhooks;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dealer on this machine, and KakaoTalk behind it: the Consultation Talk API over real HTTP, the customers' phones and the callbacks. As
 * strict as the real server is known to be, and as badly behaved as {@link #faults} says. Knows nothing of the code under test.
 * Thread-safe; needs no test framework. One fake is one channel; for two channels take two.
 */
public abstract class FakeDealer implements AutoCloseable {
    /** The channel's sender key, unless another one is given. */
    public static final String SENDER_KEY = "3f9c0d2b7a6e41588c9d1f0a2b3c4d5e6f708192";

    /** Where the words and media of an event stand; dealers are on the way from the old form to the new one. */
    public enum Body {
        /** In {@code content} alone: a string, or an object with the address of one file. */
        CONTENT,
        /** In {@code contents} alone: a list, so that one event may hold several photos. */
        CONTENTS,
        /** In both. */
        BOTH
    }

    private final String senderKey;
    private final KakaoTalk kakao;
    private final FakeServer server;
    private final Map<String, KakaoCustomer> customers = new LinkedHashMap<>();

    /** @param routes the dealer's API */
    FakeDealer(String senderKey, KakaoTalk kakao, Routes routes) {
        if (!senderKey.matches("[A-Za-z0-9]{40}")) {
            throw new IllegalArgumentException("not the form of a sender key: 40 of A-Z a-z 0-9");
        }
        this.senderKey = senderKey;
        this.kakao = kakao;
        this.server = new FakeServer(kakao.waiting(), ask -> kakao.files().findOr(ask, routes), Answer.empty(400));
        kakao.files().servedAt(server.origin());
    }

    /** Where the API is, without a path. */
    public final URI url() {
        return URI.create(server.origin());
    }

    public final String senderKey() {
        return senderKey;
    }

    /** How calls are spoilt; routes are whole paths, {@code "POST /v1/chat/write"}. */
    public final Faults faults() {
        return server.faults();
    }

    /** How callbacks are delivered again, duplicated and reordered. Events are {@code message}, {@code reference} and {@code expired_session}. */
    public final Webhooks webhooks() {
        return kakao.webhooks();
    }

    /** Where callbacks go, as told to the dealer by hand; null: nowhere. What the dealer appends to this base, its own class says. */
    public final void connectWebhook(@Nullable URI base) {
        kakao.webhooks().connect(base);
    }

    /** The base of the callbacks; null: they go nowhere. */
    public final @Nullable URI webhook() {
        return kakao.webhooks().url();
    }

    /**
     * A customer; the one who is there already if the key is known.
     *
     * @param userKey 1 to 20 characters, as in {@code Qw7xT2pLr9Ab}
     */
    public final KakaoCustomer customer(String userKey) {
        synchronized (customers) {
            return customers.computeIfAbsent(userKey, key -> new KakaoCustomer(kakao, kakao.room(key)));
        }
    }

    /** Puts a customer's photo or file where KakaoTalk keeps them; gives the address to send. */
    public final URI host(String fileName, String contentType, byte[] bytes) {
        return kakao.host(fileName, contentType, bytes);
    }

    /** Sends any callback; gives the status it was answered with. */
    public final int sends(String event, byte[] body) {
        return kakao.webhooks().deliverNow(event, body.clone()).status();
    }

    /** Every call, in the order of their answers. */
    public final List<Call> calls() {
        return server.calls();
    }

    /** How many calls of a route there were, {@code "POST /v1/chat/write"}; {@code "*"}: of all. */
    public final int calls(String route) {
        return server.calls(route);
    }

    /**
     * Waits until there were so many calls of the route in all.
     *
     * @throws AssertionError after 30 s
     */
    public final void awaitCalls(String route, int n) {
        server.awaitCalls(route, n);
    }

    @Override
    public final void close() {
        server.close();
        kakao.webhooks().close();
    }
}
