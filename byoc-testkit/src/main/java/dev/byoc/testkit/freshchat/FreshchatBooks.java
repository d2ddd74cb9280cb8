package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.server.Waiting;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Everything that a Freshchat account holds. Thread-safe; each method is one step. */
final class FreshchatBooks {
    static final String APP = "59e5f3aa-711d-522d-9017-bcd361f5c785";
    static final String BOT = "4f9c241e-ee27-5b44-8ea1-6af805d1542b";
    static final String SYSTEM = "a292666a-f988-5fd1-b0e7-750db5fca1c5";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** A topic, as {@code GET /channels} lists it. */
    record Topic(String id, String numericId, String name, String source) {}

    /** An uploaded file. */
    record Upload(String name, String contentType, byte[] bytes) {}

    /** A message that will be shown otherwise after so many readings. */
    private record Late(StoredMessage message, int reads, Json json) {}

    private final Clock clock;
    private final Waiting waiting;
    private final Map<String, StoredUser> users = new LinkedHashMap<>();
    private final Map<String, List<String>> usersByReference = new LinkedHashMap<>();
    private final Map<String, StoredConversation> conversations = new LinkedHashMap<>();
    private final Map<String, String> uuidOfNumber = new LinkedHashMap<>();
    private final Map<String, List<String>> conversationsOfUser = new LinkedHashMap<>();
    private final Map<String, List<StoredMessage>> messagesOf = new LinkedHashMap<>();
    private final List<StoredMessage> messages = new ArrayList<>();
    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private final Map<String, Json> agents = new LinkedHashMap<>();
    private final Map<String, String> groups = new LinkedHashMap<>();
    private final Map<String, Upload> uploads = new LinkedHashMap<>();
    private final List<Late> late = new ArrayList<>();
    private int posted;
    private long lastNumber = 500_100_199;
    private long lastMillis;

