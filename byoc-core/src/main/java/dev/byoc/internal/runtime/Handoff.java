package dev.byoc.internal.runtime;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hands tasks to the threads of a pool. One that has just ended a task looks for the next one a little longer before it sleeps, as waking a
 * thread costs about as much as relaying a message does beside it.
 */
final class Handoff extends SynchronousQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    /** Some tens of microseconds where no other thread wants the processor. */
    static final int LOOKS = 50;

    private static final Object FREE = new Object();

    /** What a thread does between two looks. */
    private final transient Runnable between;

    /** Null: no thread looks. {@link #FREE}: one does. Else the task that it is to run. */
    private final transient AtomicReference<@Nullable Object> looking = new AtomicReference<>();

    /** What is right does not depend on the scheduler. */
    @SuppressWarnings("ThreadPriorityCheck")
    Handoff() {
        this(Thread::yield);
    }

    Handoff(Runnable between) {
        this.between = between;
    }

    @Override
    public boolean offer(Runnable task) {
        return looking.compareAndSet(FREE, task) || super.offer(task);
    }

    @Override
    public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
        Runnable task = look();
        return task == null ? super.poll(timeout, unit) : task;
    }

    /** One thread at a time: more would only take the processor from those that work. */
    private @Nullable Runnable look() {
        if (!looking.compareAndSet(null, FREE)) {
            return null;
        }
        for (int i = 0; i < LOOKS && looking.get() == FREE; i++) {
            between.run();
        }
        return looking.getAndSet(null) instanceof Runnable task ? task : null;
    }
}
