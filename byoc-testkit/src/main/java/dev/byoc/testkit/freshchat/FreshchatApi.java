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
    private final FreshchatBooks books;
    private final FreshchatInbox inbox;
    private final FreshchatDirectory directory;
    private final FreshchatUploads uploads;
    private final FreshchatBehaviour behaviour;
    private final Supplier<String> token;
    private final Routes routes;

    /** @param origin gives the server's own address, known once it has started */
    FreshchatApi(
            FreshchatBooks books,
            FreshchatInbox inbox,
            FreshchatDirectory directory,
            FreshchatUploads uploads,
            FreshchatBehaviour behaviour,
            Supplier<String> token,
            Supplier<String> origin) {
        this.books = books;
        this.inbox = inbox;
        this.directory = directory;
        this.uploads = uploads;
        this.behaviour = behaviour;
        this.token = token;
        this.routes = routes(origin);
    }

    /** What a request asks for. */
    Routes.Found find(Ask request) {
        Routes.Found found = routes.find(
                request,
                FreshchatAnswers.error(404, "NOT_FOUND", "no such resource"),
                FreshchatAnswers.error(405, "METHOD_NOT_ALLOWED", "method not allowed"));
        return found == null ? outside(request) : found;
    }

    // Real portal hosts answer any path with a page.
    private Routes.Found outside(Ask request) {
        return new Routes.Found(request.method() + " " + request.rawPath(), ask -> {
            Answer upload = uploads.serve(ask);
            return upload == null
                    ? Answer.html(200, "<!doctype html><html><head><title>Sign in</title></head><body></body></html>")
                    : upload;
        });
    }

    private Routes routes(Supplier<String> origin) {
        return new Routes("v2")
                .add("GET /users", guarded((ask, id) -> directory.users(ask)))
                .add("POST /users", guarded((ask, id) -> directory.create(ask, origin.get())))
                .add(
                        "GET /users/{id}",
                        guarded((ask, id) ->
                                FreshchatAnswers.ok(directory.user(id).json())))
                .add("PUT /users/{id}", guarded((ask, id) -> directory.update(ask, directory.user(id), origin.get())))
                .add("GET /users/{id}/conversations", guarded((ask, id) -> conversationsOf(directory.user(id))))
                .add("POST /conversations", guarded((ask, id) -> createConversation(ask, origin.get())))
                .add(
                        "GET /conversations/{id}",
                        guarded((ask, id) ->
                                FreshchatAnswers.ok(FreshchatShapes.conversation(conversation(id), false, null))))
                .add("PUT /conversations/{id}", guarded((ask, id) -> updateConversation(ask, id, origin.get())))
                .add("GET /conversations/{id}/messages", guarded((ask, id) -> messages(ask, id)))
                .add("POST /conversations/{id}/messages", guarded((ask, id) -> post(ask, id, origin.get())))
                .add("GET /channels", guarded((ask, id) -> directory.channels(ask)))
                .add("GET /groups", guarded((ask, id) -> directory.groups(ask)))
                .add("GET /agents", guarded((ask, id) -> directory.agents(ask)))
                .add("GET /agents/{id}", guarded((ask, id) -> directory.agent(id)))
                .add("GET /accounts/configuration", guarded((ask, id) -> directory.configuration()))
                .add("POST /images/upload", guarded((ask, id) -> FreshchatAnswers.ok(uploads.image(ask))))
                .add("POST /files/upload", guarded((ask, id) -> FreshchatAnswers.ok(uploads.file(ask))));
    }

    private Routes.Handler guarded(Routes.Handler handler) {
        return (ask, id) -> {
            try {
                FreshchatChecks.headers(ask, token.get());
                return handler.handle(ask, id);
            } catch (Refusal refusal) {
                return FreshchatAnswers.error(refusal.code(), refusal.status(), refusal.text());
            }
        };
    }

    private StoredConversation conversation(String id) {
        StoredConversation conversation = inbox.conversation(id);
        boolean numeric = conversation.numericId().equals(id);
        if (!behaviour.takes(numeric ? FreshchatBehaviour.Ids.NUMERIC : FreshchatBehaviour.Ids.UUID)) {
            throw Refusal.notFound("conversation");
        }
        return conversation;
    }

    private Answer conversationsOf(StoredUser user) {
        return FreshchatAnswers.ok(Json.object()
                .put(
                        "conversations",
                        books.conversationsOf(user.id()).stream()
                                .map(conversation -> Map.of("id", behaviour.shown(conversation)))
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
        boolean begunByNote =
                messages.get(0).get("message_type").textOr("normal").equals("private");
        if (begunByNote && behaviour.firstNote() == FreshchatBehaviour.FirstNote.REFUSED) {
            throw Refusal.invalid("Conversation payload not valid");
        }
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
            messages.forEach(message -> stored.add(inbox.start(conversation, behaviour.asFirst(message))));
            inbox.welcome(conversation);
            return FreshchatAnswers.ok(FreshchatShapes.created(conversation, stored));
        }
    }

    private Answer updateConversation(Ask ask, String id, String origin) {
        StoredConversation conversation = conversation(id);
        Json body = FreshchatChecks.object(ask);
        new FreshchatChecks(books, origin).conversation(body);
        return FreshchatAnswers.ok(FreshchatShapes.conversation(inbox.update(conversation, body), false, null));
    }

    private Answer post(Ask ask, String id, String origin) {
        StoredConversation conversation = conversation(id);
        Json body = FreshchatChecks.object(ask);
        new FreshchatChecks(books, origin).message(body, conversation.userId());
        return FreshchatAnswers.ok(inbox.post(conversation.id(), body));
    }

    private Answer messages(Ask ask, String id) {
        StoredConversation conversation = conversation(id);
        books.read(conversation.id());
        int size = FreshchatShapes.pageSize(ask);
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
                                .map(message -> behaviour.answered(message.json()))
                                .toList());
        if (from + size < newestFirst.size()) {
            String oldest = FreshchatBooks.time(page.get(page.size() - 1).createdAt());
            json.put(
                    "link",
                    Json.object()
                            .put(
                                    "href",
                                    "/v2/conversations/" + behaviour.shown(conversation)
                                            + "/messages?page=1&items_per_page=" + size + "&from_time=" + oldest)
                            .put("rel", "next")
                            .put("type", "GET"));
        }
        return FreshchatAnswers.ok(json.build());
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refusal.invalid("from_time is not valid");
        }
    }
}
