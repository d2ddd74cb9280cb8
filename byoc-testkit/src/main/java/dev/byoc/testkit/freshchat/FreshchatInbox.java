package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.server.Refusal;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happens in an account: messages are stored, conversations resolved and reopened, webhooks told. */
final class FreshchatInbox {
    private final FreshchatBooks books;
    private final FreshchatBehaviour behaviour;
    private final BiConsumer<String, Json> tell;

    /** @param tell takes an event's name and body, in the order in which they are to be delivered */
    FreshchatInbox(FreshchatBooks books, FreshchatBehaviour behaviour, BiConsumer<String, Json> tell) {
        this.books = books;
        this.behaviour = behaviour;
        this.tell = tell;
    }

    StoredConversation conversation(String id) {
        StoredConversation conversation = books.conversation(id);
        if (conversation == null) {
            throw Refusal.notFound("conversation");
        }
        return conversation;
    }

    /** Stores what the API was sent; gives the message as it is answered. */
    Json post(String conversationId, Json message) {
        synchronized (books) {
            StoredConversation conversation = conversation(conversationId);
            boolean note = message.get("message_type").textOr("normal").equals("private");
            if (conversation.superseded()) {
                throw Refusal.invalid("Conversation is not the latest conversation of the user");
            }
            if (conversation.isResolved() && !note) {
                if (behaviour.afterResolve() == FreshchatBehaviour.AfterResolve.NEEDS_STATUS_NEW) {
                    throw Refusal.invalid("Conversation is resolved");
                }
                reopen(conversation, message.get("actor_type").textOr("user"), actor(message));
            }
            return post(conversation(conversationId), message, behaviour.failsMessage());
        }
    }

    /** The first messages of a conversation just made. */
    Json start(StoredConversation conversation, Json message) {
        synchronized (books) {
            return post(conversation, message, behaviour.failsMessage());
        }
    }

    void welcome(StoredConversation conversation) {
        if (behaviour.welcome()) {
            store(
                    conversation,
                    draft("system", FreshchatBooks.SYSTEM, "normal", text("."), Json.ABSENT, false, "system"),
                    false,
                    true);
        }
    }

    private Json post(StoredConversation conversation, Json message, boolean refused) {
        FreshchatShapes.Draft draft = draft(
                message.get("actor_type").textOr("user"),
                actor(message),
                message.get("message_type").textOr("normal"),
                message.get("message_parts"),
                message.get("reply_parts"),
                false,
                "api");
        if (refused) {
            return FreshchatShapes.failed(FreshchatShapes.message(
                    FreshchatBooks.newId(), books.now(), conversation, numericTopic(conversation), draft));
        }
        return behaviour.answered(
                store(conversation, draft, true, behaviour.echo()).json());
    }

    private static String actor(Json message) {
        String otherwise =
                message.get("actor_type").textOr("").equals("bot") ? FreshchatBooks.BOT : FreshchatBooks.SYSTEM;
        return message.get("actor_id").textOr(otherwise);
    }

    static FreshchatShapes.Draft draft(
            String actorType,
            String actorId,
            String type,
            Json parts,
            Json replyParts,
            boolean botsNote,
            String source) {
        return new FreshchatShapes.Draft(actorType, actorId, type, parts, replyParts, botsNote, source);
    }

    static Json text(String... texts) {
        return Json.of(java.util.Arrays.stream(texts)
                .map(text -> Map.of("text", Map.of("content", text)))
                .toList());
    }

    /** Stores a message and tells of it, if asked to, in one step, so that the events come in the order of the messages. */
    StoredMessage store(StoredConversation conversation, FreshchatShapes.Draft draft, boolean posted, boolean told) {
        return store(conversation, draft, Json.object().build(), posted, told);
    }

    private StoredMessage store(
            StoredConversation conversation, FreshchatShapes.Draft draft, Json more, boolean posted, boolean told) {
        synchronized (books) {
            String id = FreshchatBooks.newId();
            Instant at = books.now();
            Json json = JsonEdits.with(
                    FreshchatShapes.message(id, at, conversation, numericTopic(conversation), draft), more.fields());
            StoredMessage message = books.add(new StoredMessage(
                    id,
                    conversation.id(),
                    conversation.userId(),
                    draft.actorType(),
                    draft.messageType(),
                    at,
                    posted,
                    json));
            if (told) {
                tell.accept("message_create", created(message, draft.actorId()));
            }
            return message;
        }
    }

