package dev.byoc.relay;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills in what a webhook left out: a file's address, which Freshchat may know only a moment later. */
final class FreshchatFiles {
    static final String WITHOUT_ADDRESS = "freshchat-file:";
    private static final int TRIES = 3;

    private final FreshchatClient freshchat;

    FreshchatFiles(FreshchatClient freshchat) {
        this.freshchat = freshchat;
    }

    /** The reply's contents with addresses; as they are once that has been tried often enough. Null: ask again. */
    @Nullable
    List<Content> completed(Work.Reply reply, int attempts) {
        if (isComplete(reply.contents()) || attempts >= TRIES) {
            return reply.contents();
        }
        try {
            for (FreshchatMessage message :
                    freshchat.messages(reply.conversation(), null).messages()) {
                if (reply.messageId().equals(message.id()) && isComplete(message.contents())) {
                    return message.contents();
                }
            }
        } catch (FreshchatException e) {
            // Asked again like any other miss; the reply goes out without the file's address in the end.
            return null;
        }
        return null;
    }

    private static boolean isComplete(List<Content> contents) {
        for (Content content : contents) {
            Media media = Rendering.mediaOf(content);
            if (media != null && media.ref().startsWith(WITHOUT_ADDRESS)) {
                return false;
            }
        }
        return true;
    }
}
