package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.Ask;
import dev.byoc.testkit.server.Refusal;
import dev.byoc.testkit.server.Routes;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The calls of Freshchat's API, as strict as the real ones are known to be. */
final class FreshchatApi {
    static final int PAGE = 20;
    static final int MAX_PAGE = 50;

    private final FreshchatBooks books;
    private final FreshchatInbox inbox;
    private final FreshchatDirectory directory;
    private final Supplier<String> token;
    private volatile FakeFreshchat.Ids ids = FakeFreshchat.Ids.UUID;

    FreshchatApi(FreshchatBooks books, FreshchatInbox inbox, FreshchatDirectory directory, Supplier<String> token) {
        this.books = books;
        this.inbox = inbox;
        this.directory = directory;
        this.token = token;
    }

    void ids(FakeFreshchat.Ids value) {
        this.ids = value;
    }

    /** @param origin gives the server's own address, known once it has started */
    Routes routes(java.util.function.Supplier<String> origin) {
        FreshchatUploads uploads = new FreshchatUploads(books, origin);
        return new Routes("v2")
                .add("GET /users", guarded((ask, id) -> directory.users(ask)))
                .add("POST /users", guarded((ask, id) -> directory.create(ask, origin.get())))
                .add(
                        "GET /users/{id}",
                        guarded((ask, id) -> ok(directory.user(id).json())))
                .add("PUT /users/{id}", guarded((ask, id) -> directory.update(ask, directory.user(id), origin.get())))
                .add("GET /users/{id}/conversations", guarded((ask, id) -> conversationsOf(directory.user(id))))
                .add("POST /conversations", guarded((ask, id) -> createConversation(ask, origin.get())))
                .add(
                        "GET /conversations/{id}",
                        guarded((ask, id) -> ok(FreshchatShapes.conversation(conversation(id), false, null))))
                .add("PUT /conversations/{id}", guarded((ask, id) -> updateConversation(ask, id, origin.get())))
                .add("GET /conversations/{id}/messages", guarded((ask, id) -> messages(ask, id)))
                .add("POST /conversations/{id}/messages", guarded((ask, id) -> post(ask, id, origin.get())))
                .add("GET /channels", guarded((ask, id) -> directory.channels(ask)))
                .add("GET /groups", guarded((ask, id) -> directory.groups(ask)))
                .add("GET /agents/{id}", guarded((ask, id) -> directory.agent(id)))
                .add("GET /accounts/configuration", guarded((ask, id) -> directory.configuration()))
                .add("POST /images/upload", guarded((ask, id) -> ok(uploads.image(ask))))
                .add("POST /files/upload", guarded((ask, id) -> ok(uploads.file(ask))));
    }

    private Routes.Handler guarded(Routes.Handler handler) {
        return (ask, id) -> {
            try {
                FreshchatChecks.headers(ask, token.get());
                return handler.handle(ask, id);
            } catch (Refusal refusal) {
                return error(refusal.code(), refusal.status(), refusal.text());
            }
        };
    }

    static Answer error(int code, String status, String message) {
        return traced(Answer.json(code, FreshchatShapes.error(code, status, message)));
    }

    static Answer ok(Json body) {
        return traced(Answer.json(200, body));
    }

    static Answer traced(Answer answer) {
        return answer.header("X-Trace-ID", FreshchatBooks.newId());
    }

    private StoredConversation conversation(String id) {
        StoredConversation conversation = inbox.conversation(id);
        boolean numeric = conversation.numericId().equals(id);
        if (numeric ? ids == FakeFreshchat.Ids.UUID : ids == FakeFreshchat.Ids.NUMERIC) {
            throw Refusal.notFound("conversation");
        }
        return conversation;
    }

    private String shown(StoredConversation conversation) {
        return ids == FakeFreshchat.Ids.NUMERIC ? conversation.numericId() : conversation.id();
    }

    private Answer conversationsOf(StoredUser user) {
        return ok(Json.object()
                .put(
                        "conversations",
                        books.conversationsOf(user.id()).stream()
                                .map(conversation -> Map.of("id", shown(conversation)))
                                .toList())
                .build());
    }

    private Answer createConversation(Ask ask, String origin) {
        Json body = FreshchatChecks.object(ask);
        FreshchatChecks checks = new FreshchatChecks(books, origin);
        FreshchatBooks.Topic topic = books.topic(body.get("channel_id").textOr(""));
        if (topic == null || !topic.source().equals("FRESHCHAT")) {
            throw Refusal.invalid("channel_id is not a topic");
        }
        if (body.get("users").items().size() != 1) {
            throw Refusal.invalid("users must name one user");
        }
        StoredUser user = directory.user(body.get("users").at(0).get("id").textOr(""));
        List<Json> messages = body.get("messages").items();
        if (messages.isEmpty()) {
            throw Refusal.invalid("messages must not be empty");
        }
        messages.forEach(message -> checks.message(message, user.id()));
        checks.conversation(body);
        synchronized (books) {
            StoredConversation conversation = books.addConversation(
                    user.id(),
                    topic.id(),
                    body.get("status").textOr("new"),
                    body.get("assigned_agent_id").textOr(""),
                    body.get("assigned_group_id").textOr(""),
                    body.get("properties").isPresent()
                            ? body.get("properties")
                            : Json.object().build());
            List<Json> stored = new ArrayList<>();
            messages.forEach(message -> stored.add(inbox.start(conversation, message)));
            inbox.welcome(conversation);
            return ok(FreshchatShapes.created(conversation, stored));
        }
    }

    private Answer updateConversation(Ask ask, String id, String origin) {
        StoredConversation conversation = conversation(id);
        Json body = FreshchatChecks.object(ask);
        new FreshchatChecks(books, origin).conversation(body);
        return ok(FreshchatShapes.conversation(inbox.update(conversation, body), false, null));
    }

    private Answer post(Ask ask, String id, String origin) {
        StoredConversation conversation = conversation(id);
        Json body = FreshchatChecks.object(ask);
        new FreshchatChecks(books, origin).message(body, conversation.userId());
        return ok(inbox.post(conversation.id(), body));
    }

    private Answer messages(Ask ask, String id) {
        StoredConversation conversation = conversation(id);
        books.read(conversation.id());
        int size = Math.min(MAX_PAGE, Math.max(1, ask.query("items_per_page", PAGE)));
        List<StoredMessage> newestFirst = new ArrayList<>(books.messagesOf(conversation.id()));
        Collections.reverse(newestFirst);
        String fromTime = ask.query("from_time");
        if (fromTime != null) {
            Instant before = instant(fromTime);
            newestFirst.removeIf(message -> !message.createdAt().isBefore(before));
        }
        int from = Math.min(newestFirst.size(), (Math.max(1, ask.query("page", 1)) - 1) * size);
        List<StoredMessage> page = newestFirst.subList(from, Math.min(newestFirst.size(), from + size));
        Json.Builder json = Json.object()
                .put(
                        "messages",
                        page.stream()
                                .map(message -> inbox.answered(message.json()))
                                .toList());
        if (from + size < newestFirst.size()) {
            String oldest = FreshchatBooks.time(page.get(page.size() - 1).createdAt());
            json.put(
                    "link",
                    Json.object()
                            .put(
                                    "href",
                                    "/v2/conversations/" + shown(conversation) + "/messages?page=1&items_per_page="
                                            + size + "&from_time=" + oldest)
                            .put("rel", "next")
                            .put("type", "GET"));
        }
        return ok(json.build());
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refusal.invalid("from_time is not valid");
        }
    }
}
