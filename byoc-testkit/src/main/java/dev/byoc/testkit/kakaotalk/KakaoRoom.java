package dev.byoc.testkit.kakaotalk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The chat room of one customer: what has arrived there, its consultation session, and who has blocked the other. Thread-safe. */
final class KakaoRoom {
    private final String userKey;
    private final List<KakaoMessage> received = new ArrayList<>();
    private String session = "";
    private boolean open;
    private Instant lastSpoke = Instant.EPOCH;
    private boolean blockedByAgent;
    private boolean blocksChannel;

    KakaoRoom(String userKey) {
        this.userKey = userKey;
    }

    String userKey() {
        return userKey;
    }

    synchronized List<KakaoMessage> received() {
        return List.copyOf(received);
    }

    synchronized void receive(KakaoMessage message) {
        received.add(message);
    }

    /** The session that is open or would be opened by the next message, {@code ""} if there was none since the last end. */
    synchronized String session() {
        return session;
    }

    /** The session that the next event belongs to. */
    synchronized String session(Supplier<String> fresh) {
        if (session.isEmpty()) {
            session = fresh.get();
        }
        return session;
    }

    synchronized void opened(String id, Instant at) {
        // A callback that was held back may be taken when its session is already over.
        if (id.equals(session)) {
            open = true;
            blocksChannel = false;
            lastSpoke = at;
        }
    }

    /** Ends the session; gives its id, {@code ""} if none was open. */
    synchronized String closed() {
        String was = open ? session : "";
        open = false;
        session = "";
        return was;
    }

    synchronized boolean isOpen() {
        return open;
    }

    synchronized boolean isSilentSince(Instant limit) {
        return open && lastSpoke.isBefore(limit);
    }

    synchronized void blockedByAgent(boolean blocked) {
        this.blockedByAgent = blocked;
    }

    /** Until the customer writes again. */
    synchronized void blocksChannel() {
        this.blocksChannel = true;
    }

    /** Whether messages are refused because customer or business has blocked the other. */
    synchronized boolean isBlocked() {
        return blockedByAgent || blocksChannel;
    }
}
