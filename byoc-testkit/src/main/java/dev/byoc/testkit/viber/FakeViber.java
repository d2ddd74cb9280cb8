package dev.byoc.testkit.viber;

import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.Call;
import dev.byoc.testkit.server.FakeServer;
import dev.byoc.testkit.server.Faults;
import dev.byoc.testkit.server.Routes;
import dev.byoc.testkit.server.Waiting;
import dev.byoc.testkit.server.Webhooks;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Viber on this machine: the bot API over real HTTP, the customers' phones and the webhooks. As strict as the real server is known to
 * be, and as badly behaved as {@link #faults} says. Knows nothing of the code under test. Thread-safe; needs no test framework.
 *
 * <pre>{@code
 * try (FakeViber viber = new FakeViber()) {
 *     ... // point the code at viber.url() and viber.token(), and let it register its webhook
 *     ViberCustomer ines = viber.customer("qF3x7Zk+Lw2/Vr9TbHs0Aw==", "Ines");
 *     ines.says("Hello");
 *     ines.awaitReceived(1);
 * }
 * }</pre>
 *
 * <p>As the real one does, it answers HTTP 200 with a {@code status} other than 0 for what it refuses.
 */
public final class FakeViber implements AutoCloseable {
    private static final String TOKEN = "4d5a1c7e90b83f26-7c2e91d04fa8b653-1f0e8d7c6b5a4932";

    private volatile String token;
    private final Waiting waiting = new Waiting();
    private final ViberSigner signer;
    private final Webhooks webhooks;
    private final ViberBot bot;
    private final Map<String, ViberCustomer> customers = new LinkedHashMap<>();
    private final ViberApi api;
    private final FakeServer server;

    /** A bot without webhook and customers. */
    public FakeViber() {
        this(Clock.systemUTC());
    }

    /** As {@link #FakeViber()}, on another clock. */
    public FakeViber(Clock clock) {
        this(clock, TOKEN);
    }

    /** As {@link #FakeViber()}, another bot: each has its own token. */
    public FakeViber(Clock clock, String token) {
        this.token = token;
        this.signer = new ViberSigner(this::token);
        this.webhooks = new Webhooks(signer, delivery -> delivery.status() == 200, waiting);
        this.bot = new ViberBot(clock, waiting, webhooks);
        this.api = new ViberApi(bot, this::token, this::known);
        Routes routes = api.routes();
        this.server = new FakeServer(waiting, routes::findOrNothing, Answer.empty(400));
    }

    /** Where the API is; ends in {@code /pa}. */
    public URI url() {
        return URI.create(server.origin() + "/pa");
    }

    /** The bot's token, which is taken and signed with. */
    public String token() {
        return token;
    }

    /** Gives the bot a new token, which ends the one before at once; webhooks are signed with it from now on. */
    public String newToken() {
        token = TOKEN.substring(0, TOKEN.length() - 8)
                + UUID.randomUUID().toString().substring(0, 8);
        return token;
    }

    /** How calls are spoilt. */
    public Faults faults() {
        return server.faults();
    }

    /** How webhooks are delivered again, duplicated and reordered. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** Registers a webhook for every event, without the call that the real server would make first; null: removes it. */
    public FakeViber connectWebhook(@Nullable URI url) {
        webhooks.connect(url);
        return this;
    }

    /** Where the webhook goes; null: nowhere. */
    public @Nullable URI webhook() {
        return webhooks.url();
    }

    /** Where signatures stand from now on. By default in header and query. */
    public FakeViber signatureIn(SignatureIn where) {
        signer.where(where);
        return this;
    }

    /** Whether accepted messages are reported {@code delivered}, by each device, and {@code seen}. By default false. */
    public FakeViber receipts(boolean on) {
        api.receipts(on);
        return this;
    }

    /** The longest text under a picture: sources name 512, the default, and 768. */
    public FakeViber captionLimit(int chars) {
        bot.captionLimit(chars);
        return this;
    }

    /** Switches the limit of 100 messages an hour to one customer who does not reply, for load tests. */
    public FakeViber hourlyLimit(boolean on) {
        api.hourlyLimit(on);
        return this;
    }

    /**
     * A customer; the one who is there already if the id is known.
     *
     * @param id Base64 as Viber's are, with {@code +}, {@code /} and {@code =}
     */
    public ViberCustomer customer(String id, String name) {
        if (!ViberApi.isUserId(id)) {
            throw new IllegalArgumentException("not the form of a Viber id: Base64, as in qF3x7Zk+Lw2/Vr9TbHs0Aw==");
        }
        synchronized (customers) {
            return customers.computeIfAbsent(id, any -> new ViberCustomer(bot, id, name));
        }
    }

    private @Nullable ViberCustomer known(String id) {
        synchronized (customers) {
            return customers.get(id);
        }
    }

    /** Sends any event, signed; gives the status it was answered with. */
    public int sends(String event, byte[] body) {
        return webhooks.deliverNow(event, body.clone()).status();
    }

    /** Every call, in the order of their answers. */
    public List<Call> calls() {
        return server.calls();
    }

    /** How many calls of a route there were, {@code "POST /send_message"}; {@code "*"}: of all. */
    public int calls(String route) {
        return server.calls(route);
    }

    /** How many connections have carried a call. */
    public int connections() {
        return server.connections();
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
