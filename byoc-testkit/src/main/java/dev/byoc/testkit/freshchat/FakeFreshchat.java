package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.Ask;
import dev.byoc.testkit.server.Call;
import dev.byoc.testkit.server.FakeServer;
import dev.byoc.testkit.server.Faults;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.server.Routes;
import dev.byoc.testkit.server.Waiting;
import dev.byoc.testkit.server.Webhooks;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
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
 *     freshchat.agentReplies(freshchat.conversations().get(0).id(), "Hello");
 * }
 * }</pre>
 *
 * <p>Where it is stricter than is known, it takes the safe side; what the real server does is written down at <a
 * href="https://developers.freshchat.com/api/">its API reference</a>.
 */
public final class FakeFreshchat implements AutoCloseable {
    /** What a message to a resolved conversation does; all three are seen in real accounts. */
    public enum AfterResolve {
        /** It reopens the conversation, and a webhook tells. */
        REOPENS,
        /** 400, "not the latest conversation", for good: a new conversation is needed. */
        REFUSES,
        /** 400, until the status is set to {@code new}. */
        NEEDS_STATUS_NEW
    }

    /** Which family of conversation ids the API takes in its paths. */
    public enum Ids {
        UUID,
        NUMERIC,
        EITHER
    }

    /** Where messages carry their {@code message_type}. */
    public enum MessageTypes {
        /** In webhooks and in what the API answers. */
        EVERYWHERE,
        /** Not in webhooks, as in the vendor's samples of 2022. */
        READS_ONLY,
        /** Nowhere: whether every account's reads carry it is not known. */
        NOWHERE
    }

    private static final String FIRST_TOKEN = "fake-freshchat-token";

