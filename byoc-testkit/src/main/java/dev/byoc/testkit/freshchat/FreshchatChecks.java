package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.testkit.server.Ask;
import dev.byoc.testkit.server.Refusal;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What Freshchat refuses. Each method throws the {@link Refusal} or returns. */
final class FreshchatChecks {
    private static final int MAX_NAME_CHARS = 255;

    private static final Set<String> PARTS = Set.of(
            "text",
            "image",
            "file",
            "video",
            "url_button",
            "quick_reply_button",
            "collection",
            "template_content",
            "callback",
            "reference",
            "email");

    private static final Set<String> STATUSES =
            Set.of("new", "assigned", "resolved", "waiting on customer", "waiting on internal team");

    private final FreshchatBooks books;
    private final String origin;

    /** @param origin where uploads of this account are served */
    FreshchatChecks(FreshchatBooks books, String origin) {
        this.books = books;
        this.origin = origin;
    }

    static void headers(Ask ask, String token) {
        if (!ask.header("Authorization").equals("Bearer " + token)) {
            throw new Refusal(401, "UNAUTHENTICATED", "Invalid or expired token");
        }
        String accept = ask.header("Accept");
        if (!accept.contains("application/json") && !accept.contains("*/*")) {
            throw Refusal.invalid("Accept must be application/json");
        }
    }

    /** The body as a JSON object. */
    static Json object(Ask ask) {
        String type = ask.header("Content-Type").toLowerCase(Locale.ROOT).replace(" ", "");
        if (!type.equals("application/json") && !type.equals("application/json;charset=utf-8")) {
            throw Refusal.invalid("Content-Type must be application/json");
        }
        Json body;
        try {
            body = ask.json();
        } catch (JsonException e) {
            throw Refusal.invalid("Malformed JSON");
        }
        if (!body.isObject()) {
            throw Refusal.invalid("A JSON object is expected");
        }
        return body;
    }

    void user(Json body) {
        for (String name : List.of("first_name", "last_name")) {
            if (body.fields().containsKey(name)) {
                name(body.get(name), name);
            }
        }
        for (String name : List.of("reference_id", "email", "phone")) {
            if (body.fields().containsKey(name) && !body.get(name).isString()) {
                throw Refusal.invalid(name + " must be a string");
            }
        }
        Json avatar = body.get("avatar");
        if (avatar.isPresent() && !avatar.isObject()) {
            throw Refusal.invalid("avatar must be an object");
        }
        if (avatar.get("url").isPresent() && !isWeb(avatar.get("url"))) {
            throw Refusal.invalid("avatar.url must be an address");
        }
        Json properties = body.get("properties");
        if (properties.isPresent() && !properties.isArray()) {
            throw Refusal.invalid("properties must be a list");
        }
        for (Json property : properties.items()) {
            boolean named = property.get("name").isString()
                    && !property.get("name").textOr("").isBlank();
            if (!named || !property.get("value").isString()) {
                throw Refusal.invalid("a property needs a name and a value, both strings");
            }
        }
    }

    private static void name(Json value, String what) {
        String text = value.isString() ? value.text() : null;
        if (text == null || text.isBlank() || text.length() > MAX_NAME_CHARS) {
            throw Refusal.invalid(what + " must have 1 to " + MAX_NAME_CHARS + " characters");
        }
    }

    /** A conversation's own fields, in a create or an update. */
    void conversation(Json body) {
        String status = body.get("status").text();
        if (body.fields().containsKey("status") && (status == null || !STATUSES.contains(status))) {
            throw Refusal.invalid("status is not valid");
        }
        String agent = body.get("assigned_agent_id").textOr("");
        String group = body.get("assigned_group_id").textOr("");
        if (!agent.isEmpty() && isNoAgent(agent)) {
            throw Refusal.invalid("assigned_agent_id is not an agent");
        }
        if (!group.isEmpty() && !books.groups().containsKey(group)) {
            throw Refusal.invalid("assigned_group_id is not a group");
        }
        if ("assigned".equals(status) && agent.isEmpty()) {
            throw Refusal.invalid("status assigned needs assigned_agent_id");
        }
        if (body.get("properties").isPresent() && !body.get("properties").isObject()) {
            throw Refusal.invalid("Conversation payload not valid");
        }
    }

