package dev.byoc.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final Recent<String, Integer> recent = new Recent<>(3);

    @Test
    void theOldestLeavesForTheNewest() {
        put("a", "b", "c", "d");

        assertThat(recent.values()).containsExactly(1, 2, 3);
        assertThat(recent.get("a")).isNull();
        assertThat(recent.contains("a")).isFalse();
        assertThat(recent.get("d")).isEqualTo(3);
    }

    @Test
    void whatIsPutAgainIsTheNewestAndTakesNoSecondPlace() {
        put("a", "b", "c", "a", "d");

        assertThat(recent.values()).containsExactly(2, 3, 4);
        assertThat(recent.get("a")).isEqualTo(3);
        assertThat(recent.contains("b")).isFalse();
    }

    @Test
    void whatIsOnlyReadIsNoNewer() {
        put("a", "b", "c");
        recent.get("a");
        recent.put("d", 9);

        assertThat(recent.contains("a")).isFalse();
    }

    @Test
    void whatIsRemovedMakesRoom() {
        put("a", "b", "c");

        assertThat(recent.remove("b")).isEqualTo(1);
        assertThat(recent.remove("b")).isNull();
        recent.put("d", 9);

        assertThat(recent.values()).containsExactly(0, 2, 9);
    }

    @Test
    void valuesAreThoseOfThatMoment() {
        put("a");
        List<Integer> values = recent.values();
        recent.put("b", 1);

        assertThat(values).containsExactly(0);
    }

    @Test
    void aBoundThatKeepsNothingIsRefused() {
        assertThatThrownBy(() -> new Recent<>(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyThreadsKeepItsBound() throws InterruptedException {
        Recent<Integer, Integer> shared = new Recent<>(100);
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int first = i * 10_000;
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int key = first; key < first + 1_000; key++) {
                    shared.put(key, key);
                    shared.remove(key - 7);
                    shared.values();
                }
                for (int key = first; key < first + 100; key++) {
                    shared.put(key, key);
                }
            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(shared.values()).hasSize(100);
    }

    private void put(String... keys) {
        for (int i = 0; i < keys.length; i++) {
            recent.put(keys[i], i);
        }
    }
}
