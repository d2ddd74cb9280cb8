package dev.byoc.internal.checkpoint;

import java.util.List;

/** What a handler finds again at its next attempt, and after a crash: one type for each handler. {@link CheckpointCodec} stores it. */
public sealed interface HandlerCheckpoint permits PostCheckpoint, ReplyCheckpoint, NoteCheckpoint {
    /** What was lost of the message, and was told. */
    List<PartLoss> told();

    /** The same, and that was told. */
    HandlerCheckpoint told(List<PartLoss> losses);
}