    /** A line of the system that tells of the conversation's state. */
    private void stateLine(StoredConversation conversation, String text, String mark) {
        if (behaviour.stateLines()) {
            store(
                    conversation,
                    draft("system", FreshchatBooks.SYSTEM, "normal", text(text), Json.ABSENT, false, "system"),
                    Json.of(Map.of("meta_data", Map.of(mark, true))),
                    false,
                    true);
        }
    }

    /** An actor says something: stored and told in one step; gives what telling gave. */
    <T extends @Nullable Object> T say(
            String conversationId, FreshchatShapes.Draft draft, BiFunction<StoredMessage, Json, T> told) {
        synchronized (books) {
            StoredMessage message = store(conversation(conversationId), draft, false, false);
            return told.apply(message, created(message, draft.actorId()));
        }
    }

    /** An agent changes a conversation: changed and told in one step. */
    <T extends @Nullable Object> T change(Supplier<Json> change, Function<Json, T> told) {
        synchronized (books) {
            return told.apply(change.get());
        }
    }

    private Json created(StoredMessage message, String actorId) {
        return FreshchatEvents.created(message.actorType(), actorId, books.now(), behaviour.told(message.json()));
    }

    private String numericTopic(StoredConversation conversation) {
        FreshchatBooks.Topic topic = books.topic(conversation.channelId());
        return topic == null ? "" : topic.numericId();
    }

    /** Resolves; gives the event. */
    Json resolve(StoredConversation conversation, String actorType, String actorId) {
        synchronized (books) {
            boolean forGood = behaviour.afterResolve() == FreshchatBehaviour.AfterResolve.REFUSES;
            books.change(conversation.id(), c -> c.resolved(forGood));
            StoredConversation now = conversation(conversation.id());
            stateLine(now, "Conversation was resolved by " + actorType, "isResolved");
            return FreshchatEvents.resolved(actorType, actorId, books.now(), now, books.user(now.userId()));
        }
    }

    private void reopen(StoredConversation conversation, String actorType, String actorId) {
        tell.accept("conversation_reopen", reopened(conversation, actorType, actorId));
    }

    /** Reopens; gives the event. */
    Json reopened(StoredConversation conversation, String actorType, String actorId) {
        synchronized (books) {
            String interaction = books.newInteraction();
            books.change(conversation.id(), c -> c.reopened(interaction));
            StoredConversation now = conversation(conversation.id());
            stateLine(now, "Conversation was reopened by " + actorType, "isReopen");
            return FreshchatEvents.reopened(actorType, actorId, books.now(), now);
        }
    }

    /** What the API's update changes: status, assignment, properties. */
    StoredConversation update(StoredConversation conversation, Json body) {
        synchronized (books) {
            if (conversation.superseded()) {
                throw Refusal.invalid("Conversation is not the latest conversation of the user");
            }
            String status = body.get("status").textOr(conversation.status());
            if (conversation.isResolved() && !status.equals("resolved")) {
                reopen(conversation, "system", FreshchatBooks.SYSTEM);
            }
            if (!conversation.isResolved() && status.equals("resolved")) {
                tell.accept("conversation_resolution", resolve(conversation, "system", FreshchatBooks.SYSTEM));
            }
            String agent = named(body, "assigned_agent_id", conversation.agentId());
            String group = named(body, "assigned_group_id", conversation.groupId());
            // Whether the real server adds them to what there is, is not known.
            Json properties = body.get("properties").isPresent() ? body.get("properties") : conversation.properties();
            books.change(conversation.id(), c -> c.with(status, agent, group, properties));
            StoredConversation now = conversation(conversation.id());
            if (!agent.equals(conversation.agentId()) || !group.equals(conversation.groupId())) {
                tell.accept("conversation_assignment", FreshchatEvents.assigned(books.now(), conversation, now));
            }
            return now;
        }
    }

    private static String named(Json body, String field, String otherwise) {
        String value = body.get(field).text();
        return value == null ? otherwise : value;
    }
}
