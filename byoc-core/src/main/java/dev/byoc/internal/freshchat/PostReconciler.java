package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.freshchat.FreshchatMessage.Voice;
import dev.byoc.freshchat.MessagePage;
import dev.byoc.internal.checkpoint.Doubt;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a POST of unknown outcome was done: by position, as two equal messages in a row are two messages, and by what it says, as
 * the customer's Freshchat user may write by other ways too, and an earlier POST may show late.
 */
public final class PostReconciler {
    /** When it is asked again; after the last time absent means "not done". A server that let us time out may still be at it. */
    private static final List<Duration> AFTER_TIMEOUT =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(20));

    /** A message shows up to some ten seconds after it was stored, however the call that stored it ended. */
    private static final List<Duration> AFTER_ERROR =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(6));

    /** Most likely it was not done: one more look, by when it would show. */
    private static final List<Duration> AFTER_ANSWER = List.of(Duration.ofSeconds(10));

    /** How far back is looked for what may have been stored: newer messages than these have come since. */
    public static final int MOST_PAGES = 5;

    /** How far Freshchat's clock may lag behind ours. */
    private static final Duration CLOCKS = Duration.ofMinutes(2);

    private final FreshchatClient freshchat;
    private final FreshchatDirectory directory;

    public PostReconciler(FreshchatClient freshchat, FreshchatDirectory directory) {
        this.freshchat = freshchat;
        this.directory = directory;
    }

    /**
     * Where a message was found.
     *
     * @param messageId null: it is there, and the list names no id of it
     */
    public record Found(String conversation, @Nullable String messageId) {}

    /**
     * What a POST was to store.
     *
     * @param user the customer
     * @param said in each wording that it may have been posted in
     */
    public record Sought(String user, Voice voice, List<SameWords> said) {
        public Sought {
            said = List.copyOf(said);
        }

        /** As a conversation's first message: Freshchat may have made an open one of a note. */
        private boolean mayBeFirst(FreshchatMessage message) {
            return !message.failed() && isSpokenBy(message) && said.stream().anyMatch(words -> isOf(words, message));
        }

        private boolean mayBe(FreshchatMessage message) {
            return mayBeFirst(message) && !(voice instanceof Voice.Note && isOpenlyWritten(message));
        }

        /** Agents write there too: what cannot be read may be theirs. */
        private boolean isOf(SameWords words, FreshchatMessage message) {
            return voice instanceof Voice.Customer
                    ? words.mayBe(message)
                    : words.isSaid(message.contents(), message.skipped());
        }

        private static boolean isOpenlyWritten(FreshchatMessage message) {
            return actorOf(message).equals("agent") && message.messageType() != null && message.whyWithheld() == null;
        }

        private static String actorOf(FreshchatMessage message) {
            return message.actorType().strip().toLowerCase(Locale.ROOT);
        }

        private boolean isSpokenBy(FreshchatMessage message) {
            boolean byUser = actorOf(message).equals("user");
            if (voice instanceof Voice.Customer) {
                return byUser && user.equals(message.actorId());
            }
            // A bot's messages may come back as the system's; the words of notes are the relay's alone.
            return !byUser
                    && (!(voice instanceof Voice.Agent agent) || agent.id().equalsIgnoreCase(message.actorId()));
        }
    }

    /** What it means that a POST of unknown outcome was not found. */
    public sealed interface Absence {
        /** It may still show up: it is looked for again. */
        record TooEarly(Duration lookAfter) implements Absence {}

        /** It would show by now: it was not done. */
        record NotDone() implements Absence {}
    }

    /**
     * Whether to look once more for what was not found.
     *
     * @param looks how often it was looked for in vain before this time
     */
    public static Absence absence(Doubt doubt, int looks) {
        List<Duration> schedule = switch (doubt) {
            case TIMED_OUT -> AFTER_TIMEOUT;
            case BROKE_OFF -> AFTER_ERROR;
            case ANSWERED -> AFTER_ANSWER;
        };
        return looks < schedule.size() ? new Absence.TooEarly(schedule.get(looks)) : new Absence.NotDone();
    }

    /** The message in the conversation that it was posted to. */
    public @Nullable Found posted(Entry entry, Link link, String conversation, Sought sought) {
        String last = link.leadsTo(conversation) ? link.lastRef() : null;
        for (String id : link.conversationIds(List.of(conversation))) {
            try {
                FreshchatMessage found = find(id, sought::mayBe, last, entry.at());
                return found == null ? null : new Found(conversation, found.id());
            } catch (FreshchatException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
                // By the wrong one of its two ids; or it is gone, and the message with it.
            }
        }
        return null;
    }

    private @Nullable FreshchatMessage findOrAbsent(String conversation, Sought sought) {
        try {
            return find(conversation, sought::mayBeFirst, null, Instant.EPOCH);
        } catch (FreshchatException e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }

    private @Nullable FreshchatMessage find(
            String conversation, Predicate<FreshchatMessage> sought, @Nullable String last, Instant since) {
        FreshchatMessage found = null;
        String link = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            MessagePage messages = freshchat.messages(conversation, link);
            for (FreshchatMessage message : messages.messages()) {
                if (last != null && last.equals(message.id())) {
                    // What was settled without an id is newer than the last one that has one.
                    return found == null || (found.id() == null && isBefore(found, since)) ? null : found;
                }
                // Of several the newest: nothing of the lane comes after what is in doubt.
                if (found == null && sought.test(message)) {
                    found = message;
                }
            }
            link = messages.older();
            if (link == null) {
                break;
            }
        }
        // No position to count from: none is known, or Freshchat's lists name messages otherwise than its answers do.
        return found == null || isBefore(found, since) ? null : found;
    }

    /** Whether a message is older than the entry that it would have come of, stored at that time. */
    public static boolean isBefore(FreshchatMessage message, Instant since) {
        Instant created = message.createdTime();
        return created != null && created.isBefore(since.minus(CLOCKS));
    }

    /** The message in a conversation of the topic that was not there before, as it was to be created. */
    public @Nullable Found created(String topic, List<String> before, Sought sought)
            throws FreshchatDirectory.NoSuchUser {
        for (String conversation : directory.conversationsOf(sought.user())) {
            if (!before.contains(conversation) && directory.mayBeIn(topic, conversation)) {
                FreshchatMessage found = findOrAbsent(conversation, sought);
                if (found != null) {
                    return new Found(conversation, found.id());
                }
            }
        }
        return null;
    }
}
