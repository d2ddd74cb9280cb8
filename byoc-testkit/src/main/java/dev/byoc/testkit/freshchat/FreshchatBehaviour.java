package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.JsonEdits;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** In what real Freshchat accounts differ, or may differ: set for one account, at any time. Thread-safe. */
public final class FreshchatBehaviour {
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

    /** What becomes of a private note that is a conversation's first message: nothing is known of it. */
    public enum FirstNote {
        KEPT,
        /** 400, and no conversation. */
        REFUSED,
        /** It is kept as a normal message of its author. */
        MADE_NORMAL
    }

    private final AtomicInteger failedMessages = new AtomicInteger();
    private volatile AfterResolve afterResolve = AfterResolve.REOPENS;
    private volatile Ids ids = Ids.UUID;
    private volatile MessageTypes messageTypes = MessageTypes.EVERYWHERE;
    private volatile FirstNote firstNote = FirstNote.KEPT;
    private volatile boolean echo = true;
    private volatile boolean welcome = true;
    private volatile boolean stateLines;
    private volatile boolean ignoresFilters;
    private volatile @Nullable Function<String, Answer> contactTaken;
    private volatile Map<String, Answer> refusedProperties = Map.of();

    FreshchatBehaviour() {}

    /** By default {@link AfterResolve#REOPENS}; holds for conversations resolved from now on. */
    public FreshchatBehaviour afterResolve(AfterResolve behaviour) {
        this.afterResolve = behaviour;
        return this;
    }

    /** By default {@link Ids#UUID}. */
    public FreshchatBehaviour ids(Ids family) {
        this.ids = family;
        return this;
    }

    /** By default {@link MessageTypes#EVERYWHERE}. */
    public FreshchatBehaviour messageTypes(MessageTypes where) {
        this.messageTypes = where;
        return this;
    }

    /** By default {@link FirstNote#KEPT}. */
    public FreshchatBehaviour firstNote(FirstNote behaviour) {
        this.firstNote = behaviour;
        return this;
    }

    /** Whether a webhook tells of messages that came through the API, as the real one does. By default true. */
    public FreshchatBehaviour echo(boolean on) {
        this.echo = on;
        return this;
    }

    /** Whether a new conversation gets a welcome line from {@code system}, as the real ones do. By default true. */
    public FreshchatBehaviour welcome(boolean on) {
        this.welcome = on;
        return this;
    }

    /**
     * Whether a resolve and a reopening leave a line of the system in the conversation, with {@code meta_data}, as seen in real accounts. By
     * default false, as whether all of them do is not known.
     */
    public FreshchatBehaviour stateLines(boolean on) {
        this.stateLines = on;
        return this;
    }

    /** Whether {@code GET /users} answers all users, whatever is asked for. By default false. */
    public FreshchatBehaviour ignoresFilters(boolean on) {
        this.ignoresFilters = on;
        return this;
    }

    /**
     * A phone number and an e-mail address belong to one user. Whether the real server has such a rule is not known; other help desks have.
     *
     * @param refusal the body of the answer to a call that gives another user's value, by the field's name
     */
    public FreshchatBehaviour uniqueContacts(int status, Function<String, Json> refusal) {
        this.contactTaken = field -> FreshchatAnswers.traced(Answer.json(status, refusal.apply(field)));
        return this;
    }

    /**
     * A property of users that is refused whatever its value is, as a custom field with choices would be by any other value. How the real
     * server words that is not known.
     *
     * @param answer the body of the answer to a call that gives it
     */
    public FreshchatBehaviour refusesProperty(String name, int status, Json answer) {
        this.refusedProperties = Map.of(name, FreshchatAnswers.traced(Answer.json(status, answer)));
        return this;
    }

    /** The next messages are answered 2xx, not stored, and carry an {@code error_message}. */
    public FreshchatBehaviour failMessages(int next) {
        failedMessages.set(next);
        return this;
    }

    // For the account

    AfterResolve afterResolve() {
        return afterResolve;
    }

    boolean takes(Ids family) {
        return ids == Ids.EITHER || ids == family;
    }

    /** The id that answers show. */
    String shown(StoredConversation conversation) {
        return ids == Ids.NUMERIC ? conversation.numericId() : conversation.id();
    }

    FirstNote firstNote() {
        return firstNote;
    }

    /** A message as it is kept at the beginning of a conversation. */
    Json asFirst(Json message) {
        return firstNote == FirstNote.MADE_NORMAL ? JsonEdits.without(message, "message_type") : message;
    }

    /** A message as the API gives it. */
    Json answered(Json message) {
        return messageTypes == MessageTypes.NOWHERE ? JsonEdits.without(message, "message_type") : message;
    }

    /** A message as a webhook tells it. */
    Json told(Json message) {
        return messageTypes == MessageTypes.EVERYWHERE ? message : JsonEdits.without(message, "message_type");
    }

    boolean echo() {
        return echo;
    }

    boolean welcome() {
        return welcome;
    }

    boolean stateLines() {
        return stateLines;
    }

    boolean ignoresFilters() {
        return ignoresFilters;
    }

    /** What a call is answered that gives another user's value; null: it is taken. */
    @Nullable
    Function<String, Answer> contactTaken() {
        return contactTaken;
    }

    /** What a call is answered that gives this property; null: it is taken. */
    @Nullable
    Answer refusalOfProperty(String name) {
        return refusedProperties.get(name);
    }

    /** Whether this message is one of those that fail; counts it. */
    boolean failsMessage() {
        return failedMessages.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
}
