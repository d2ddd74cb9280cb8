package dev.byoc.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.MovableClock;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.runtime.LogThrottle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GuardTest {
    private static final Site SEND = new Site("shop", "Channel.send", "anna", Site.MOST, Duration.ZERO);

    private final MovableClock clock = new MovableClock();
    private final Conditions conditions = new Conditions(clock);

    /** A machine that is too busy to run anything before it is told to. */
    private static final class Busy extends AbstractExecutorService {
        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        Thread begin() throws InterruptedException {
            Thread thread = started(tasks.take());
            thread.join();
            return thread;
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }

    private static Thread started(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private Guard guard() {
        return new Guard(clock, conditions, new LogThrottle(clock));
    }

    @Test
    void callThatABusyMachineHasNotBegunYetDoesNotHang() throws Exception {
        Busy machine = new Busy();
        Guard guard = new Guard(clock, conditions, new LogThrottle(clock), machine);
        FutureTask<Result<String>> call = new FutureTask<>(() -> guard.call(SEND, () -> "sent"));
        started(call);
        clock.advance(Duration.ofHours(1));
        assertThatThrownBy(() -> call.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        machine.begin();

        assertThat(call.get()).isEqualTo(new Result.Returned<>("sent"));
        assertThat(conditions.of("shop")).isEmpty();
    }

    @Test
    void callWhoseCallerHasToStopBeforeItBeganIsNeverMade() throws Exception {
        Busy machine = new Busy();
        Guard guard = new Guard(clock, conditions, new LogThrottle(clock), machine);
        AtomicInteger sent = new AtomicInteger();
        FutureTask<Result<Integer>> call = new FutureTask<>(() -> guard.call(SEND, sent::incrementAndGet));
        Thread caller = started(call);

        caller.interrupt();
        CountDownLatch over = new CountDownLatch(1);
        started(() -> {
            while (over.getCount() > 0) {
                clock.advance(Duration.ofSeconds(2));
                LockSupport.parkNanos(1_000_000);
            }
        });

        assertThat(call.get()).isInstanceOf(Result.NotCalled.class);
        over.countDown();
        machine.begin();
        assertThat(sent).hasValue(0);
        assertThat(guard.isOut("shop", "anna")).isFalse();
        assertThat(conditions.of("shop")).isEmpty();
    }

    /** Tells of each interrupt, and returns when it is let go. */
    private static final class Counting implements Callable<String> {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final CountDownLatch release = new CountDownLatch(1);

        @Override
        public String call() {
            told.add("begun");
            while (true) {
                try {
                    release.await();
                    told.add("released");
                    return "late";
                } catch (InterruptedException e) {
                    told.add("interrupted");
                }
            }
        }
    }

    @Test
    void callThatHangsIsInterruptedOnceThoughEverythingEndsBehindIt() throws Exception {
        Guard guard = guard();
        Counting code = new Counting();
        FutureTask<Result<String>> call = new FutureTask<>(() -> guard.call(SEND, code));
        started(call);
        assertThat(code.told.take()).isEqualTo("begun");
        clock.advance(Duration.ofSeconds(11));
        assertThat(call.get()).isInstanceOf(Result.Hung.class);
        assertThat(code.told.take()).isEqualTo("interrupted");

        guard.close();
        code.release.countDown();

        assertThat(code.told.take()).isEqualTo("released");
    }

    @Test
    void callThatIsUnderWayAsEverythingEndsIsInterruptedOnce() throws Exception {
        Guard guard = guard();
        Counting code = new Counting();
        FutureTask<Result<String>> call = new FutureTask<>(() -> guard.call(SEND, code));
        started(call);
        assertThat(code.told.take()).isEqualTo("begun");

        guard.close();

        assertThat(code.told.take()).isEqualTo("interrupted");
        clock.advance(Duration.ofSeconds(11));
        assertThat(call.get()).isInstanceOf(Result.Hung.class);
        code.release.countDown();
        assertThat(code.told.take()).isEqualTo("released");
        assertThat(guard.call(SEND, () -> "more")).isInstanceOf(Result.NotCalled.class);
    }

    @Test
    void interruptOfTheCallerIsHandedOnOnceAndKept() throws Exception {
        Guard guard = guard();
        Counting code = new Counting();
        CountDownLatch flag = new CountDownLatch(1);
        FutureTask<Result<String>> call = new FutureTask<>(() -> {
            Result<String> outcome = guard.call(SEND, code);
            if (Thread.currentThread().isInterrupted()) {
                flag.countDown();
            }
            return outcome;
        });
        Thread caller = started(call);
        assertThat(code.told.take()).isEqualTo("begun");

        caller.interrupt();
        assertThat(code.told.take()).isEqualTo("interrupted");
        caller.interrupt();
        code.release.countDown();

        assertThat(code.told.take()).isEqualTo("released");
        assertThat(call.get()).isEqualTo(new Result.Returned<>("late"));
        flag.await();
    }
}
