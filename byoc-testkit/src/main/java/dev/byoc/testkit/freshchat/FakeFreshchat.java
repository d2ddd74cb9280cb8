package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Call;
import dev.byoc.testkit.server.FakeServer;
import dev.byoc.testkit.server.Faults;
import dev.byoc.testkit.server.Waiting;
import dev.byoc.testkit.server.Webhooks;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Freshchat account on this machine: its API over real HTTP, its inbox and its webhooks. As strict as the real server is known to
 * be, and as badly behaved as {@link #faults} says. Knows nothing of the code under test. Thread-safe; needs no test framework.
 *
 * <pre>{@code
 * try (FakeFreshchat freshchat = new FakeFreshchat()) {
 *     String topic = freshchat.addTopic("Support");
 *     ... // point the code at freshchat.url(), freshchat.token(), freshchat.publicKeyPem()
 *     freshchat.connectWebhook(webhookAddress);
 *     freshchat.awaitPosted(1);
 *     freshchat.agent().says(freshchat.conversations().get(0).id(), "Hello");
 * }
 * }</pre>
 *
 * <p>Where it is stricter than is known, it takes the safe side; what the real server does is written down at <a
 * href="https://developers.freshchat.com/api/">its API reference</a>.
 */
public final class FakeFreshchat implements AutoCloseable {
    private static final String FIRST_TOKEN = "fake-freshchat-token";

    private final Waiting waiting = new Waiting();
    private final FreshchatSigner signer;
    private final Webhooks webhooks;
    private final FreshchatBooks books;
    private final FreshchatInbox inbox;
    private final FreshchatDirectory directory;
    private final FreshchatUploads uploads;
    private final FreshchatBehaviour behaviour = new FreshchatBehaviour();
    private final FakeServer server;
    private final FreshchatActor agent;
    private volatile String token = FIRST_TOKEN;

    /** An account with one agent, Ada. */
    public FakeFreshchat() {
        this(Clock.systemUTC());
    }

    /**
     * As {@link #FakeFreshchat()}, on another clock.
     *
     * @param clock what messages are dated by; no two get the same time
     */
    public FakeFreshchat(Clock clock) {
        this(clock, FreshchatSigner.SHORT_BITS);
    }

    /**
     * As {@link #FakeFreshchat()}, with webhooks signed by a key of the usual length, 2,048 bits, for figures of how fast a relay is and for what
     * depends on that length. Else it has 512 bits, as a relay reads keys of any length, and tests would wait for the signatures.
     */
    public static FakeFreshchat withUsualKey() {
        return withUsualKey(Clock.systemUTC());
    }

    /**
     * As {@link #withUsualKey()}, on another clock.
     *
     * @param clock what messages are dated by; no two get the same time
     */
    public static FakeFreshchat withUsualKey(Clock clock) {
        return new FakeFreshchat(clock, FreshchatSigner.USUAL_BITS);
    }

    private FakeFreshchat(Clock clock, int keyBits) {
        this.signer = new FreshchatSigner(keyBits);
        this.webhooks = new Webhooks(signer, delivery -> delivery.status() >= 200 && delivery.status() < 300, waiting);
        this.books = new FreshchatBooks(clock, waiting);
        this.inbox = new FreshchatInbox(books, behaviour, (name, event) -> webhooks.post(name, event.bytes()));
        this.directory = new FreshchatDirectory(books, behaviour);
        this.uploads = new FreshchatUploads(books, this::origin);
        this.agent = agent(addAgent("Ada", "Agent"));
        FreshchatApi api = new FreshchatApi(books, inbox, directory, uploads, behaviour, this::token, this::origin);
        this.server =
                new FakeServer(waiting, api::find, FreshchatAnswers.error(400, "INVALID_VALUE", "malformed request"));
    }

    private String origin() {
        return server.origin();
    }

    /** Where the API is; ends in {@code /v2}. */
    public URI url() {
        return URI.create(server.origin() + "/v2");
    }

    /** The API token that is taken: there is one at a time. */
    public String token() {
        return token;
    }

    /** Makes a new API token, which ends the one before at once; gives it. */
    public String newToken() {
        token = FIRST_TOKEN + "-" + UUID.randomUUID();
        return token;
    }

    /** The key of the webhooks' signatures as the account shows it: labelled {@code RSA PUBLIC KEY}, holding an X.509 key. */
    public String publicKeyPem() {
        return signer.publicKeyPem();
    }

    /** Signs with another key from now on. */
    public void newKey() {
        signer.newKey();
    }

    /** How calls are spoilt. */
    public Faults faults() {
        return server.faults();
    }

    /** How webhooks are delivered. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** The address that the account's admin has entered for webhooks; null: none. */
    public FakeFreshchat connectWebhook(@Nullable URI url) {
        webhooks.connect(url);
        return this;
    }

    /** In what accounts differ. */
    public FreshchatBehaviour behaviour() {
        return behaviour;
    }

    // Who acts in the inbox

    /** The agent that every account starts with. */
    public FreshchatActor agent() {
        return agent;
    }

    /** Another agent. */
    public FreshchatActor agent(String id) {
        return actor("agent", id);
    }

    /** The account's bot. */
    public FreshchatActor bot() {
        return actor("bot", FreshchatBooks.BOT);
    }

    /** The account itself, which writes lines into conversations. */
    public FreshchatActor system() {
        return actor("system", FreshchatBooks.SYSTEM);
    }

    private FreshchatActor actor(String type, String id) {
        return new FreshchatActor(books, inbox, webhooks, uploads, type, id);
    }

    // What the account holds

    /** Which account this is, where two of them have to be told apart: what {@code /accounts/configuration} tells. */
    public FakeFreshchat accountId(long value) {
        directory.accountId(value);
        return this;
    }

    /** A topic that the API may use; gives its id. */
    public String addTopic(String name) {
        return books.addTopic(name, "FRESHCHAT");
    }

    /** A topic of a native channel, {@code "WHATSAPP"} for instance, which the API may not use; gives its id. */
    public String addForeignTopic(String name, String source) {
        return books.addTopic(name, source);
    }

    /** A group of agents; gives its id. Several may have one name: that the real server keeps them apart is not known. */
    public String addGroup(String name) {
        return addGroup(FreshchatBooks.newId(), name);
    }

    /** A group whose id is known before. */
    public String addGroup(String id, String name) {
        books.addGroup(id, name);
        return id;
    }

    /** Deletes a group: from now on 400 for conversations that are to be given to it. */
    public void removeGroup(String groupId) {
        books.removeGroup(groupId);
    }

    /** Another agent, whose e-mail address is the first name's at example.com; gives the id. */
    public String addAgent(String firstName, String lastName) {
        return addAgent(firstName, lastName, firstName.toLowerCase(Locale.ROOT) + "@example.com");
    }

    /** Another agent; gives the id. Several may have one address here: that the real server keeps them apart is not known. */
    public String addAgent(String firstName, String lastName, String email) {
        return books.addAgent(firstName, lastName, email);
    }

    /** Gives an agent a picture. */
    public void setAgentAvatar(String agentId, String url) {
        books.setAvatar(agentId, url);
    }

    /** Deletes an agent: still told of, and 400 for what is to be posted in that name. */
    public void deleteAgent(String agentId) {
        books.deleteAgent(agentId);
    }

    /** A user made by another system, with fields as in {@code POST /users}; gives the id. Several may have one reference. */
    public String addUser(Json fields) {
        return directory.addUser(fields).id();
    }

    /** Another system, or an agent, gives a user a property; those of other names stay. */
    public void setUserProperty(String userId, String name, String value) {
        directory.setProperty(userId, name, value);
    }

    /** A conversation that began elsewhere; gives its id. */
    public String addConversation(String userId, String topicId) {
        return books.addConversation(
                        userId, topicId, "new", "", "", Json.object().build())
                .id();
    }

    /** Deletes a user: from now on 404. */
    public void removeUser(String userId) {
        books.removeUser(userId);
    }

    /** Deletes a conversation: from now on 404. */
    public void removeConversation(String conversationId) {
        books.removeConversation(inbox.conversation(conversationId).id());
    }

    /** A file that the inbox holds, for parts with a {@code url}; gives its address. */
    public URI hosts(String name, String contentType, byte[] bytes) {
        return URI.create(
                uploads.address(books.addUpload(new FreshchatBooks.Upload(name, contentType, bytes.clone()))));
    }

    /** Sends any event, signed; gives the status it was answered with, as {@link FreshchatActor} does. */
    public int sends(String action, byte[] body) {
        return Webhooks.status(webhooks.queue(action, body.clone()));
    }

    // The ledger

    public List<StoredUser> users() {
        return books.users();
    }

    /** Every conversation, the oldest first. */
    public List<StoredConversation> conversations() {
        return books.conversations();
    }

    /** A conversation as it is now, by an id of either family. */
    public StoredConversation conversation(String id) {
        return inbox.conversation(id);
    }

    /** Every message, in the order of storing. */
    public List<StoredMessage> messages() {
        return books.messages();
    }

    /** The messages of a conversation, the oldest first. */
    public List<StoredMessage> messages(String conversationId) {
        return books.messagesOf(inbox.conversation(conversationId).id());
    }

    /** The messages that came through the API, in the order of storing: customers' words and notes. */
    public List<StoredMessage> posted() {
        return books.messages().stream().filter(StoredMessage::posted).toList();
    }

    /** The bytes of every file that was uploaded or hosted. */
    public List<byte[]> files() {
        return books.uploads().stream().map(FreshchatBooks.Upload::bytes).toList();
    }

    /** Every call, in the order of their answers. */
    public List<Call> calls() {
        return server.calls();
    }

    /** How many calls of a route there were, {@code "POST /users"}; {@code "*"}: of all. */
    public int calls(String route) {
        return server.calls(route);
    }

    /** How many connections have carried a call. */
    public int connections() {
        return server.connections();
    }

    /**
     * Waits until so many messages in all came through the API; gives them.
     *
     * @throws AssertionError after 30 s
     */
    public List<StoredMessage> awaitPosted(int n) {
        waiting.until(() -> books.posted() >= n, () -> n + " posted messages; there are " + books.posted());
        return posted();
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
