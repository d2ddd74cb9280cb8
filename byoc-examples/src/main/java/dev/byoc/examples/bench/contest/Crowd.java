package dev.byoc.examples.bench.contest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Threads that share numbered work. They live on between two turns, as a server's do. */
final class Crowd {
    /** What each thread does: it takes numbers as long as there are any, which is until a negative one. */
    interface Worker {
        void work(IntSupplier numbers) throws IOException;
    }

    private final int threads;
    private final ExecutorService pool;

    Crowd(String name, int threads) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does all numbers below that one, and returns when they are done. */
    void all(int numbers, Worker worker) {
        AtomicInteger next = new AtomicInteger();
        IntSupplier supply = () -> {
            int number = next.getAndIncrement();
            return number < numbers ? number : -1;
        };
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(CompletableFuture.runAsync(
                    () -> {
                        try {
                            worker.work(supply);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    pool));
        }
        running.forEach(CompletableFuture::join);
    }
}
