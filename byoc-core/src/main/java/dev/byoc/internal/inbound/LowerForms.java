package dev.byoc.internal.inbound;

import dev.byoc.event.Loss;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.internal.media.InboundMedia;
import dev.byoc.internal.render.Degrading;
import dev.byoc.message.Content;
import java.util.List;

/** What a message becomes whose files Freshchat does not take as they are: pictures as files, then files in words. Thread-safe. */
public final class LowerForms {
    private final InboundMedia media;

    public LowerForms(InboundMedia media) {
        this.media = media;
    }

    /** The same in the next lower form, where the refusal says that it was the form; else, and where there is none, as it is. */
    List<Content> lower(Posting posting, List<Content> contents, FreshchatException refusal) {
        if (!refusal.isImageRefused() && !refusal.isPartRefused()) {
            return contents;
        }
        List<Content> lower = contents;
        if (refusal.isImageRefused()) {
            lower = media.asFiles(posting.files(), posting.account(), posting.said());
        }
        if (lower.equals(contents)) {
            lower = media.inWords(posting.files(), posting.account(), posting.said());
        }
        for (int i = 0; i < contents.size(); i++) {
            if (!lower.get(i).equals(contents.get(i))) {
                String detail = "Freshchat answered " + refusal.status();
                posting.lost(i, Loss.refused(Degrading.nameOf(contents.get(i)), detail));
            }
        }
        posting.keepFiles();
        return lower;
    }
}
