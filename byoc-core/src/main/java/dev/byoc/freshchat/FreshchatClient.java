package dev.byoc.freshchat;

import dev.byoc.Visible;
import dev.byoc.freshchat.FreshchatApi.Call;
import dev.byoc.freshchat.FreshchatMessage.Voice;
import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.support.WebAddress;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Freshchat's API, version 2, as far as a relay needs it. Thread-safe. Every method blocks until Freshchat has answered, makes one call
 * unless it says otherwise, never repeats one, and throws {@link FreshchatException} for whatever did not succeed; in particular for a
 * 2xx that is a web page, that says it failed, or that lacks the id of what was to be made (then it may have been made).
 *
 * @see <a href="https://developers.freshchat.com/api/">Freshchat API</a>
 */
public final class FreshchatClient {
    private static final int MAX_USER_PAGES = 5;

    private static final Comparator<FreshchatUser> OLDEST_FIRST = Comparator.comparing(
                    FreshchatUser::createdTime, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
            .thenComparing(FreshchatUser::id);

    private final FreshchatApi api;

    public FreshchatClient(FreshchatSettings settings, Http http) {
        this.api = new FreshchatApi(settings, http);
    }

    /**
     * The users with exactly this reference, the oldest first and of equal age the smallest id; usually one or none. Freshchat does not
     * keep references unique and may answer with strangers, who are left out. Reads on while there are more pages, at most five.
     */
    public List<FreshchatUser> usersByReference(String referenceId) {
        if (Visible.isBlank(referenceId)) {
            // Freshchat would take it for no filter at all.
            return List.of();
        }
        String query = "reference_id=" + Wire.encoded(referenceId);
        Map<String, FreshchatUser> found = new LinkedHashMap<>();
        boolean more = true;
        for (int page = 1; more && page <= MAX_USER_PAGES; page++) {
            Call call = api.get("/users", page == 1 ? query : query + "&page=" + page);
            Json body = api.send(call);
            for (Json item : FreshchatApi.listed(call, body, "users")) {
                FreshchatUser user = FreshchatUser.read(item);
                if (user != null && referenceId.equals(user.referenceId())) {
                    found.put(user.id(), user);
                }
            }
            more = FreshchatApi.hasNext(body, page);
        }
        return found.values().stream().sorted(OLDEST_FIRST).toList();
    }

    /** Creates a user. Some accounts may answer 409 for a reference that exists: look it up again. */
    public FreshchatUser createUser(UserDraft draft) {
        Call call = api.post("/users", draft.body(List.of()));
        return made(call, FreshchatUser.read(api.send(call)));
    }

    /**
     * Changes what the draft sets. If it sets properties the user is read first and the whole list is sent, as Freshchat may replace it;
     * that makes two calls, and a concurrent change of properties is lost.
     */
    public void updateUser(String id, UserDraft changes) {
        List<Json> known = List.of();
        if (!changes.properties().isEmpty()) {
            Call call = api.get("/users/{id}", "", id);
            Json body = api.send(call);
            // Without a user to read there is nothing to merge with, and what is there would be wiped out.
            made(call, FreshchatUser.read(body));
            known = body.get("properties").items();
        }
        api.send(api.put("/users/{id}", changes.body(known), id));
    }

    /** The user, null if there is none of that id. */
    public @Nullable FreshchatUser user(String id) {
        Call call = api.get("/users/{id}", "", id);
        Json body = sendUnlessMissing(call);
        return body == null ? null : made(call, FreshchatUser.read(body));
    }

    /** The ids of a user's conversations, in no known order, resolved ones among them. */
    public List<String> conversationsOf(String userId) {
        Call call = api.get("/users/{id}/conversations", "", userId);
        return FreshchatApi.listed(call, api.send(call), "conversations").stream()
                .map(item -> Wire.id(item.firstOf("id", "conversation_id")))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The conversation, null if there is none of that id; it may then answer to its other id. */
    public @Nullable FreshchatConversation conversation(String id) {
        Call call = api.get("/conversations/{id}", "", id);
        Json body = sendUnlessMissing(call);
        return body == null ? null : made(call, FreshchatConversation.read(body));
    }

    /**
     * Creates a conversation with its first message in it.
     *
     * @throws FreshchatException also if the conversation was made but Freshchat did not take its message
     */
    public FreshchatConversation createConversation(ConversationDraft draft) {
        Call call = api.post("/conversations", draft.body());
        return made(call, FreshchatConversation.read(api.send(call)));
    }

    /**
     * Sets the status: {@code new} opens a resolved conversation again, {@code resolved} closes it.
     *
     * @param status new, assigned or resolved; some accounts have more
     */
    public void updateStatus(String id, String status) {
        api.send(api.put(
                "/conversations/{id}", Json.object().put("status", status).build(), id));
    }

    /**
     * Sets properties of an open conversation. It is read first, and all of its properties are sent with its status, agent and group, as
     * Freshchat may replace what it has; that makes two calls, and a concurrent change of these is lost.
     *
     * @return false: nothing was changed, as the conversation is resolved, which a status could undo, or as Freshchat does not tell its
     *     properties, which could be wiped out
     */
    public boolean updateConversationProperties(String id, Map<String, String> properties) {
        Call call = api.get("/conversations/{id}", "", id);
        Json body = api.send(call);
        FreshchatConversation now = made(call, FreshchatConversation.read(body));
        Json known = body.get("properties");
        if (now.status().equalsIgnoreCase("resolved") || !(known.isObject() || known.isArray())) {
            return false;
        }
        Map<String, Object> all = new LinkedHashMap<>(known.isObject() ? known.fields() : now.properties());
        all.putAll(properties);
        Json.Builder changes = Json.object()
                .put("status", now.status().isEmpty() ? null : now.status())
                .put("assigned_agent_id", now.assignedAgentId())
                .put("assigned_group_id", now.assignedGroupId())
                .put("properties", all);
        api.send(api.put("/conversations/{id}", changes.build(), id));
        return true;
    }

    /**
     * Posts a message.
     *
     * @param userId the customer whose conversation it is
     * @param contents at least one; what Freshchat has no part for goes in words
     * @param wording of the agents who read it
     * @return Freshchat's id of it, under which the webhook reports it
     */
    public String post(String conversationId, String userId, Voice voice, List<Content> contents, Wording wording) {
        Json.Builder message = PartWriter.message(voice, userId, contents, wording);
        return post(conversationId, voice instanceof Voice.Customer ? message.put("user_id", userId) : message);
    }

    /**
     * Posts a private note, which only agents see.
     *
     * @param agent the id of the one in whose name; null: the bot's
     * @return Freshchat's id of it, under which the webhook reports it
     */
    public String postNote(String conversationId, String text, @Nullable String agent) {
        List<Content> contents = List.of(new Content.Text(text));
        return post(conversationId, PartWriter.message(new Voice.Note(agent), "", contents, Wording.ENGLISH));
    }

    private String post(String conversationId, Json.Builder message) {
        Call call = api.post("/conversations/{id}/messages", message.build(), conversationId);
        Json body = api.send(call);
        return made(call, Wire.id(body.get("id")));
    }

    /**
     * Uploads a picture, to be posted as one. Freshchat does not take every picture so: upload what it refuses as a file.
     *
     * @param file its name with an ending, its type, and its exact size or -1
     * @param bytes opened once, and read while they are sent
     * @return the picture at Freshchat's own address
     */
    public Media uploadImage(Media file, HttpCall.Source bytes) {
        Call call = api.upload("/images/upload", "image", file, bytes);
        URI url = WebAddress.of(api.send(call).get("url").text());
        return made(call, url == null ? null : file.withRef(url.toString()));
    }

    /**
     * Uploads a file of any kind, to be posted by what is returned. It has no address.
     *
     * @param file its name with an ending, its type, and its exact size or -1
     * @param bytes opened once, and read while they are sent
     */
    public Media uploadFile(Media file, HttpCall.Source bytes) {
        Call call = api.upload("/files/upload", "file", file, bytes);
        Json body = api.send(call);
        for (String wrapper : new String[] {"file", "data"}) {
            body = body.get(wrapper).isObject() ? body.get(wrapper) : body;
        }
        String hash = Wire.id(body.firstOf("file_hash", "fileHash"));
        String name = Wire.text(body.get("file_name"));
        String type = Wire.id(body.get("file_content_type"));
        return made(
                call,
                hash == null
                        ? null
                        : file.withRef(PartReader.FILE_HASH + hash)
                                .withFileName(name == null ? file.fileName() : name)
                                .withContentType(type == null ? file.contentType() : type)
                                .withSizeBytes(
                                        Math.max(-1, body.get("file_size").numberOr(file.sizeBytes()))));
    }

    /**
     * A page of a conversation's messages, newest first. One that is larger than what is read of an answer is asked for again in pieces, with
     * fewer messages each; a message that is too large by itself is left out, and {@link MessagePage#unread} says where.
     *
     * @param link null for the newest; else {@link MessagePage#older} of the page before. A link to another host is refused, not sent
     */
    public MessagePage messages(String conversationId, @Nullable String link) {
        return MessagePage.read(api, conversationId, link);
    }

    /** The account's topics. Reads every page, up to 2,000 topics. */
    public List<Topic> topics() {
        return api.all("channels", Topic::read, Topic::id);
    }

    /** The account's groups. Reads every page, up to 2,000 groups. */
    public List<Agent.Group> groups() {
        return api.all("groups", Agent.Group::read, Agent.Group::id);
    }

    /** The account's agents, deactivated ones too. Reads every page, up to 2,000 agents. */
    public List<Agent> agents() {
        return api.all("agents", Agent::read, Agent::id);
    }

    /** The agent, null if there is none of that id. */
    public @Nullable Agent agent(String id) {
        Call call = api.get("/agents/{id}", "", id);
        Json body = sendUnlessMissing(call);
        return body == null ? null : made(call, Agent.read(body));
    }

    /** Whose token it is: the cheapest call that fails if the address or the token is wrong. */
    public AccountInfo account() {
        Call call = api.get("/accounts/configuration", "");
        return made(call, AccountInfo.read(api.send(call)));
    }

    private @Nullable Json sendUnlessMissing(Call call) {
        try {
            return api.send(call);
        } catch (FreshchatException e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }

    private static <T> T made(Call call, @Nullable T value) {
        if (value == null) {
            throw FreshchatApi.unreadable(call, "id");
        }
        return value;
    }
}
