package dev.byoc.internal.runtime;

/** A clock that brings along what is scheduled by it, such as one that a test moves: its relays look at it then, and not some time later. */
public interface SchedulingClock {
    /** For one relay. */
    Scheduler scheduler();
}
