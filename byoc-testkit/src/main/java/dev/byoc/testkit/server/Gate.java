package dev.byoc.testkit.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds each caller until it is opened; then lets all through for ever. Lets a test put two things in a known order without
 * sleeping. Thread-safe.
 */
public final class Gate {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);

    /** Lets all callers through, now and later. */
    public void open() {
        opened.countDown();
    }

    /**
     * Waits until a caller has come to the gate.
     *
     * @throws AssertionError if no caller comes within 30 s
     */
    public void awaitArrival() {
        if (!within(arrived)) {
            throw new AssertionError("no caller came to the gate within " + Waiting.LIMIT.toSeconds() + " s");
        }
    }

    /** Comes to the gate, and waits until it is open or the thread is interrupted; a fake calls it where a test lets something hang. */
    public void pass() {
        arrived.countDown();
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean within(CountDownLatch latch) {
        try {
            return latch.await(Waiting.LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
