package dev.byoc.testkit.kakaotalk.skill;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.FakeServer;
import dev.byoc.testkit.server.Faults;
import dev.byoc.testkit.server.Refusal;
import dev.byoc.testkit.server.Routes;
import dev.byoc.testkit.server.Waiting;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Kakao's chatbot server on this machine: it asks a skill on behalf of customers, shows them what is a valid answer, and hosts the
 * callback URLs, as strict as the real server is known to be, and as badly behaved as {@link #faults} says. Knows nothing of the code
 * under test. Thread-safe; needs no test framework.
 *
 * <pre>{@code
 * try (FakeSkillClient bot = new FakeSkillClient()) {
 *     bot.connect(skillUrl).header("X-Skill-Secret", secret).callback(true);
 *     SkillCustomer minji = bot.customer("5d1f0c9e8b7a66554433");
 *     SkillTurn turn = minji.says("영업시간이 어떻게 되나요?");
 *     minji.awaitShown(1);
 * }
 * }</pre>
 *
 * <p>A callback URL is good for one answer within one minute of the fake's clock, from the moment it was issued, and for none once the
 * skill has answered without {@code useCallback}.
 */
public final class FakeSkillClient implements AutoCloseable {
    /** The bot's id, unless another one is set. */
    public static final String BOT_ID = "66aa00bb11cc22dd33ee0001";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final MediaType JSON = MediaType.get("application/json");

    private final Waiting waiting = new Waiting();
    private final SkillCallbacks callbacks;
    private final FakeServer server;
    private final Map<String, SkillCustomer> customers = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<SkillTurn> turns = new ArrayList<>();
    private volatile OkHttpClient client = new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .callTimeout(PATIENCE)
            .build();
    private volatile @Nullable URI skill;
    private volatile String botId = BOT_ID;
    private volatile boolean callback;

    /** A bot without a skill. */
    public FakeSkillClient() {
        this(Clock.systemUTC());
    }

    /** As {@link #FakeSkillClient()}; callback URLs live by another clock. */
    public FakeSkillClient(Clock clock) {
        this.callbacks = new SkillCallbacks(clock, waiting);
        Routes routes = new Routes("").add("POST /v1/callback/{token}", callbacks::take);
        this.server = new FakeServer(waiting, routes::findOrNothing, Answer.empty(400));
    }

    /** Where the skill is. */
    public FakeSkillClient connect(URI url) {
        this.skill = url;
        return this;
    }

    /** A header that goes with every request, as the skill's form lets one set; null: none of that name. */
    public FakeSkillClient header(String name, @Nullable String value) {
        synchronized (headers) {
            if (value == null) {
                headers.remove(name);
            } else {
                headers.put(name, value);
            }
        }
        return this;
    }

    /** Which bot it is. */
    public FakeSkillClient botId(String id) {
        this.botId = id;
        return this;
    }

    /** Whether the block has its callback on: requests name a callback URL. By default false. */
    public FakeSkillClient callback(boolean on) {
        this.callback = on;
        return this;
    }

    /** How long an answer is waited for. By default 5 s, as it is at Kakao. */
    public FakeSkillClient patience(Duration wait) {
        client = client.newBuilder().callTimeout(wait).build();
        return this;
    }

    /** The HTTP status of a refused callback, which is not established. By default 400; its body says {@code ERROR} in any case. */
    public FakeSkillClient refusalStatus(int status) {
        callbacks.refusalStatus(status);
        return this;
    }

    /** How calls of callback URLs are spoilt; their route is {@code "POST /v1/callback/{token}"}. */
    public Faults faults() {
        return server.faults();
    }

    /** Where callback URLs point to, without a path. */
    public URI url() {
        return URI.create(server.origin());
    }

    /**
     * A customer; the one who is there already if the key is known.
     *
     * @param botUserKey 1 to 70 characters
     */
    public SkillCustomer customer(String botUserKey) {
        if (!botUserKey.matches("[A-Za-z0-9]{1,70}")) {
            throw new IllegalArgumentException("not the form of a bot user key: 1 to 70 of A-Z a-z 0-9");
        }
        synchronized (customers) {
            return customers.computeIfAbsent(botUserKey, key -> new SkillCustomer(this::ask, waiting, key));
        }
    }

    /** Every request so far, in the order of their answers. */
    public List<SkillTurn> turns() {
        synchronized (turns) {
            return List.copyOf(turns);
        }
    }

    /** Every call of a callback URL that the server looked at, in order. */
    public List<SkillCallback> callbacks() {
        return callbacks.ledger();
    }

    /**
     * Waits until callback URLs were called so many times in all.
     *
     * @throws AssertionError after 30 s
     */
    public List<SkillCallback> awaitCallbacks(int n) {
        waiting.until(
                () -> callbacks().size() >= n,
                () -> n + " callbacks; there were " + callbacks().size());
        return callbacks();
    }

    /** Sends any body to the skill, with the usual headers; gives the status it was answered with. */
    public int sends(byte[] body) {
        return post(UUID.randomUUID().toString(), body).status();
    }

    /** Asks the same once more, as a proxy may after an answer that was lost; gives the status it was answered with. */
    public int again(SkillTurn turn) {
        return post(turn.requestId(), turn.request().bytes()).status();
    }

    private record Got(int status, byte[] body, String problem) {}

    private SkillTurn ask(SkillCustomer customer, String utterance, Json.Builder params) {
        String requestId = UUID.randomUUID().toString();
        URI callbackUrl = callback ? callbacks.issue(server.origin(), customer) : null;
        Json request = SkillRequests.request(botId, customer.botUserKey(), utterance, params, callbackUrl);
        long start = System.nanoTime();
        Got got = post(requestId, request.bytes());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        String problem = got.problem();
        boolean useCallback = false;
        if (problem.isEmpty()) {
            try {
                Json answer = SkillChecks.answer(got.body(), callbackUrl != null);
                useCallback = answer.get("useCallback").isTrue();
                if (!useCallback) {
                    customer.show(answer);
                }
            } catch (Refusal refusal) {
                problem = refusal.text();
            }
        }
        if (callbackUrl != null) {
            callbacks.answered(callbackUrl, useCallback);
        }
        SkillTurn turn = new SkillTurn(requestId, request, got.status(), got.body(), took, callbackUrl, problem);
        synchronized (turns) {
            turns.add(turn);
        }
        waiting.changed();
        return turn;
    }

    private Got post(String requestId, byte[] body) {
        URI target = skill;
        if (target == null) {
            throw new IllegalStateException("no skill is connected");
        }
        Request.Builder request = new Request.Builder()
                .url(target.toString())
                .header("X-Request-Id", requestId)
                .post(RequestBody.create(body, JSON));
        synchronized (headers) {
            headers.forEach(request::header);
        }
        try (Response response = client.newCall(request.build()).execute()) {
            byte[] answer = response.body().bytes();
            return new Got(response.code(), answer, response.code() == 200 ? "" : "HTTP " + response.code());
        } catch (IOException e) {
            return new Got(0, new byte[0], "no answer in time");
        }
    }

    @Override
    public void close() {
        server.close();
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
