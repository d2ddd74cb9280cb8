package dev.byoc.internal.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that never keep a process alive: virtual ones where the JDK has them. */
public final class Threads {
    private static final long KEEP_SECONDS = 60;

    private Threads() {}

    /** As many as are asked for; who asks is bounded elsewhere. */
    public static ExecutorService workers(String name) {
        try {
            MethodHandle virtual = MethodHandles.lookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
            return (ExecutorService) virtual.invoke();
        } catch (NoSuchMethodException e) {
            return pool(name);
        } catch (Throwable e) {
            throw new IllegalStateException("this JDK has virtual threads and does not give them", e);
        }
    }

    /** As many as are asked for, none of them virtual: for code that may hold on to one for good. */
    public static ExecutorService pool(String name) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_SECONDS, TimeUnit.SECONDS, new Handoff(), daemons(name));
    }

    /** With some logs a thread inherits the MDC of the one that begins it, which may work on a message: this one works on others. */
    static Runnable anew(Runnable task) {
        return () -> {
            LogContext.set(null);
            task.run();
        };
    }

    public static ThreadFactory daemons(String name) {
        AtomicLong number = new AtomicLong();
        return task -> {
            Thread thread = new Thread(anew(task), name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
