package dev.byoc.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

    /** Without a wait: a queue that only hands to sleeping threads has no taker then, and refuses the task. */
    @Test
    void a_thread_that_looks_for_its_next_task_gets_it_without_going_to_sleep() throws Exception {
        Runnable task = () -> {};
        Between between = new Between();
        Handoff queue = new Handoff(between);
        between.does(1, () -> between.told.add(queue.offer(task)));

        assertThat(queue.poll(0, TimeUnit.NANOSECONDS)).isSameAs(task);
        assertThat(between.told).containsExactly(true);
    }

    @Test
    void a_task_that_comes_at_the_last_look_is_taken_too() throws Exception {
        Runnable task = () -> {};
        Between between = new Between();
        Handoff queue = new Handoff(between);
        between.does(Handoff.LOOKS, () -> between.told.add(queue.offer(task)));

        assertThat(queue.poll(0, TimeUnit.NANOSECONDS)).isSameAs(task);
        assertThat(between.told).containsExactly(true);
    }

    @Test
    void a_thread_that_looks_takes_one_task_and_the_next_is_left_to_another() throws Exception {
        Runnable first = () -> {};
        Between between = new Between();
        Handoff queue = new Handoff(between);
        between.does(1, () -> between.told.add(queue.offer(first)) && between.told.add(queue.offer(() -> {})));

        assertThat(queue.poll(0, TimeUnit.NANOSECONDS)).isSameAs(first);
        assertThat(between.told).containsExactly(true, false);
    }

    @Test
    void one_thread_looks_at_a_time_and_the_others_sleep() throws Exception {
        Between between = new Between();
        Handoff queue = new Handoff(between);
        between.does(1, () -> between.told.add(queue.poll(0, TimeUnit.NANOSECONDS) != null));

        assertThat(queue.poll(0, TimeUnit.NANOSECONDS)).isNull();
        assertThat(between.told).containsExactly(false);
        assertThat(between.times).isEqualTo(Handoff.LOOKS);
    }

    @Test
    void a_task_that_comes_after_the_last_look_is_left_to_a_new_thread() throws Exception {
        Handoff queue = new Handoff(() -> {});

        assertThat(queue.poll(0, TimeUnit.NANOSECONDS)).isNull();
        assertThat(queue.offer(() -> {})).isFalse();
    }

    /** What happens between two looks, on the thread that looks: so the test says when it is. */
    private static final class Between implements Runnable {
        private final List<Boolean> told = new ArrayList<>();
        private int times;
        private int when;
        private Callable<Boolean> what = () -> false;

        /** At that time, counted from one. */
        void does(int time, Callable<Boolean> task) {
            when = time;
            what = task;
        }

        @Override
        public void run() {
            times++;
            if (times == when) {
                try {
                    what.call();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
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
