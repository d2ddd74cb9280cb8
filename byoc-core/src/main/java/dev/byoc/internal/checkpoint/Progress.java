package dev.byoc.internal.checkpoint;

import dev.byoc.event.Loss;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** How far one attempt has come, and what is lost of its message so far. Used by one thread. */
public final class Progress<C extends HandlerCheckpoint> {
    private final Attempt attempt;
    private C now;
    private boolean unsettled;
    private boolean changed;
    private final List<PartLoss> losses = new ArrayList<>();

    private Progress(Attempt attempt, Function<byte[], C> read) {
        Checkpoint stored = attempt.entry().checkpoint();
        this.attempt = attempt;
        this.now = read.apply(stored.state());
        this.unsettled = stored.unsettled();
    }

    public static Progress<PostCheckpoint> ofPost(Attempt attempt) {
        return new Progress<>(attempt, CheckpointCodec::post);
    }

    public static Progress<ReplyCheckpoint> ofReply(Attempt attempt) {
        return new Progress<>(attempt, CheckpointCodec::reply);
    }

    public static Progress<NoteCheckpoint> ofNote(Attempt attempt) {
        return new Progress<>(attempt, CheckpointCodec::note);
    }

    public C now() {
        return now;
    }

    /** Whether the last call may have been done. */
    public boolean isUnsettled() {
        return unsettled;
    }

    /** For what is stored next; whether the last call may have been done stays as it is. */
    public void note(C next) {
        now = next;
    }

    /** For what is stored next: nothing is in doubt. */
    public void settled(C next) {
        set(false, next);
    }

    /** For what is stored next: the last call may have been done. */
    public void unsettled(C next) {
        set(true, next);
    }

    private void set(boolean inDoubt, C next) {
        now = next;
        unsettled = inDoubt;
        changed = true;
    }

    /** Stores how far it has come, before the next call is made. What is lost is told by the outcome, and is not known as told before. */
    public void keep(Change change) {
        attempt.keep(change.checkpoint(stored(now)));
        changed = false;
    }

    private Checkpoint stored(HandlerCheckpoint state) {
        return new Checkpoint(unsettled, CheckpointCodec.write(state));
    }

    /** Something is lost of the message, of one part or of several. An attempt may say it again, or what an earlier one has said. */
    public void lost(Loss loss) {
        lost(PartLoss.WHOLE, loss);
    }

    /** Something is lost of one part. An attempt may say it again, or what an earlier one has said, in whatever words of the remote API's. */
    public void lost(int part, Loss loss) {
        PartLoss found = new PartLoss(part, loss);
        if (all().stream().noneMatch(found::isSameAs)) {
            losses.add(found);
        }
    }

    /** What is lost, at earlier attempts too, in the order in which it was found. */
    public List<Loss> losses() {
        return lossesOf(all());
    }

    private List<PartLoss> all() {
        List<PartLoss> all = new ArrayList<>(now.told());
        all.addAll(losses);
        return all;
    }

    private static List<Loss> lossesOf(List<PartLoss> parts) {
        return parts.stream().map(PartLoss::loss).toList();
    }

    /** The outcome with what this attempt has lost, and with what the next one is to find, if there is one. */
    public Outcome ended(Outcome outcome) {
        boolean again = outcome instanceof Outcome.Again;
        boolean inDoubt = outcome instanceof Outcome.DeadLettered && changed;
        Outcome whole = again || inDoubt
                ? outcome.and(Change.NONE.checkpoint(stored(losses.isEmpty() ? now : now.told(all()))))
                : outcome;
        return losses.isEmpty() ? whole : new Outcome.Lossy(whole, lossesOf(losses));
    }
}
