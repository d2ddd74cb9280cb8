package dev.byoc.internal.intake;

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

    public static NewEntry endSession(Owners.Customer owner, List<String> conversations, @Nullable Instant at) {
        return new NewEntry(
                owner.account().outbound(owner.id()),
                resolveKey(conversations, at),
                TaskCodec.write(new Task.EndSession(owner.id())));
    }

    private static String resolveKey(List<String> conversations, @Nullable Instant at) {
        return "resolve:" + conversations.get(0) + ":" + at;
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

    /** A resolve that waits likewise, and perhaps ends the customer's session then. */
    static NewEntry afterReading(
            Owners.Customer owner, Lane room, List<String> conversations, @Nullable Instant at, boolean endsSession) {
        String key = resolveKey(conversations, at);
        return endsSession
                ? afterReading(owner, room, key, conversations, at, new Task.EndSession(owner.id()))
                : afterReading(owner, room, "read for " + key, conversations, at, null);
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
