package dev.byoc.freshchat;

import dev.byoc.internal.privacy.PrivacyMarks;
import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation, from a webhook or from the API; both write the same object. Every field may be missing.
 *
 * @param id null: it cannot be told from others
 * @param conversationIds one or both of the two families, {@code conversation_id} before {@code freshchat_conversation_id}; more where
 *     the message and what it came in do not agree
 * @param channelIds of the topic, likewise
 * @param userIds the customer, as Freshchat's user; several where the message and what it came in do not agree
 * @param references of that user, {@code reference_id}: only product events tell it
 * @param actorType who speaks: user, agent, bot or system; {@code ""} if nothing tells. As written, in any case
 * @param actorId which of them
 * @param messageType {@code private} also where a field of another name marks it so. Null: nothing tells, and it may be private
 * @param failed Freshchat itself marks it as not stored or not sent
 * @param resolves it is the line that says that its conversation was resolved, {@code meta_data.isResolved}
 * @param reopens it is the line that says that its conversation was opened again, {@code meta_data.isReopen}
 * @param createdTime by Freshchat's clock; that of the event where the message has none. Null: not told
 * @param contents what was said, as a channel can show it; empty if nothing can be
 * @param skipped what was said and is not among the contents
 */
public record FreshchatMessage(
        @Nullable String id,
        List<String> conversationIds,
        List<String> channelIds,
        List<String> userIds,
        List<String> references,
        String actorType,
        @Nullable String actorId,
        @Nullable String messageType,
        boolean botsPrivateNote,
        boolean failed,
        boolean resolves,
        boolean reopens,
        @Nullable Instant createdTime,
        List<Content> contents,
        List<Skipped> skipped) {
    private static final int MAX_WORD_CHARS = 40;

    /** In whose name a message is posted. */
    public sealed interface Voice {
        /** The customer's own. */
        record Customer() implements Voice {}

        /**
         * An agent's, openly. Freshchat's webhook tells of it as of any answer of that agent, so a relay of answers has to know it again.
         *
         * @param id Freshchat's id of the agent
         */
        record Agent(String id) implements Voice {}

        /**
         * A private note, which only agents see.
         *
         * @param agent the id of the one in whose name; null: the bot's
         */
        record Note(@Nullable String agent) implements Voice {}
    }

    public FreshchatMessage {
        conversationIds = List.copyOf(conversationIds);
        channelIds = List.copyOf(channelIds);
        userIds = List.copyOf(userIds);
        references = List.copyOf(references);
        contents = List.copyOf(contents);
        skipped = List.copyOf(skipped);
    }

    /**
     * Reads the message object; what it lacks is taken from the objects around it.
     *
     * @param around nearest first; objects with the same names for ids
     * @param actor who caused the event, in either spelling of its fields
     * @param told when the event was; null: not told, or there is no event
     */
    static FreshchatMessage read(Json message, List<Json> around, Json actor, @Nullable Instant told) {
        Json[] objects = new Json[around.size() + 1];
        objects[0] = message;
        for (int i = 0; i < around.size(); i++) {
            objects[i + 1] = around.get(i);
        }
        PartReader parts = PartReader.of(message);
        String actorId = Wire.id(message.get("actor_id"));
        String causeId = Wire.id(actor.firstOf("actor_id", "id"));
        // An event may carry messages of others than the one who caused it.
        boolean byTheCause = actorId == null || actorId.equals(causeId);
        String cause = byTheCause ? actor.firstOf("actor_type", "type").textOr("") : "";
        Instant created = message.get("created_time").time();
        return new FreshchatMessage(
                Wire.id(message.get("id")),
                Wire.conversationIds(objects),
                Wire.channelIds(objects),
                userIds(objects, "user_id", "id"),
                userIds(objects, null, "reference_id"),
                isOfTheSystem(message) ? "system" : message.get("actor_type").textOr(cause),
                actorId == null ? causeId : actorId,
                PrivacyMarks.type(message, around),
                PrivacyMarks.mayBeSet(message.get("botsPrivateNote"))
                        || PrivacyMarks.mayBeSet(message.get("bots_private_note")),
                PrivacyMarks.failed(message),
                message.get("meta_data").get("isResolved").isTrue(),
                message.get("meta_data").get("isReopen").isTrue(),
                created == null ? told : created,
                parts.contents(),
                parts.skipped());
    }

    /** The same where it does not name its conversation itself. */
    public FreshchatMessage in(List<String> conversations) {
        return named(id, conversations);
    }

    /** The same under an id that it does not name itself. */
    public FreshchatMessage withId(String newId) {
        return named(newId, conversationIds);
    }

    private FreshchatMessage named(@Nullable String newId, List<String> conversations) {
        return new FreshchatMessage(
                newId,
                conversations,
                channelIds,
                userIds,
                references,
                actorType,
                actorId,
                messageType,
                botsPrivateNote,
                failed,
                resolves,
                reopens,
                createdTime,
                contents,
                skipped);
    }

    /** What these objects, and the users in them, say of the customer. */
    private static List<String> userIds(Json[] objects, @Nullable String name, String ofUser) {
        List<String> ids = new ArrayList<>();
        for (Json object : objects) {
            if (name != null) {
                ids.add(Wire.id(object.get(name)));
            }
            ids.add(Wire.id(object.get("user").get(ofUser)));
            ids.add(Wire.id(object.get("associations").get("user").get(ofUser)));
        }
        return Wire.ids(ids.toArray(String[]::new));
    }

    /** Lines such as "Conversation was resolved by ..", of type normal, whatever actor they name. */
    private static boolean isOfTheSystem(Json message) {
        return message.get("message_source").textOr("").strip().equalsIgnoreCase("system");
    }

    /** The customer, as Freshchat's user; null if nothing tells. */
    public @Nullable String userId() {
        return userIds.isEmpty() ? null : userIds.get(0);
    }

    /**
     * Why this message must not reach the customer, null if it may. Passes what an agent or a bot said openly: an id, a type that is
     * "normal", no private flag, no failure. Anything unknown does not pass. A message without a type passes too, and has to be looked up
     * before it is sent. Whether the topic and the conversation are ours is not looked at here.
     *
     * @param relaySystem whether lines of the system pass too, for instance a topic's welcome message
     */
    public @Nullable String whyNotRelayed(boolean relaySystem) {
        String actor = actorType.strip().toLowerCase(Locale.ROOT);
        boolean speaks = actor.equals("agent") || actor.equals("bot") || (relaySystem && actor.equals("system"));
        if (!speaks) {
            return "written by " + named(actorType);
        }
        String why = whyWithheld();
        return why == null && id == null ? "without an id" : why;
    }

    /** Why it must not be shown to a customer, whatever its actor; null if nothing says so. */
    public @Nullable String whyWithheld() {
        if (messageType != null && !PrivacyMarks.isNormal(messageType)) {
            return "of type " + named(messageType);
        }
        if (botsPrivateNote) {
            return "a bot's private note";
        }
        return failed ? "marked as failed" : null;
    }

    private static String named(String word) {
        String name = Wire.word(word, MAX_WORD_CHARS);
        return name.isEmpty() ? "an unknown kind" : name;
    }

    /** The id alone: what was said does not belong in a log. */
    @Override
    public String toString() {
        return "FreshchatMessage[" + id + "]";
    }
}
