package dev.byoc.internal.runtime;

import dev.byoc.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs what it is given on the calling thread, and lets the clock pass on by what a caller waits for. Used by one thread. */
public final class PacedScheduler implements Scheduler {
    private final MovableClock clock;
    private final List<Duration> pauses = new ArrayList<>();
    private Runnable meanwhile = () -> {};

    public PacedScheduler(MovableClock clock) {
        this.clock = clock;
    }

    /** What was waited for so far. */
    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    /** What happens while a caller waits, each time. */
    public void meanwhile(Runnable happens) {
        meanwhile = happens;
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void repeat(Duration first, Duration interval, Runnable task) {
        throw new IllegalStateException("nothing is repeated here");
    }

    @Override
    public void pause(Duration most) {
        pauses.add(most);
        clock.advance(most);
        meanwhile.run();
    }

    @Override
    public void stopTimer() {
        // There is none.
    }

    @Override
    public boolean awaitEnd(Duration most) {
        return true;
    }

    @Override
    public boolean isEnding() {
        return false;
    }
}
