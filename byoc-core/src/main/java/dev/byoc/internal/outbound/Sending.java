package dev.byoc.internal.outbound;

import dev.byoc.channel.Capabilities;
import dev.byoc.event.Loss;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.checkpoint.Progress;
import dev.byoc.internal.checkpoint.ReplyCheckpoint;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.render.Preface;
import dev.byoc.internal.task.Task;
import dev.byoc.message.Content;
import dev.byoc.message.Quote;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Entry;
import dev.byoc.wording.Wording;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at an answer. Used by one thread.
 *
 * @param can what the channel is able to, as it said at the beginning of the attempt
 */
record Sending(
        Attempt attempt, Account account, Task.Reply reply, Capabilities can, Progress<ReplyCheckpoint> progress) {
    Entry entry() {
        return attempt.entry();
    }

    String customer() {
        return reply.customer();
    }

    /** Whether the last call may have been done. */
    boolean isUnsettled() {
        return progress.isUnsettled();
    }

    /** Whether a receipt alone tells what became of the last call. */
    boolean awaitsReceipt() {
        return isUnsettled() && isSettledByReceipt();
    }

    /** Whether a receipt tells what became of a call of unknown outcome. */
    boolean isSettledByReceipt() {
        return can.isConfirmedByKey() && !can.isSafeToResend();
    }

    /** Whether a call of unknown outcome is made again: the channel drops repeats, or the account accepts a second copy. */
    boolean mayRepeat() {
        return can.isSafeToResend() || account.options().resendUnknown();
    }

    /** The parts of a call whose outcome is not known; none if they are those that any attempt would send first. */
    List<Integer> begun() {
        return isUnsettled() ? progress.now().parts() : List.of();
    }

    /** The quotation, if the messenger shows it itself; null: none, or it goes in words. */
    @Nullable
    Quote shownQuote() {
        Quote quote = reply.quote();
        boolean shown = quote != null
                && quote.messageId() != null
                && can.showsQuotes()
                // An answer within a request has parts alone.
                && !account.channel().answersInside();
        return shown ? quote : null;
    }

    /** Stores that these parts are about to go in one call. */
    void keepNext(SortedMap<Integer, Content> parts) {
        progress.note(progress.now().parts(List.copyOf(parts.keySet())));
        progress.keep(Change.NONE);
    }

    /** The same for the same parts in the same round, whatever process sends them. */
    UUID keyOf(SortedMap<Integer, Content> parts) {
        String numbers = parts.keySet().stream().map(String::valueOf).collect(Collectors.joining(" "));
        String name = entry().eventKey() + " " + numbers + " " + progress.now().round();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The call may have been done. */
    void inDoubt() {
        progress.unsettled(progress.now().inDoubt());
    }

    /** The messenger has refused to take it now. */
    void nextRound() {
        progress.settled(progress.now().nextRound());
    }

    void lost(Loss loss) {
        progress.lost(loss);
    }

    void lost(int part, Loss loss) {
        progress.lost(part, loss);
    }

    /** All that is said, with the quotation, in words. */
    String words() {
        Wording wording = account.agentWording();
        Quote quote = reply.quote();
        List<Content> said = quote == null ? reply.contents() : Preface.quoting(quote, reply.contents(), wording);
        return said.stream().map(content -> content.plainText(wording)).collect(Collectors.joining("\n"));
    }

    /** What is lost of the answer, at earlier attempts too. */
    List<Loss> losses() {
        return progress.losses();
    }
}
