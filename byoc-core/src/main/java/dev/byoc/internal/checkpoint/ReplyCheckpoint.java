package dev.byoc.internal.checkpoint;

import java.util.List;

/**
 * Of an agent's answer.
 *
 * @param parts the numbers of the parts of the call that may have been done, or is about to be made; empty: those that any attempt would
 *     send first
 * @param looks how often was looked for the receipt of that call
 * @param round how often the messenger has refused to take it now; each round sends under a new key
 * @param withoutAddress how often Freshchat did not know the address of one of its files
 * @param pictures those within its text
 * @param outage of its files
 */
public record ReplyCheckpoint(
        List<Integer> parts,
        int looks,
        int round,
        int withoutAddress,
        PictureUploads pictures,
        Outage outage,
        List<PartLoss> told)
        implements HandlerCheckpoint {
    /** Nothing was tried. */
    public static final ReplyCheckpoint NONE =
            new ReplyCheckpoint(List.of(), 0, 0, 0, PictureUploads.NONE, Outage.NONE, List.of());

    public ReplyCheckpoint {
        parts = List.copyOf(parts);
        told = List.copyOf(told);
    }

    /** A call with these parts is about to be made. */
    public ReplyCheckpoint parts(List<Integer> numbers) {
        return new ReplyCheckpoint(numbers, looks, round, withoutAddress, pictures, outage, told);
    }

    /** The outcome of the call is not known. */
    public ReplyCheckpoint inDoubt() {
        return new ReplyCheckpoint(parts, 0, round, withoutAddress, pictures, outage, told);
    }

    /** Looked once more, and no receipt was there. */
    public ReplyCheckpoint looked() {
        return new ReplyCheckpoint(parts, looks + 1, round, withoutAddress, pictures, outage, told);
    }

    /** What was sent was taken. */
    public ReplyCheckpoint settled() {
        return new ReplyCheckpoint(List.of(), 0, round, withoutAddress, pictures, outage, told);
    }

    /** Explicitly not taken now. */
    public ReplyCheckpoint nextRound() {
        return new ReplyCheckpoint(List.of(), 0, round + 1, withoutAddress, pictures, outage, told);
    }

    public ReplyCheckpoint withoutAddress(int times) {
        return new ReplyCheckpoint(parts, looks, round, times, pictures, outage, told);
    }

    public ReplyCheckpoint pictures(PictureUploads uploads) {
        return new ReplyCheckpoint(parts, looks, round, withoutAddress, uploads, outage, told);
    }

    public ReplyCheckpoint outage(Outage now) {
        return new ReplyCheckpoint(parts, looks, round, withoutAddress, pictures, now, told);
    }

    @Override
    public ReplyCheckpoint told(List<PartLoss> losses) {
        return new ReplyCheckpoint(parts, looks, round, withoutAddress, pictures, outage, losses);
    }
}
