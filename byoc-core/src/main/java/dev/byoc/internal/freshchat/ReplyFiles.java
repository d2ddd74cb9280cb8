package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.task.MediaContents;
import dev.byoc.internal.task.Task;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.store.spi.Change;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills in what a webhook left out: a file's address, which Freshchat may know only a moment later. Thread-safe. */
public final class ReplyFiles {
    /** How often Freshchat may say that it does not know the address. */
    private static final int MISSES = 3;

    private static final Duration BETWEEN_READS = Duration.ofSeconds(1);

    /** Until Freshchat is asked again whether it answers at all, where its breaker does not say. */
    private static final Duration WHILE_OUT = Duration.ofSeconds(5);

    private final FreshchatClient freshchat;
    private final FreshchatReach reach;

    public ReplyFiles(FreshchatClient freshchat, FreshchatReach reach) {
        this.freshchat = freshchat;
        this.reach = reach;
    }

    /** Whether the addresses of a reply's files are known. */
    public sealed interface Addresses {
        /** How often Freshchat has not known one. */
        int misses();

        /** The contents, with all addresses that can be had. */
        record Known(List<Content> contents, int misses) implements Addresses {}

        /** To be asked for again. */
        record NotYet(Outcome outcome, int misses) implements Addresses {}
    }

    /**
     * The reply's contents with addresses; as they are once Freshchat has said often enough that it has none.
     *
     * @param before how often it has said so at earlier attempts
     */
    public Addresses of(Attempt attempt, Task.Reply reply, int before) {
        if (isComplete(reply.contents()) || before >= MISSES) {
            return new Addresses.Known(reply.contents(), before);
        }
        Outcome notNow = reach.notNow();
        if (notNow != null) {
            return new Addresses.NotYet(notNow, before);
        }
        try {
            List<Content> found = read(reply);
            reach.works(attempt.claim());
            if (found != null) {
                return new Addresses.Known(found, before);
            }
        } catch (FreshchatException e) {
            Outcome failed = reach.failed(attempt.claim(), e, Change.NONE);
            if (failed instanceof Outcome.Wait) {
                return new Addresses.NotYet(failed, before);
            }
            // For this conversation alone: the answer is worth more than its file, and must not wait for ever.
        }
        int misses = before + 1;
        return misses >= MISSES
                ? new Addresses.Known(reply.contents(), misses)
                : new Addresses.NotYet(
                        new Outcome.Wait(BETWEEN_READS, "Freshchat has not given the file's address yet", Change.NONE),
                        misses);
    }

    /** Asks Freshchat for the sake of its answer alone; null: it answers, and what cannot be reached is out of reach by itself. */
    public @Nullable Outcome notNow(Attempt attempt) {
        Outcome notNow = reach.notNow();
        if (notNow != null) {
            return notNow;
        }
        try {
            freshchat.account();
            reach.works(attempt.claim());
            return null;
        } catch (FreshchatException e) {
            if (e.isAnswer()) {
                return null;
            }
            Outcome failed = reach.failed(attempt.claim(), e, Change.NONE);
            return failed instanceof Outcome.Wait
                    ? failed
                    : new Outcome.Wait(WHILE_OUT, String.valueOf(e.getMessage()), Change.NONE);
        }
    }

    private @Nullable List<Content> read(Task.Reply reply) {
        for (String conversation : reply.conversations()) {
            try {
                for (FreshchatMessage message :
                        freshchat.messages(conversation, null).messages()) {
                    if (reply.messageId().equals(message.id()) && isComplete(message.contents())) {
                        return message.contents();
                    }
                }
                return null;
            } catch (FreshchatException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
                // By the wrong one of its two ids.
            }
        }
        return null;
    }

    private static boolean isComplete(List<Content> contents) {
        for (Content content : contents) {
            Media media = MediaContents.mediaOf(content);
            if (media != null && MediaContents.isWithoutAddress(media)) {
                return false;
            }
        }
        return true;
    }
}
