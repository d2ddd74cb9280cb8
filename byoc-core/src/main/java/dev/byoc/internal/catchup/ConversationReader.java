package dev.byoc.internal.catchup;

import dev.byoc.Direction;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.freshchat.MessagePage;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.gap.Gap;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.task.FreshchatKeys;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.References;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a conversation, newest first, until a message that was known before a gap, or a bound. Thread-safe. */
public final class ConversationReader {
    static final int MOST_PAGES = 5;

    private final FreshchatClient freshchat;
    private final Journal journal;
    private final References references;

    public ConversationReader(FreshchatClient freshchat, Journal journal, References references) {
        this.freshchat = freshchat;
        this.journal = journal;
        this.references = references;
    }

    /** Whether one more page may be read now, perhaps after a while. */
    interface Turn {
        Turn AT_ONCE = () -> {};

        /** Returns when it may. */
        void await() throws InterruptedException;
    }

    /** What a reading that failed says of its conversation. */
    enum Failure {
        /** There is no such conversation any more, so nothing was missed in it. */
        GONE,
        /** The next time would fail too: no such request is taken, or the token, which may write, may not read. */
        FOR_GOOD,
        /** It may be of this conversation alone. */
        PERHAPS_ITS_OWN,
        /** Of all calls at present. */
        PASSES;

        static Failure of(FreshchatException e) {
            if (e.status() == 403) {
                return FOR_GOOD;
            }
            return switch (e.outcome()) {
                case GONE -> GONE;
                case REFUSED, UNSENDABLE, TOO_LARGE -> FOR_GOOD;
                case FAILED, UNREADABLE, CONFLICT, NOT_NOW -> PERHAPS_ITS_OWN;
                default -> PASSES;
            };
        }
    }

    /**
     * Reads it.
     *
     * @param conversation its ids of either family: an account may know it by one of them alone
     * @throws FreshchatException if the first page cannot be had, or a later one in a way that may pass
     */
    Read read(List<String> conversation, Gap gap, Turn turn) throws InterruptedException {
        FreshchatException missing = null;
        for (String id : conversation) {
            try {
                return pages(id, gap, turn);
            } catch (FreshchatException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
                missing = e;
            }
        }
        throw missing == null ? new IllegalStateException("a conversation without an id") : missing;
    }

    private Read pages(String conversation, Gap gap, Turn turn) throws InterruptedException {
        Map<Object, FreshchatMessage> byKey = new LinkedHashMap<>();
        Map<String, Instant> told = new LinkedHashMap<>();
        Map<String, Instant> posted = new LinkedHashMap<>();
        List<Integer> unread = new ArrayList<>();
        Set<String> followed = new HashSet<>();
        Instant oldest = journal.now().minus(Gaps.OLDEST);
        String link = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            turn.await();
            MessagePage messages;
            try {
                messages = freshchat.messages(conversation, link);
            } catch (FreshchatException e) {
                if (page > 0 && leadsNowhere(e)) {
                    return Read.of(byKey.values(), told, posted, unread, gap, true);
                }
                throw e;
            }
            List<String> fresh = new ArrayList<>();
            int before = byKey.size();
            int newer = 0;
            for (FreshchatMessage message : messages.messages()) {
                addUnread(messages, newer++, byKey.size(), unread);
                boolean isNew = byKey.putIfAbsent(keyOf(message), message) == null;
                if (isNew && message.id() != null) {
                    fresh.add(message.id());
                }
            }
            addUnread(messages, newer, byKey.size(), unread);
            told.putAll(told(fresh));
            posted.putAll(references.postedAt(fresh));
            Read sofar = Read.of(byKey.values(), told, posted, unread, gap, false);
            link = messages.older();
            if (sofar.known() < byKey.size()
                    || link == null
                    || (messages.messages().isEmpty() && messages.unread().isEmpty())) {
                return sofar;
            }
            boolean repeats = byKey.size() == before || !followed.add(link);
            if (repeats || messages.messages().stream().anyMatch(message -> isBefore(message, oldest))) {
                return Read.of(byKey.values(), told, posted, unread, gap, true);
            }
        }
        return Read.of(byKey.values(), told, posted, unread, gap, true);
    }

    /** Those of a page that stand there, at their place in all that is read. */
    private static void addUnread(MessagePage page, int there, int place, List<Integer> unread) {
        page.unread().stream().filter(newer -> newer == there).forEach(each -> unread.add(place));
    }

    /** By what a message is told from others: without an id by all that it says. */
    private static Object keyOf(FreshchatMessage message) {
        return message.id() == null ? message : message.id();
    }

    /** Its link leads to a stranger for instance, and would do so the next time. */
    private static boolean leadsNowhere(FreshchatException e) {
        return e.outcome() == HttpOutcome.UNSENDABLE
                || e.outcome() == HttpOutcome.GONE
                || e.outcome() == HttpOutcome.TOO_LARGE
                || e.outcome() == HttpOutcome.REFUSED;
    }

    private Map<String, Instant> told(List<String> ids) {
        Map<String, String> idOf = new LinkedHashMap<>();
        for (String id : ids) {
            idOf.put(FreshchatKeys.keyOf(id), id);
            idOf.put(FreshchatKeys.movedKeyOf(id), id);
        }
        Map<String, Instant> told = new LinkedHashMap<>();
        journal.storedAt(Direction.OUTBOUND, idOf.keySet())
                .forEach((key, at) -> told.merge(
                        String.valueOf(idOf.get(key)), at, (one, other) -> one.isBefore(other) ? one : other));
        return told;
    }

    private static boolean isBefore(FreshchatMessage message, Instant time) {
        return message.createdTime() != null && message.createdTime().isBefore(time);
    }
}
