package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.internal.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The intervals are longer than a test may take: whatever runs was turned. */
@Timeout(30)
class TurnedSchedulerTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration OFTEN = Duration.ofMillis(999);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-15T09:00:00Z"));
    private final Scheduler scheduler = clock.scheduler();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void end() {
        scheduler.stopTimer();
        scheduler.awaitEnd(Duration.ofSeconds(10));
    }

    @Test
    void taskThatLooksOftenRunsWhenTheClockIsMoved() throws InterruptedException {
        SynchronousQueue<Instant> seen = new SynchronousQueue<>();
        scheduler.repeat(LONG, OFTEN, () -> hand(seen));
        clock.advance(Duration.ofSeconds(3));
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(Instant.parse("2026-01-15T09:00:03Z"));
        clock.set(Instant.parse("2026-01-15T08:00:00Z"));
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(Instant.parse("2026-01-15T08:00:00Z"));
    }

    private void hand(SynchronousQueue<Instant> seen) {
        try {
            seen.put(clock.instant());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void taskOfEachMinuteDoesNot() {
        scheduler.repeat(LONG, Duration.ofMinutes(1), runs::incrementAndGet);
        clock.advance(Duration.ofDays(1));
        clock.settle(Duration.ofSeconds(10));
        assertThat(runs).hasValue(0);
    }

    @Test
    void taskRunsAtItsIntervalWhileTheClockStands() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);
        scheduler.repeat(Duration.ZERO, Duration.ofMillis(1), three::countDown);
        assertThat(three.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void settlingWaitsForWorkersAndForThoseThatTheyStart() {
        AtomicBoolean done = new AtomicBoolean();
        scheduler.repeat(LONG, OFTEN, () -> scheduler.execute(() -> scheduler.execute(() -> done.set(true))));
        clock.settle(Duration.ofSeconds(10));
        assertThat(done).isTrue();
    }

    @Test
    void settlingIsNotHeldUpForEverByWhatHangs() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        scheduler.repeat(LONG, OFTEN, () -> {
            hangs.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        clock.settle(Duration.ofMillis(5));
        assertThat(hangs.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void settlingDoesNotWaitForARelayThatHasNotStarted() {
        clock.settle(LONG);
        assertThat(runs).hasValue(0);
    }

    @Test
    void interruptThatATaskLeavesBehindEndsNothingAndIsNotMetByTheNext() {
        AtomicInteger met = new AtomicInteger();
        scheduler.repeat(LONG, OFTEN, () -> {
            met.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
            runs.incrementAndGet();
            Thread.currentThread().interrupt();
        });
        scheduler.repeat(LONG, OFTEN, () -> met.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0));
        clock.settle(Duration.ofSeconds(10));
        clock.settle(Duration.ofSeconds(10));
        assertThat(runs).hasValue(2);
        assertThat(met).hasValue(0);
    }

    @Test
    void nothingRunsOnceItIsStopped() {
        scheduler.repeat(LONG, OFTEN, runs::incrementAndGet);
        clock.settle(Duration.ofSeconds(10));
        scheduler.stopTimer();
        clock.advance(Duration.ofSeconds(1));
        clock.settle(LONG);
        assertThat(runs).hasValue(1);
    }

    @Test
    void eachRelayOfAClockHasItsOwn() {
        Scheduler other = clock.scheduler();
        other.repeat(LONG, OFTEN, runs::incrementAndGet);
        scheduler.repeat(LONG, OFTEN, runs::incrementAndGet);
        clock.settle(Duration.ofSeconds(10));
        assertThat(runs).hasValue(2);
        scheduler.stopTimer();
        clock.settle(Duration.ofSeconds(10));
        assertThat(runs).hasValue(3);
        other.stopTimer();
    }

    @Test
    void workerThatWaitsForTimeGoesOnWhenTheClockIsMovedAndIsNotSettledFor() throws InterruptedException {
        CountDownLatch goesOn = new CountDownLatch(1);
        scheduler.repeat(LONG, OFTEN, runs::incrementAndGet);
        scheduler.execute(() -> {
            scheduler.pause(LONG);
            goesOn.countDown();
        });
        clock.settle(LONG);
        clock.settle(LONG);
        assertThat(goesOn.getCount()).isOne();
        clock.advance(Duration.ofMillis(1));
        assertThat(goesOn.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void workIsSettledForThatFollowsFromAMoveWhichEndsAPause() {
        AtomicBoolean done = new AtomicBoolean();
        scheduler.repeat(LONG, OFTEN, runs::incrementAndGet);
        scheduler.execute(() -> {
            scheduler.pause(LONG);
            done.set(true);
        });
        clock.settle(LONG);
        clock.advance(Duration.ofMillis(1));
        clock.settle(LONG);
        assertThat(done).isTrue();
    }

    /** Which thread gets the scheduler's lock first after a move is chance, so there are many of them. */
    @Test
    void workIsSettledForThatFollowsFromAMoveWhichEndsManyPauses() {
        scheduler.repeat(LONG, OFTEN, () -> {});
        for (int round = 1; round <= 100; round++) {
            for (int worker = 0; worker < 8; worker++) {
                scheduler.execute(() -> {
                    scheduler.pause(LONG);
                    runs.incrementAndGet();
                });
            }
            clock.settle(LONG);
            clock.advance(Duration.ofMillis(1));
            clock.settle(LONG);
            assertThat(runs).hasValue(8 * round);
        }
    }

    @Test
    void workIsSettledForAfterEachOfTheMovesThatItPausesFor() {
        scheduler.repeat(LONG, OFTEN, () -> {});
        for (int worker = 0; worker < 8; worker++) {
            scheduler.execute(() -> {
                for (int move = 0; move < 100; move++) {
                    scheduler.pause(LONG);
                    runs.incrementAndGet();
                }
            });
        }
        clock.settle(LONG);
        for (int move = 1; move <= 100; move++) {
            clock.advance(Duration.ofMillis(1));
            clock.settle(LONG);
            assertThat(runs).hasValue(8 * move);
        }
    }

    @Test
    void pauseThatAnInterruptEndsCountsOnceWhetherTheClockIsMovedOrNot() {
        scheduler.repeat(LONG, OFTEN, () -> {});
        for (int round = 1; round <= 100; round++) {
            AtomicReference<Thread> paused = new AtomicReference<>();
            scheduler.execute(() -> {
                paused.set(Thread.currentThread());
                scheduler.pause(LONG);
                Thread.interrupted();
                runs.incrementAndGet();
            });
            clock.settle(LONG);
            paused.get().interrupt();
            clock.advance(Duration.ofMillis(1));
            clock.settle(LONG);
            assertThat(runs).hasValue(round);
        }
    }

    @Test
    void workIsSettledForAfterAPauseWhoseTimeWasReached() throws InterruptedException {
        scheduler.repeat(LONG, OFTEN, () -> {});
        for (int round = 1; round <= 100; round++) {
            CountDownLatch reached = new CountDownLatch(1);
            scheduler.execute(() -> {
                scheduler.pause(Duration.ofNanos(1));
                reached.countDown();
                scheduler.pause(LONG);
                runs.incrementAndGet();
            });
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
            clock.settle(LONG);
            clock.advance(Duration.ofMillis(1));
            clock.settle(LONG);
            assertThat(runs).hasValue(round);
        }
    }

    @Test
    void pauseOfAThreadThatIsNoWorkerIsNotSettledFor() throws InterruptedException {
        scheduler.repeat(LONG, OFTEN, () -> {});
        Thread caller = new Thread(() -> scheduler.pause(LONG));
        caller.start();
        clock.settle(LONG);
        caller.interrupt();
        caller.join();
        scheduler.execute(runs::incrementAndGet);
        clock.settle(LONG);
        assertThat(runs).hasValue(1);
    }

    @Test
    void pauseEndsByItselfWhileTheClockStands() {
        scheduler.pause(Duration.ofMillis(1));
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-15T09:00:00Z"));
    }

    @Test
    void interruptEndsAPauseAndStaysSet() {
        Thread.currentThread().interrupt();
        scheduler.pause(LONG);
        assertThat(Thread.interrupted()).isTrue();
    }
}
