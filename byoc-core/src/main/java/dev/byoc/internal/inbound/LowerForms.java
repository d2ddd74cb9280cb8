package dev.byoc.internal.inbound;

import dev.byoc.event.Loss;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatReach;
import dev.byoc.internal.media.Brought;
import dev.byoc.internal.media.InboundMedia;
import dev.byoc.internal.render.Degrading;
import dev.byoc.internal.task.Attachment;
import dev.byoc.message.Content;
import java.util.List;

/** What a message becomes whose files Freshchat does not take as they are: pictures as files, then files in words. Thread-safe. */
public final class LowerForms {
    private final InboundMedia media;
    private final FreshchatReach reach;

    public LowerForms(InboundMedia media, FreshchatReach reach) {
        this.media = media;
        this.reach = reach;
    }

    /** Posts contents once more. */
    interface Again<X extends Exception> {
        Outcome post(List<Content> contents) throws X;
    }

    /** The same in the next lower form, where the refusal says that it was the form; else, and where there is none, as it is. */
    List<Content> lower(Posting posting, List<Content> contents, FreshchatException refusal) {
        if (!refusal.isImageRefused() && !refusal.isPartRefused()) {
            return contents;
        }
        List<Content> lower = refusal.isImageRefused() ? withoutPictures(posting, contents) : inWords(posting);
        tell(posting, contents, lower, refusal);
        posting.keepFiles();
        return lower;
    }

    private List<Content> withoutPictures(Posting posting, List<Content> contents) {
        List<Content> lower = media.asFiles(posting.files(), posting.account(), posting.said());
        return lower.equals(contents) ? inWords(posting) : lower;
    }

    private List<Content> inWords(Posting posting) {
        return media.inWords(posting.files(), posting.account(), posting.said());
    }

    /**
     * Posts in the next lower form what is refused without a word that is known: it may be refused for its files. Where it does not arrive
     * without them either, they were not the reason, or that is not known: its files stay for the next time.
     *
     * @param failed what the refusal means otherwise
     */
    <X extends Exception> Outcome orLower(
            Posting posting, List<Content> contents, FreshchatException refusal, Outcome failed, Again<X> again)
            throws X {
        if (!Attachment.anyIn(contents) || !mayBeOfFiles(refusal)) {
            return failed;
        }
        Brought.Mark before = posting.files().mark();
        List<Content> lower = withoutPictures(posting, contents);
        if (lower.equals(contents)) {
            return failed;
        }
        posting.files().triesInPlaceOf(before);
        posting.keepFiles();
        boolean arrived = false;
        try {
            Outcome outcome = again.post(lower);
            arrived = outcome instanceof Outcome.Delivered || outcome instanceof Outcome.Done;
            return outcome;
        } finally {
            if (arrived) {
                tell(posting, contents, lower, refusal);
            } else if (!posting.isUnsettled()) {
                // Else it is looked for in this form.
                posting.files().backTo(before);
            }
        }
    }

    /** What was looked for has arrived: tells what is lost of it, should it be in a lower form. */
    static void found(Posting posting) {
        List<Content> arrived = posting.contents();
        posting.files().whole().forEach((number, content) -> {
            if (!arrived.get(number).equals(content)) {
                posting.lost(number, Loss.refused(Degrading.nameOf(content), "Freshchat refused it"));
            }
        });
    }

    /** The same after 401 or 403 that concern nothing else: a firewall, or a right. */
    private boolean mayBeOfFiles(FreshchatException refusal) {
        return refusal.outcome() == HttpOutcome.REFUSED
                || (refusal.outcome() == HttpOutcome.MISCONFIGURED
                        && !refusal.isOfReplacedToken()
                        && reach.takesOtherCalls());
    }

    private static void tell(Posting posting, List<Content> contents, List<Content> lower, FreshchatException refusal) {
        for (int i = 0; i < contents.size(); i++) {
            if (!lower.get(i).equals(contents.get(i))) {
                String detail = "Freshchat answered " + refusal.status();
                posting.lost(i, Loss.refused(Degrading.nameOf(contents.get(i)), detail));
            }
        }
    }
}