    FreshchatBooks(Clock clock, Waiting waiting) {
        this.clock = clock;
        this.waiting = waiting;
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    /** Later than every time given out before, so that newest-first has one meaning. */
    synchronized Instant now() {
        lastMillis = Math.max(clock.millis(), lastMillis + 1);
        return Instant.ofEpochMilli(lastMillis);
    }

    synchronized String addTopic(String name, String source) {
        String id = newId();
        topics.put(id, new Topic(id, Long.toString(700_300 + topics.size()), name, source));
        return id;
    }

    synchronized String addAgent(String firstName, String lastName, String email) {
        String id = newId();
        agents.put(
                id,
                Json.object()
                        .put("id", id)
                        .put("created_time", time(now()))
                        .put("avatar", Json.object())
                        .put("email", email)
                        .put("first_name", firstName)
                        .put("last_name", lastName)
                        .put("groups", List.of())
                        .put("role_id", "AGENT")
                        .put("availability_status", "AVAILABLE")
                        .put("is_deactivated", false)
                        .put("is_deleted", false)
                        .build());
        return id;
    }

    synchronized void addGroup(String id, String name) {
        groups.put(id, name);
    }

    synchronized String addUpload(Upload upload) {
        String hash = newId().replace("-", "");
        uploads.put(hash, upload);
        waiting.changed();
        return hash;
    }

    synchronized @Nullable Upload upload(String hash) {
        return uploads.get(hash);
    }

    synchronized List<Upload> uploads() {
        return List.copyOf(uploads.values());
    }

    synchronized @Nullable Topic topic(String id) {
        return topics.get(id);
    }

    synchronized List<Topic> topics() {
        return List.copyOf(topics.values());
    }

    synchronized @Nullable Json agent(String id) {
        return agents.get(id);
    }

    synchronized void setAvatar(String agentId, String url) {
        Json avatar = Json.object().put("url", url).build();
        agents.computeIfPresent(agentId, (key, agent) -> JsonEdits.with(agent, Map.of("avatar", avatar)));
    }

    /** A deleted one is still told of, as one who is deleted. */
    synchronized void deleteAgent(String id) {
        agents.computeIfPresent(id, (key, agent) -> JsonEdits.with(agent, Map.of("is_deleted", true)));
    }

    synchronized List<Json> agents() {
        return List.copyOf(agents.values());
    }

    synchronized void removeGroup(String id) {
        groups.remove(id);
    }

    synchronized Map<String, String> groups() {
        return new LinkedHashMap<>(groups);
    }

    /** Replaces or adds a user. Several may have one reference: the real server is not known to refuse that. */
    synchronized StoredUser put(StoredUser user) {
        if (users.put(user.id(), user) == null && !user.referenceId().isEmpty()) {
            usersByReference
                    .computeIfAbsent(user.referenceId(), any -> new ArrayList<>())
                    .add(user.id());
        }
        waiting.changed();
        return user;
    }

    synchronized @Nullable StoredUser user(String id) {
        return users.get(id);
    }

    synchronized List<StoredUser> users() {
        return List.copyOf(users.values());
    }

    synchronized List<StoredUser> usersByReference(String referenceId) {
        return usersByReference.getOrDefault(referenceId, List.of()).stream()
                .map(users::get)
                .filter(user -> user != null)
                .toList();
    }

    synchronized void removeUser(String id) {
        StoredUser user = users.remove(id);
        if (user != null && !user.referenceId().isEmpty()) {
            usersByReference.getOrDefault(user.referenceId(), new ArrayList<>()).remove(id);
        }
    }

    synchronized StoredConversation addConversation(
            String userId, String channelId, String status, String agentId, String groupId, Json properties) {
        String id = newId();
        String number = Long.toString(++lastNumber);
        StoredConversation conversation = new StoredConversation(
                id, number, userId, channelId, status, agentId, groupId, newInteraction(), properties, false);
        conversations.put(id, conversation);
        uuidOfNumber.put(number, id);
        conversationsOfUser.computeIfAbsent(userId, any -> new ArrayList<>()).add(id);
        messagesOf.put(id, new ArrayList<>());
        waiting.changed();
        return conversation;
    }

    synchronized String newInteraction() {
        return "204081632640512-" + now().toEpochMilli();
    }

    synchronized void removeConversation(String id) {
        StoredConversation gone = conversations.remove(id);
        if (gone != null) {
            uuidOfNumber.remove(gone.numericId());
            conversationsOfUser.getOrDefault(gone.userId(), new ArrayList<>()).remove(id);
        }
    }

    /** By an id of either family. */
    synchronized @Nullable StoredConversation conversation(String id) {
        return conversations.get(uuidOfNumber.getOrDefault(id, id));
    }

    synchronized @Nullable StoredConversation change(String id, UnaryOperator<StoredConversation> change) {
        StoredConversation changed = conversations.computeIfPresent(
                uuidOfNumber.getOrDefault(id, id), (key, conversation) -> change.apply(conversation));
        waiting.changed();
        return changed;
    }

    synchronized List<StoredConversation> conversations() {
        return List.copyOf(conversations.values());
    }

    synchronized List<StoredConversation> conversationsOf(String userId) {
        return conversationsOfUser.getOrDefault(userId, List.of()).stream()
                .map(conversations::get)
                .filter(conversation -> conversation != null)
                .toList();
    }

    synchronized StoredMessage add(StoredMessage message) {
        messages.add(message);
        posted += message.posted() ? 1 : 0;
        messagesOf
                .computeIfAbsent(message.conversationId(), any -> new ArrayList<>())
                .add(message);
        waiting.changed();
        return message;
    }

    synchronized List<StoredMessage> messages() {
        return List.copyOf(messages);
    }

    /** How many came through the API. */
    synchronized int posted() {
        return posted;
    }

    /** Oldest first. */
    synchronized List<StoredMessage> messagesOf(String conversationId) {
        return List.copyOf(messagesOf.getOrDefault(conversationId, List.of()));
    }

    /** Shows a message otherwise once its conversation has been read that often: an attachment's address that comes late. */
    synchronized void showLater(StoredMessage message, int reads, Json json) {
        late.add(new Late(message, reads, json));
    }

    /** Counts one reading of a conversation's messages. */
    synchronized void read(String conversationId) {
        late.replaceAll(l -> l.message().conversationId().equals(conversationId)
                ? new Late(l.message(), l.reads() - 1, l.json())
                : l);
        late.stream().filter(l -> l.reads() < 0).forEach(l -> show(l.message().id(), l.json()));
        late.removeIf(l -> l.reads() < 0);
    }

    private void show(String messageId, Json json) {
        UnaryOperator<StoredMessage> change = m -> m.id().equals(messageId)
                ? new StoredMessage(
                        m.id(),
                        m.conversationId(),
                        m.userId(),
                        m.actorType(),
                        m.type(),
                        m.createdAt(),
                        m.posted(),
                        json)
                : m;
        messages.replaceAll(change);
        messagesOf.values().forEach(list -> list.replaceAll(change));
    }
}
