package dev.byoc.internal.intake;

import dev.byoc.Direction;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.notes.Answer;
import dev.byoc.internal.notes.NotePhrase;
import dev.byoc.internal.task.FreshchatKeys;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.NewEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Open answers that are dead letters as they come: they may be repeats, or do not say where they belong. Thread-safe. */
final class UnsendableAnswers {
    /**
     * Why an answer is a dead letter as it comes.
     *
     * @param why for the timeline
     * @param told for the agent
     */
    record Why(String why, NotePhrase told) {
        static final Why NO_ID = new Why("without an id, so that a repeat could not be recognised", NotePhrase.NO_ID);

        static final Why NO_CONVERSATION = new Why(Owners.NO_CONVERSATION, NotePhrase.NO_CONVERSATION);
    }

    private final Journal journal;
    private final AgentNotes notes;

    UnsendableAnswers(Journal journal, AgentNotes notes) {
        this.journal = journal;
        this.notes = notes;
    }

    /**
     * The message; where it has a type and no id, under an id made of what it says: the same event makes the same one. One without a type
     * stays as it is, as it could not be looked up.
     */
    FreshchatMessage identified(FreshchatMessage message) {
        if (message.id() != null || message.messageType() == null) {
            return message;
        }
        String all = new String(TaskCodec.write(AnswerEntries.orphan(message)), StandardCharsets.UTF_8);
        return message.withId("no-id:" + UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * What the agent is told. Nothing of a message that has come before: it was told or sent then. And nothing where its type is not known:
     * it may be a note of the relay's own, which must not lead to another one. Nor of what may be the echo of a host's message.
     *
     * @param owner null: no conversation is known in which it could be told
     */
    List<NewEntry> notes(Owners.@Nullable Customer owner, FreshchatMessage message, Why why) {
        if (owner == null
                || message.messageType() == null
                || owner.account().options().sentFromCode().isBy(message.actorId())) {
            return List.of();
        }
        String id = String.valueOf(message.id());
        return isStored(FreshchatKeys.keyOf(id), FreshchatKeys.movedKeyOf(id), FreshchatKeys.nowhereKeyOf(id))
                ? List.of()
                : List.of(notes.unsendable(owner.account(), owner.id(), id, Answer.of(message), why.told()));
    }

    /** What the agent is told of a message whose ids name different customers. */
    List<NewEntry> tornNote(Owners.@Nullable Customer owner, FreshchatMessage message) {
        return owner == null
                ? List.of()
                : List.of(notes.torn(owner.account(), owner.id(), String.valueOf(message.id()), Answer.of(message)));
    }

    /** Whether it has come before, with its conversation. */
    boolean isKnown(FreshchatMessage message) {
        String id = String.valueOf(message.id());
        return isStored(FreshchatKeys.keyOf(id), FreshchatKeys.movedKeyOf(id));
    }

    private boolean isStored(String... keys) {
        return !journal.storedAt(Direction.OUTBOUND, List.of(keys)).isEmpty();
    }
}