    /**
     * A message to be posted.
     *
     * @param userId the member of the conversation
     */
    void message(Json message, String userId) {
        String actor = message.get("actor_type").text();
        String actorId = message.get("actor_id").text();
        String type = message.get("message_type").textOr("normal");
        if (actor == null || !Set.of("user", "agent", "bot", "system").contains(actor)) {
            throw Refusal.invalid("actor_type is not valid");
        }
        if (actor.equals("user") && !userId.equals(actorId)) {
            throw Refusal.invalid("actor_id is not a member of the conversation");
        }
        if (actor.equals("agent") && (actorId == null || isNoAgent(actorId))) {
            throw Refusal.invalid("actor_id is not an agent");
        }
        if (message.get("user_id").isPresent()
                && !userId.equals(message.get("user_id").text())) {
            throw Refusal.invalid("user_id is not a member of the conversation");
        }
        if (!type.equals("normal") && !type.equals("private")) {
            throw Refusal.invalid("message_type is not valid");
        }
        if (type.equals("private") && actor.equals("user")) {
            throw Refusal.invalid("a user writes no private notes");
        }
        if (message.get("reply_parts").isPresent() && !actor.equals("agent") && !actor.equals("bot")) {
            throw Refusal.invalid("reply_parts are for agents and bots");
        }
        if (message.get("message_parts").items().isEmpty()) {
            throw Refusal.invalid("message_parts must not be empty");
        }
        message.get("message_parts").items().forEach(this::part);
    }

    private boolean isNoAgent(String id) {
        Json agent = books.agent(id);
        return agent == null || agent.get("is_deleted").isTrue();
    }

    private void part(Json part) {
        List<String> keys = part.fields().entrySet().stream()
                .filter(field -> field.getValue().isPresent())
                .map(field -> field.getKey())
                .toList();
        if (keys.size() != 1 || !PARTS.contains(keys.get(0))) {
            throw Refusal.invalid("a message part has exactly one known key");
        }
        Json body = part.get(keys.get(0));
        switch (keys.get(0)) {
            case "text" -> {
                String content =
                        body.get("content").isString() ? body.get("content").text() : null;
                if (content == null || content.isBlank()) {
                    throw Refusal.invalid("text.content must not be blank");
                }
            }
            case "image" -> image(body.get("url"));
            case "video" -> {
                if (!isWeb(body.get("url")) || !body.get("content_type").isString()) {
                    throw Refusal.invalid("a video needs url and content_type");
                }
            }
            case "file" -> file(body);
            case "url_button" -> {
                if (!isWeb(body.get("url"))) {
                    throw Refusal.invalid("a url_button needs a url");
                }
            }
            case "quick_reply_button" -> name(body.get("label"), "label");
            case "collection" -> {
                if (body.get("sub_parts").items().isEmpty()) {
                    throw Refusal.invalid("sub_parts must not be empty");
                }
                body.get("sub_parts").items().forEach(this::part);
            }
            // A part of e-mail conversations, and no channel of one's own has those.
            case "email" -> throw Refusal.invalid("Fragment not supported in conversation");
            default -> {
                if (!body.isObject()) {
                    throw Refusal.invalid(keys.get(0) + " must be an object");
                }
            }
        }
    }

    // The server fetches a picture while it handles the post, so an address of its own must lead somewhere.
    private void image(Json url) {
        if (!isWeb(url) || isMissingUpload(url.textOr(""))) {
            throw Refusal.invalid("IMAGE_EMPTY_CONTENT");
        }
    }

    private void file(Json file) {
        name(file.get("name"), "file.name");
        boolean byHash = file.get("fileHash").isPresent()
                && books.upload(file.get("fileHash").textOr("")) != null;
        boolean byUrl =
                isWeb(file.get("url")) && !isMissingUpload(file.get("url").textOr(""));
        if (!byHash && !byUrl) {
            throw Refusal.invalid("a file needs the hash of an upload or a url");
        }
    }

    private boolean isMissingUpload(String url) {
        return url.startsWith(origin + "/") && books.upload(url.substring(url.lastIndexOf('/') + 1)) == null;
    }

    private static boolean isWeb(Json url) {
        try {
            URI uri = new URI(url.isString() ? url.textOr("") : "");
            return uri.getHost() != null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
        } catch (java.net.URISyntaxException e) {
            return false;
        }
    }
}
