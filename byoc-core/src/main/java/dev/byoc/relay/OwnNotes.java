package dev.byoc.relay;

import dev.byoc.message.Content;
import dev.byoc.store.RelayStore;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the relay's own notes from what agents say. Their echo carries their type as a rule, but not in every payload that Freshchat has
 * sent, and a note that reaches a customer is the worst fault there is: so ids are compared, and while a note is being posted its
 * conversation waits. Thread-safe.
 */
final class OwnNotes {
    /** Enough for every note that could be under way. */
    private static final int MAX_KEPT = 1_000;

    private final RelayStore store;
    private final Map<String, Integer> open = new HashMap<>();
    private final Map<String, Boolean> unclear = new ConcurrentHashMap<>();

    /** Posted a moment ago, and perhaps not yet in the store. */
    private final Set<String> recent = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_KEPT;
        }
    }));

    OwnNotes(RelayStore store) {
        this.store = store;
    }

    synchronized void opened(String conversation) {
        open.merge(conversation, 1, Integer::sum);
    }

    synchronized void closed(String conversation) {
        open.merge(conversation, -1, (a, b) -> a + b <= 0 ? null : a + b);
        notifyAll();
    }

    /** A note was posted under that id; returns it. */
    String posted(String messageId) {
        recent.add(messageId);
        return messageId;
    }

    /** A note may have been posted, and its id is not known: it is told by its words, which nobody else writes. */
    void unclear(String text) {
        if (unclear.size() < MAX_KEPT) {
            unclear.put(text, true);
        }
    }

    /**
     * Waits until no note is being posted to that conversation, as its echo could be what just came. A post takes moments; false if it
     * takes longer than the given time.
     */
    synchronized boolean awaitClosed(String conversation, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (open.containsKey(conversation)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Whether this is a note of ours. */
    boolean isOurs(String messageId, List<Content> contents) {
        return recent.contains(messageId)
                || store.wasPosted(messageId)
                || contents.stream()
                        .anyMatch(content -> content instanceof Content.Text text && unclear.containsKey(text.text()));
    }
}
