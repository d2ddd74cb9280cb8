package dev.byoc.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What tasks of a pool of the relay's can rely on. */
class HandoffTest {
    private static final int TASKS = 20_000;
    private static final int SUBMITTERS = 4;

    private final ExecutorService pool = Threads.pool("byoc-handoff-test");

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    @Test
    void every_task_runs_once_whatever_its_threads_do_between_two() throws Exception {
        AtomicIntegerArray runs = new AtomicIntegerArray(TASKS);
        CountDownLatch left = new CountDownLatch(TASKS);
        submitFrom(
                SUBMITTERS,
                n -> pool.execute(() -> {
                    runs.incrementAndGet(n);
                    left.countDown();
                }));

        assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(IntStream.range(0, TASKS).filter(n -> runs.get(n) != 1)).isEmpty();
    }

    @Test
    void tasks_that_wait_for_one_another_each_have_a_thread() throws Exception {
        int together = 200;
        CountDownLatch all = new CountDownLatch(together);
        CountDownLatch ended = new CountDownLatch(together);
        for (int i = 0; i < together; i++) {
            pool.execute(() -> {
                all.countDown();
                try {
                    all.await();
                    ended.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tasks_one_after_the_other_do_not_each_get_a_thread_of_their_own() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < TASKS; i++) {
            pool.submit(() -> threads.add(Thread.currentThread())).get();
        }

        assertThat(threads).hasSizeLessThan(10);
    }

    @Test
    void what_was_taken_runs_to_its_end_when_the_pool_is_shut_down_and_the_pool_ends() throws Exception {
        for (int round = 0; round < 200; round++) {
            ExecutorService shortLived = Threads.pool("byoc-handoff-test-" + round);
            CountDownLatch first = new CountDownLatch(1);
            CountDownLatch second = new CountDownLatch(1);
            shortLived.execute(first::countDown);
            first.await();
            // Its thread may look for the next task just now.
            shortLived.execute(second::countDown);
            shortLived.shutdown();

            assertThat(shortLived.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.getCount()).isZero();
        }
    }

    private static void submitFrom(int threads, IntConsumer submit) throws InterruptedException {
        Thread[] all = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            int first = i;
            all[i] = new Thread(() -> {
                for (int n = first; n < TASKS; n += threads) {
                    submit.accept(n);
                }
            });
            all[i].start();
        }
        for (Thread thread : all) {
            thread.join();
        }
    }
}
