package dev.byoc.internal.checkpoint;

import java.util.List;

/**
 * Of a private note.
 *
 * @param doubt why it is not known whether the last post was done
 * @param looks how often Freshchat was asked since whether it was
 */
public record NoteCheckpoint(Doubt doubt, int looks) implements HandlerCheckpoint {
    /** Nothing was tried, or what was tried was not done. */
    public static final NoteCheckpoint NONE = new NoteCheckpoint(Doubt.BROKE_OFF, 0);

    /** Asked once more, and not found. */
    public NoteCheckpoint looked() {
        return new NoteCheckpoint(doubt, looks + 1);
    }

    @Override
    public List<PartLoss> told() {
        return List.of();
    }

    /** A note is posted whole, or not at all. */
    @Override
    public NoteCheckpoint told(List<PartLoss> losses) {
        return this;
    }
}
