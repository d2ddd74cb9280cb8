package dev.byoc.internal.intake;

import dev.byoc.freshchat.FreshchatEvent;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.task.FreshchatKeys;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is stored of agents' answers and of resolves: in which lane, under which key. */
public final class AnswerEntries {
    private AnswerEntries() {}

    static Task.Orphan orphan(FreshchatMessage message) {
        return new Task.Orphan(
                String.valueOf(message.id()),
                message.conversationIds(),
                message.channelIds(),
                message.userIds(),
                message.references(),
                message.actorId(),
                message.messageType() != null,
                message.createdTime(),
                message.contents(),
                message.skipped());
    }

    private static Task.Reply work(Owners.Customer owner, FreshchatMessage message) {
        return new Task.Reply(
                owner.id(),
                String.valueOf(message.id()),
                message.conversationIds(),
                message.actorId(),
                message.messageType() != null,
                message.createdTime(),
                message.contents(),
                message.skipped(),
                null);
    }

    /**
     * An agent's answer, in its customer's lane.
     *
     * @param dead why it is a dead letter from the start; null: it is not
     */
    public static NewEntry reply(Owners.Customer owner, FreshchatMessage message, @Nullable String dead) {
        return new NewEntry(
                owner.account().outbound(owner.id()),
                FreshchatKeys.keyOf(String.valueOf(message.id())),
                TaskCodec.write(work(owner, message)),
                dead);
    }

    /**
     * Ends the session that a customer had at a resolve.
     *
     * @param handle the newest one at the time of the resolve, by its value
     */
    public static NewEntry endSession(Owners.Customer owner, FreshchatEvent.Resolved resolved, String handle) {
        return new NewEntry(
                owner.account().outbound(owner.id()),
                resolveKey(resolved),
                TaskCodec.write(new Task.EndSession(owner.id(), handle)));
    }

    /** The same resolve may be told again with another time. */
    private static String resolveKey(FreshchatEvent.Resolved resolved) {
        Object which = resolved.interaction() == null ? resolved.at() : resolved.interaction();
        return "resolve:" + resolved.conversationIds().get(0) + ":" + which;
    }

    /** An answer that waits until its conversation has been read. */
    static NewEntry afterReading(Owners.Customer owner, Lane room, FreshchatMessage message) {
        return afterReading(
                owner,
                room,
                FreshchatKeys.keyOf(String.valueOf(message.id())),
                message.conversationIds(),
                message.createdTime(),
                work(owner, message));
    }

    /**
     * A resolve that waits likewise, and perhaps ends the customer's session then.
     *
     * @param handle of that session; null: there is none to end
     */
    static NewEntry afterReading(
            Owners.Customer owner, Lane room, FreshchatEvent.Resolved resolved, @Nullable String handle) {
        String key = resolveKey(resolved);
        return afterReading(
                owner,
                room,
                handle == null ? "read for " + key : key,
                resolved.conversationIds(),
                resolved.at(),
                handle == null ? null : new Task.EndSession(owner.id(), handle));
    }

    private static NewEntry afterReading(
            Owners.Customer owner,
            Lane room,
            String key,
            List<String> conversations,
            @Nullable Instant written,
            @Nullable Task then) {
        return new NewEntry(
                room,
                key,
                TaskCodec.write(new Task.AfterReading(owner.account().id(), owner.id(), conversations, written, then)));
    }

    /** An answer that waits until its customer is known. */
    static NewEntry orphan(Lane room, FreshchatMessage message) {
        return new NewEntry(room, FreshchatKeys.keyOf(String.valueOf(message.id())), TaskCodec.write(orphan(message)));
    }

    /**
     * An answer that does not name its conversation, under a key of its own: the same one may come with it, and is sent then. In the lane of
     * the customer whom it names, so that forgetting that customer erases it.
     */
    static NewEntry nowhere(Owners.@Nullable Customer owner, FreshchatMessage message) {
        return new NewEntry(
                owner == null
                        ? FreshchatKeys.waitingRoom(List.of())
                        : owner.account().outbound(owner.id()),
                FreshchatKeys.nowhereKeyOf(String.valueOf(message.id())),
                TaskCodec.write(orphan(message)),
                Owners.NO_CONVERSATION);
    }

    /** A message whose ids do not lead to one customer alone: a dead letter, for an operator to replay once they do. */
    public static NewEntry ambiguous(FreshchatMessage message, String why) {
        return new NewEntry(
                FreshchatKeys.waitingRoom(message.conversationIds()),
                FreshchatKeys.keyOf(String.valueOf(message.id())),
                TaskCodec.write(orphan(message)),
                why);
    }
}
