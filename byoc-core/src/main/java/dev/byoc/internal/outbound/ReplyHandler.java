package dev.byoc.internal.outbound;

import dev.byoc.channel.Capabilities;
import dev.byoc.event.Loss;
import dev.byoc.event.Loss.Kind;
import dev.byoc.freshchat.Skipped;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.checkpoint.Progress;
import dev.byoc.internal.checkpoint.ReplyCheckpoint;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatReach;
import dev.byoc.internal.freshchat.ReplyFiles;
import dev.byoc.internal.guard.Result;
import dev.byoc.internal.media.OutboundMedia;
import dev.byoc.internal.media.PastedPictures;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.render.Preface;
import dev.byoc.internal.render.Rendering;
import dev.byoc.internal.task.Task;
import dev.byoc.message.Content;
import dev.byoc.message.Quote;
import dev.byoc.store.spi.Change;
import dev.byoc.wording.Wording;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** Makes of what an agent said the parts that the customer's messenger can show, and has them sent. Thread-safe. */
public final class ReplyHandler {
    private final ReplyAdmission admission;
    private final ReplyFiles files;
    private final PastedPictures pictures;
    private final FreshchatReach reach;
    private final OutboundMedia media;
    private final PartSender sender;
    private final AgentNotes notes;

    public ReplyHandler(
            ReplyAdmission admission,
            ReplyFiles files,
            PastedPictures pictures,
            FreshchatReach reach,
            OutboundMedia media,
            PartSender sender,
            AgentNotes notes) {
        this.admission = admission;
        this.files = files;
        this.pictures = pictures;
        this.reach = reach;
        this.media = media;
        this.sender = sender;
        this.notes = notes;
    }

    public Outcome reply(Attempt attempt, Account account, Task.Reply reply) {
        return ChannelReach.through(account, reply.customer(), () -> allowed(attempt, account, reply));
    }

    private Outcome allowed(Attempt attempt, Account account, Task.Reply reply) {
        // What was sent in part had been found to be open.
        boolean isOpen = !attempt.entry().partsDone().isEmpty();
        if (!isOpen && admission.verdict(attempt, account, reply) instanceof Verdict.Instead instead) {
            return instead.outcome();
        }
        Result<Capabilities> asked = account.channel().capabilities();
        if (!(asked instanceof Result.Returned<Capabilities> told)) {
            Outcome.Fault fault =
                    asked instanceof Result.NotCalled<Capabilities> ? Outcome.Fault.UNKNOWN : Outcome.Fault.ENTRY;
            return new Outcome.Retry(null, fault, String.valueOf(asked.trouble()), Change.NONE);
        }
        Sending sending = new Sending(attempt, account, reply, told.value(), Progress.ofReply(attempt));
        return sending.progress().ended(ChannelReach.called(() -> deliver(sending)));
    }

    private Outcome deliver(Sending sending) {
        Progress<ReplyCheckpoint> progress = sending.progress();
        ReplyFiles.Addresses addresses =
                files.of(sending.attempt(), sending.reply(), progress.now().withoutAddress());
        progress.note(progress.now().withoutAddress(addresses.misses()));
        if (!(addresses instanceof ReplyFiles.Addresses.Known known)) {
            return ((ReplyFiles.Addresses.NotYet) addresses).outcome();
        }
        Wording wording = sending.account().customerWording();
        // Before anything becomes of its files: the places of what follows do not depend on that.
        List<Content> written = quoting(sending, known.contents());
        PastedPictures.Hosting hosting = pictures.hosted(
                sending.attempt().claim(),
                Rendering.unsent(written, sending.entry().partsDone().keySet()),
                wording,
                progress.now().pictures());
        boolean isNew = !hosting.uploads().equals(progress.now().pictures());
        progress.note(progress.now().pictures(hosting.uploads()));
        if (!(hosting instanceof PastedPictures.Hosting.Done hosted)) {
            return ((PastedPictures.Hosting.NotYet) hosting).outcome();
        }
        if (isNew) {
            // Another host that goes on with this answer finds the uploads.
            progress.keep(Change.NONE);
        }
        hosted.losses().forEach(sending::lost);
        OutboundMedia.Readiness readiness = media.ready(
                progress.now().outage(),
                hosted.contents(),
                sending.can(),
                wording,
                () -> reach.reachability(sending.attempt().claim()));
        progress.note(progress.now().outage(readiness.outage()));
        return readiness instanceof OutboundMedia.Readiness.Ready ready
                ? render(sending, written, ready)
                : ((OutboundMedia.Readiness.NotYet) readiness).outcome();
    }

    private Outcome render(Sending sending, List<Content> written, OutboundMedia.Readiness.Ready ready) {
        // What was being sent in another form is still to go in that form.
        Set<Integer> known = new HashSet<>(sending.entry().partsDone().keySet());
        known.addAll(sending.begun());
        boolean numbered = sending.account().options().numbersPieces();
        Wording wording = sending.account().customerWording();
        Rendering rendering = Rendering.of(written, ready.contents(), sending.can(), numbered, wording, known);
        if (isQuotedInWords(sending)) {
            sending.lost(Loss.of(Kind.DEGRADED, "Quote", Loss.Reason.NO_SUCH_KIND));
        }
        sending.reply()
                .skipped()
                .forEach(skipped -> sending.lost(Loss.of(Kind.DROPPED, skipped.kind(), reason(skipped.why()))));
        ready.losses().forEach(sending::lost);
        rendering.losses().forEach(sending::lost);
        rendering.refused().forEach(sending::lost);
        SortedMap<Integer, Content> parts = rendering.parts();
        if (parts.isEmpty()) {
            return new Outcome.Discarded(
                    "nothing that a customer could see", notes.onLosses(sending.entry(), sending.losses()));
        }
        parts.keySet().removeAll(sending.entry().partsDone().keySet());
        return sender.send(sending, parts);
    }

    /** Behind the quotation in words, where the messenger does not show it. */
    private static List<Content> quoting(Sending sending, List<Content> contents) {
        Quote quote = sending.reply().quote();
        return quote == null || sending.shownQuote() != null
                ? contents
                : Preface.quoting(quote, contents, sending.account().customerWording());
    }

    private static boolean isQuotedInWords(Sending sending) {
        return sending.reply().quote() != null && sending.shownQuote() == null;
    }

    private static Loss.Reason reason(Skipped.Why why) {
        return switch (why) {
            case UNKNOWN -> Loss.Reason.UNREADABLE;
            case HIDDEN -> Loss.Reason.HIDDEN;
            case RELATIVE_ADDRESS -> Loss.Reason.RELATIVE_ADDRESS;
            case NO_ADDRESS -> Loss.Reason.NO_ADDRESS;
        };
    }
}
