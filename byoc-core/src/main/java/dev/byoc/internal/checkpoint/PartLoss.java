package dev.byoc.internal.checkpoint;

import dev.byoc.event.Loss;

/**
 * What is lost, and of which part of the message.
 *
 * @param part the number of the part, the same at every attempt; {@link #WHOLE}: told once, of however many parts
 */
public record PartLoss(int part, Loss loss) {
    static final int WHOLE = -1;

    /** Whether this is the same loss, found again. A remote API may refuse the same part in other words. */
    boolean isSameAs(PartLoss other) {
        return part == other.part && withoutWords(loss).equals(withoutWords(other.loss));
    }

    private static Loss withoutWords(Loss loss) {
        return new Loss(loss.kind(), loss.content(), loss.reason(), loss.file(), "");
    }
}