    private final Waiting waiting = new Waiting();
    private final FreshchatSigner signer;
    private final Webhooks webhooks;
    private final FreshchatBooks books;
    private final FreshchatInbox inbox;
    private final FreshchatDirectory directory;
    private final FreshchatApi api;
    private final FakeServer server;
    private final String agentId;
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
        this(clock, FreshchatSigner.USUAL_BITS);
    }

    /**
     * As {@link #FakeFreshchat(Clock)}, with webhooks signed by a key of 1,024 bits: a signature takes a seventh of the time, and a relay reads
     * keys of any length.
     */
    public static FakeFreshchat withShortKey(Clock clock) {
        return new FakeFreshchat(clock, FreshchatSigner.SHORT_BITS);
    }

    private FakeFreshchat(Clock clock, int keyBits) {
        this.signer = new FreshchatSigner(keyBits);
        this.webhooks = new Webhooks(signer, delivery -> delivery.status() >= 200 && delivery.status() < 300, waiting);
        this.books = new FreshchatBooks(clock, waiting);
        this.inbox = new FreshchatInbox(books, (name, event) -> webhooks.post(name, event.bytes()));
        this.directory = new FreshchatDirectory(books);
        this.api = new FreshchatApi(books, inbox, directory, this::token);
        this.agentId = books.addAgent("Ada", "Agent");
        Routes routes = api.routes(this::origin);
        this.server = new FakeServer(
                waiting,
                ask -> {
                    Routes.Found found = routes.find(
                            ask,
                            FreshchatApi.error(404, "NOT_FOUND", "no such resource"),
                            FreshchatApi.error(405, "METHOD_NOT_ALLOWED", "method not allowed"));
                    return found == null ? outside(ask) : found;
                },
                FreshchatApi.error(400, "INVALID_VALUE", "malformed request"));
    }

    // Real portal hosts answer any path with a page.
    private Routes.Found outside(Ask ask) {
        return new Routes.Found(ask.method() + " " + ask.rawPath(), it -> {
            Answer upload = FreshchatUploads.serve(books, it);
            return upload == null
                    ? Answer.html(200, "<!doctype html><html><head><title>Sign in</title></head><body></body></html>")
                    : upload;
        });
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

    // The account's settings

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

    public String addGroup(String name) {
        return books.addGroup(name);
    }

    public String addAgent(String firstName, String lastName) {
        return books.addAgent(firstName, lastName);
    }

    /** The agent that every account starts with. */
    public String agentId() {
        return agentId;
    }

    /** A user made by another system, with fields as in {@code POST /users}; gives the id. Several may have one reference. */
    public String addUser(Json fields) {
        return directory.addUser(fields).id();
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

    /** By default {@link AfterResolve#REOPENS}; holds for conversations resolved from now on. */
    public FakeFreshchat afterResolve(AfterResolve behaviour) {
        inbox.afterResolve(behaviour);
        return this;
    }

    /** By default {@link Ids#UUID}. */
    public FakeFreshchat ids(Ids family) {
        api.ids(family);
        return this;
    }

    /** By default {@link MessageTypes#EVERYWHERE}. */
    public FakeFreshchat messageTypes(MessageTypes where) {
        inbox.messageTypes(where);
        return this;
    }

    /** Whether a webhook tells of messages that came through the API, as the real one does. By default true. */
    public FakeFreshchat echo(boolean on) {
        inbox.echo(on);
        return this;
    }

    /** Whether a new conversation gets a welcome line from {@code system}, as the real ones do. By default true. */
    public FakeFreshchat welcome(boolean on) {
        inbox.welcome(on);
        return this;
    }

    /**
     * Whether a resolve and a reopening leave a line of the system in the conversation, with {@code meta_data}, as seen in real accounts. By
     * default false, as whether all of them do is not known.
     */
    public FakeFreshchat stateLines(boolean on) {
        inbox.stateLines(on);
        return this;
    }

    /** {@code GET /users} answers all users, whatever is asked for. */
    public FakeFreshchat ignoresFilters(boolean on) {
        directory.ignoresFilters(on);
        return this;
    }

    /**
     * A phone number and an e-mail address belong to one user. Whether the real server has such a rule is not known; other help desks have.
     *
     * @param refusal the body of the answer to a call that gives another user's value, by the field's name
     */
    public FakeFreshchat uniqueContacts(int status, Function<String, Json> refusal) {
        directory.uniqueContacts(field -> FreshchatApi.traced(Answer.json(status, refusal.apply(field))));
        return this;
    }

    /** The next messages are answered 2xx, not stored, and carry an {@code error_message}. */
    public FakeFreshchat failMessages(int next) {
        inbox.refuseMessages(next);
        return this;
    }

    // What people in the inbox do. Each gives the status that the webhook was answered with at last, 0 if it was not,
    // or Webhooks.HELD.

    /** The agent answers, in as many text parts of one message. */
    public int agentReplies(String conversationId, String... texts) {
        return agentSends(conversationId, FreshchatInbox.text(texts));
    }

    /**
     * The agent sends any parts.
     *
     * @param parts a JSON list of message parts
     */
    public int agentSends(String conversationId, Json parts) {
        return says(conversationId, "agent", agentId, "normal", parts, false);
    }

    /** Another agent sends any parts. */
    public int agentSends(String conversationId, String otherAgentId, Json parts) {
        return says(conversationId, "agent", otherAgentId, "normal", parts, false);
    }

    /** The agent writes a note that only colleagues see. */
    public int privateNote(String conversationId, String text) {
        return says(conversationId, "agent", agentId, "private", FreshchatInbox.text(text), false);
    }

    /** The account's bot answers. */
    public int botReplies(String conversationId, String... texts) {
        return says(conversationId, "bot", FreshchatBooks.BOT, "normal", FreshchatInbox.text(texts), false);
    }

    /** The bot writes a note for agents; only {@code botsPrivateNote} tells it from an answer. */
    public int botNote(String conversationId, String text) {
        return says(conversationId, "bot", FreshchatBooks.BOT, "normal", FreshchatInbox.text(text), true);
    }

    /** A line of the account itself. */
    public int systemSays(String conversationId, String text) {
        return says(conversationId, "system", FreshchatBooks.SYSTEM, "normal", FreshchatInbox.text(text), false);
    }

    private int says(String conversationId, String actor, String actorId, String type, Json parts, boolean botsNote) {
        return Webhooks.status(inbox.say(
                conversationId,
                FreshchatInbox.draft(actor, actorId, type, parts, Json.ABSENT, botsNote, "web"),
                (name, event) -> webhooks.queue(name, event.bytes())));
    }

    /**
     * The agent sends a file whose address the webhook does not know yet.
     *
     * @param reads how often the conversation's messages are read without it before it shows
     */
    public int agentSendsFileWithoutUrl(
            String conversationId, String name, String contentType, byte[] bytes, int reads) {
        String hash = books.addUpload(new FreshchatBooks.Upload(name, contentType, bytes.clone()));
        Map<String, Object> file = Map.of(
                "name", name,
                "fileHash", hash,
                "contentType", contentType,
                "file_size_in_bytes", bytes.length);
        Json bare = Json.of(List.of(Map.of("file", file)));
        Json whole = Json.of(List.of(
                Map.of("file", JsonEdits.with(Json.of(file), Map.of("url", origin() + "/cdn/" + hash)))));
        return Webhooks.status(inbox.say(
                conversationId,
                FreshchatInbox.draft("agent", agentId, "normal", bare, Json.ABSENT, false, "web"),
                (told, event) -> {
                    StoredMessage message =
                            books.messages().get(books.messages().size() - 1);
                    books.showLater(message, reads, JsonEdits.with(message.json(), Map.of("message_parts", whole)));
                    return webhooks.queue(told, event.bytes());
                }));
    }

    /** A file that the inbox holds, for parts with a {@code url}; gives its address. */
    public URI hosts(String name, String contentType, byte[] bytes) {
        return URI.create(
                origin() + "/cdn/" + books.addUpload(new FreshchatBooks.Upload(name, contentType, bytes.clone())));
    }

    /** The agent resolves the conversation. */
    public int resolve(String conversationId) {
        return Webhooks.status(inbox.change(
                () -> inbox.resolve(inbox.conversation(conversationId), "agent", agentId),
                event -> webhooks.queue("conversation_resolution", event.bytes())));
    }

    /** The agent reopens the conversation. */
    public int reopen(String conversationId) {
        return Webhooks.status(inbox.change(
                () -> inbox.reopened(inbox.conversation(conversationId), "agent", agentId),
                event -> webhooks.queue("conversation_reopen", event.bytes())));
    }

    /** Sends any event, signed. */
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
