package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.server.Webhooks;
import java.util.List;
import java.util.Map;

/**
 * An agent, the bot or the system of the account of {@link FakeFreshchat}. What it does in the inbox becomes a signed webhook on the caller's
 * thread; the methods give the status it was answered with at last, 0 if it was not, or {@link Webhooks#HELD}. Thread-safe.
 */
public final class FreshchatActor {
    private final FreshchatBooks books;
    private final FreshchatInbox inbox;
    private final Webhooks webhooks;
    private final FreshchatUploads uploads;
    private final String type;
    private final String id;

    /** @param type {@code agent}, {@code bot} or {@code system} */
    FreshchatActor(
            FreshchatBooks books,
            FreshchatInbox inbox,
            Webhooks webhooks,
            FreshchatUploads uploads,
            String type,
            String id) {
        this.books = books;
        this.inbox = inbox;
        this.webhooks = webhooks;
        this.uploads = uploads;
        this.type = type;
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** Answers, in as many text parts of one message. */
    public int says(String conversationId, String... texts) {
        return sends(conversationId, FreshchatInbox.text(texts));
    }

    /**
     * Sends any parts.
     *
     * @param parts a JSON list of message parts
     */
    public int sends(String conversationId, Json parts) {
        return sends(conversationId, draft("normal", parts, false));
    }

    /** Writes a note that only agents see. Of a bot's, {@code botsPrivateNote} alone tells it from an answer. */
    public int writesNote(String conversationId, String text) {
        boolean bot = type.equals("bot");
        return sends(conversationId, draft(bot ? "normal" : "private", FreshchatInbox.text(text), bot));
    }

    private FreshchatShapes.Draft draft(String messageType, Json parts, boolean botsNote) {
        return FreshchatInbox.draft(type, id, messageType, parts, Json.ABSENT, botsNote, "web");
    }

    private int sends(String conversationId, FreshchatShapes.Draft draft) {
        return Webhooks.status(
                inbox.say(conversationId, draft, (message, event) -> webhooks.queue("message_create", event.bytes())));
    }

    /**
     * Sends a file whose address the webhook does not know yet.
     *
     * @param reads how often the conversation's messages are read without it before it shows
     */
    public int sendsFileWithoutUrl(String conversationId, String name, String contentType, byte[] bytes, int reads) {
        String hash = books.addUpload(new FreshchatBooks.Upload(name, contentType, bytes.clone()));
        Map<String, Object> file = Map.of(
                "name", name,
                "fileHash", hash,
                "contentType", contentType,
                "file_size_in_bytes", bytes.length);
        Json bare = Json.of(List.of(Map.of("file", file)));
        Json whole =
                Json.of(List.of(Map.of("file", JsonEdits.with(Json.of(file), Map.of("url", uploads.address(hash))))));
        return Webhooks.status(inbox.say(conversationId, draft("normal", bare, false), (message, event) -> {
            books.showLater(message, reads, JsonEdits.with(message.json(), Map.of("message_parts", whole)));
            return webhooks.queue("message_create", event.bytes());
        }));
    }

    /** Resolves the conversation. */
    public int resolves(String conversationId) {
        return Webhooks.status(inbox.change(
                () -> inbox.resolve(inbox.conversation(conversationId), type, id),
                event -> webhooks.queue("conversation_resolution", event.bytes())));
    }

    /** Reopens the conversation. */
    public int reopens(String conversationId) {
        return Webhooks.status(inbox.change(
                () -> inbox.reopened(inbox.conversation(conversationId), type, id),
                event -> webhooks.queue("conversation_reopen", event.bytes())));
    }
}
