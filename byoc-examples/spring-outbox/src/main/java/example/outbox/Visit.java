package example.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One worker's turn with a lane: what it was given, and what is to be stored of it. Not thread-safe. */
final class Visit {
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    /** By then what was stored shows, and a server that let us time out is through with it. */
    private static final Duration UNTIL_SHOWN = Duration.ofSeconds(2);

    /** How a message ended: error is null if it was delivered. */
    record Settled(long message, String error) {}

    private final Lane lane;
    private final List<Message> open;
    private final List<Settled> settled = new ArrayList<>();
    private String peer;
    private String conversation;
    private String lastMessage;
    private int attempts;
    private boolean doubt;
    private Duration delay = Duration.ZERO;

    Visit(Lane lane, List<Message> open) {
        this.lane = lane;
        this.open = new ArrayList<>(open);
        this.peer = lane.peer();
        this.conversation = lane.conversation();
        this.lastMessage = lane.lastMessage();
        this.attempts = lane.attempts();
        this.doubt = lane.doubt();
    }

    Lane lane() {
        return lane;
    }

    /** The next message to deliver; null: there is none. */
    Message next() {
        return open.isEmpty() ? null : open.get(0);
    }

    /** The next message is delivered. */
    void delivered() {
        end(null);
    }

    /** The next message is there, in the conversation. */
    void delivered(String messageId) {
        lastMessage = messageId;
        end(null);
    }

    /** The next message never will be delivered. */
    void dead(String why) {
        end(why);
    }

    private void end(String error) {
        settled.add(new Settled(open.remove(0).id(), error));
        attempts = 0;
        doubt = false;
    }

    /** The next message is tried again, later. */
    void failed(CallFailed why) {
        doubt |= why.kind() == CallFailed.Kind.UNKNOWN;
        Duration backoff = FIRST_DELAY.multipliedBy(1L << Math.min(attempts, 10));
        delay = longer(longer(why.retryAfter(), doubt ? UNTIL_SHOWN : Duration.ZERO), shorter(backoff, LONGEST_DELAY));
        attempts++;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    boolean doubt() {
        return doubt;
    }

    void settled() {
        doubt = false;
    }

    String peer() {
        return peer;
    }

    void peer(String id) {
        peer = id;
    }

    String conversation() {
        return conversation;
    }

    /** Another conversation than before, or null for none; nothing is known to be in it. */
    void conversation(String id) {
        conversation = id;
        lastMessage = null;
    }

    String lastMessage() {
        return lastMessage;
    }

    List<Settled> settledMessages() {
        return settled;
    }

    int attempts() {
        return attempts;
    }

    Duration delay() {
        return delay;
    }
}
