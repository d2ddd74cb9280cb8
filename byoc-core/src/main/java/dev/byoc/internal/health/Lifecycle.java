package dev.byoc.internal.health;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a relay is between its build and its end. The engine changes it. Thread-safe. */
public final class Lifecycle {
    private enum State {
        BUILT,
        RUNNING,
        CLOSING,
        CLOSED
    }

    /** Hosts let their server listen first, as the start needs it. */
    private static final Duration LATEST_START = Duration.ofMinutes(1);

    private final Clock clock;
    private State state = State.BUILT;
    private Instant since;
    private @Nullable String failure;

    public Lifecycle(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /**
     * The start begins.
     *
     * @throws IllegalStateException unless it was built just now
     */
    public synchronized void start() {
        if (state == State.RUNNING) {
            throw new IllegalStateException("the relay was started before");
        }
        mustBeOpen();
        enter(State.RUNNING);
    }

    /** What follows is the close. */
    public synchronized void startFailed(String why) {
        failure = why;
    }

    /** False: it has been closed before. */
    public synchronized boolean closing() {
        if (!isOpen()) {
            return false;
        }
        enter(State.CLOSING);
        return true;
    }

    public synchronized void closed() {
        enter(State.CLOSED);
    }

    private void enter(State next) {
        state = next;
        since = clock.instant();
    }

    public synchronized boolean isStarted() {
        return state != State.BUILT;
    }

    public synchronized boolean isStartForgotten() {
        return state == State.BUILT && clock.instant().isAfter(since.plus(LATEST_START));
    }

    private boolean isOpen() {
        return state == State.BUILT || state == State.RUNNING;
    }

    /** In a word or two, for strangers too; null: it takes what comes. */
    public synchronized @Nullable String refusal() {
        return isOpen() ? null : state == State.CLOSING ? "closing" : "closed";
    }

    /**
     * Checks that the relay is neither closing nor closed.
     *
     * @throws IllegalStateException saying that it is being closed, or is closed, and why
     */
    public synchronized void mustBeOpen() {
        if (!isOpen()) {
            throw new IllegalStateException("the relay is " + sentence());
        }
    }

    /** As {@link #mustBeOpen}, for what can be done until everything has ended. */
    public synchronized void mustNotBeClosed() {
        if (state == State.CLOSED) {
            mustBeOpen();
        }
    }

    /** What is stored must not be taken for sent, and what is closed not for working. */
    public synchronized Health.@Nullable Part trouble() {
        return switch (state) {
            case RUNNING -> null;
            case BUILT ->
                down(
                        "not started: what comes is stored, and nothing is relayed",
                        "Call start() once the web server listens.");
            case CLOSING, CLOSED -> down(sentence(), "Build and start another relay.");
        };
    }

    private Health.Part down(String cause, String remedy) {
        return new Health.Part(Health.RELAY, Status.DOWN, since, cause, remedy, null);
    }

    /** What {@link #mustBeOpen} says. */
    public synchronized String sentence() {
        String word = String.valueOf(refusal());
        return failure == null ? word : word + ", as its start failed: " + failure;
    }
}
