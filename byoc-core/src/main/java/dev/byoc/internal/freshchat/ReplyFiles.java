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
import java.util.Optional;

/** Fills in what a webhook left out: a file's address, which Freshchat may know only a moment later. Thread-safe. */
public final class ReplyFiles {
    /** How often Freshchat may say that it does not know the address. */
    private static final int MISSES = 3;

    private static final Duration BETWEEN_READS = Duration.ofSeconds(1);

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
        FreshchatReach.Asked<Optional<List<Content>>> asked = reach.ask(attempt.claim(), () -> read(reply));
        if (asked instanceof FreshchatReach.Asked.NotAsked<Optional<List<Content>>> later) {
            return new Addresses.NotYet(later.outcome(), before);
        }
        if (asked instanceof FreshchatReach.Asked.Told<Optional<List<Content>>> told
                && told.value().isPresent()) {
            return new Addresses.Known(told.value().get(), before);
        }
        if (asked instanceof FreshchatReach.Asked.Failed<Optional<List<Content>>> failed
                && failed.outcome() instanceof Outcome.Wait wait) {
            return new Addresses.NotYet(wait, before);
        }
        // Else it fails for this conversation alone: the answer is worth more than its file, and must not wait for
        // ever.
        int misses = before + 1;
        return misses >= MISSES
                ? new Addresses.Known(reply.contents(), misses)
                : new Addresses.NotYet(
                        new Outcome.Wait(BETWEEN_READS, "Freshchat has not given the file's address yet", Change.NONE),
                        misses);
    }

    /** The contents as Freshchat lists them, once it knows all their addresses. */
    private Optional<List<Content>> read(Task.Reply reply) {
        for (String conversation : reply.conversations()) {
            try {
                for (FreshchatMessage message :
                        freshchat.messages(conversation, null).messages()) {
                    if (reply.messageId().equals(message.id()) && isComplete(message.contents())) {
                        return Optional.of(message.contents());
                    }
                }
                return Optional.empty();
            } catch (FreshchatException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
                // By the wrong one of its two ids.
            }
        }
        return Optional.empty();
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
