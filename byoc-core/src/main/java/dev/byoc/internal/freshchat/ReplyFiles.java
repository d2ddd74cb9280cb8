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
import dev.byoc.store.spi.Entry;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in what a webhook left out: a file's address, which Freshchat may know only a moment later. Thread-safe. */
public final class ReplyFiles {
    /** How often Freshchat may say that it does not know the address. */
    private static final int MISSES = 3;

    private static final Duration BETWEEN_READS = Duration.ofSeconds(1);

    /** Until Freshchat is asked again whether it answers at all, where its breaker does not say. */
    private static final Duration WHILE_OUT = Duration.ofSeconds(5);

    private static final int MAX_KEPT = 10_000;

    private final FreshchatClient freshchat;
    private final FreshchatReach reach;

    /** Answers without the address, for each entry. Lost with the process: then it is asked for anew, which does no harm. */
    private final Map<Long, Integer> misses = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > MAX_KEPT;
        }
    });

    public ReplyFiles(FreshchatClient freshchat, FreshchatReach reach) {
        this.freshchat = freshchat;
        this.reach = reach;
    }

    /** The contents as far as they are known, or the outcome, which says when to ask again. */
    public record Completed(
            List<Content> contents, @Nullable Outcome notYet) {}

    /** The reply's contents with addresses; as they are once Freshchat has said often enough that it has none. */
    public Completed completed(Attempt attempt, Task.Reply reply) {
        Entry entry = attempt.entry();
        Completed asTheyAre = new Completed(reply.contents(), null);
        if (isComplete(reply.contents()) || misses.getOrDefault(entry.id(), 0) >= MISSES) {
            return asTheyAre;
        }
        Outcome notNow = reach.notNow();
        if (notNow != null) {
            return new Completed(reply.contents(), notNow);
        }
        try {
            List<Content> found = read(reply);
            reach.works(attempt.claim());
            if (found != null) {
                return new Completed(found, null);
            }
        } catch (FreshchatException e) {
            Outcome failed = reach.failed(attempt.claim(), e, Change.NONE);
            if (failed instanceof Outcome.Wait) {
                return new Completed(reply.contents(), failed);
            }
            // For this conversation alone: the answer is worth more than its file, and must not wait for ever.
        }
        return misses.merge(entry.id(), 1, Integer::sum) >= MISSES
                ? asTheyAre
                : new Completed(
                        reply.contents(),
                        new Outcome.Wait(BETWEEN_READS, "Freshchat has not given the file's address yet", Change.NONE));
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
