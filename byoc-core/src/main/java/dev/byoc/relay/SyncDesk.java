package dev.byoc.relay;

import dev.byoc.message.Content;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Webhook requests that wait for an answer to carry back. Each is answered at most once. Thread-safe. */
final class SyncDesk {
    /** Requests that may wait at once; more are answered without an agent's words. */
    private static final int MOST_WAITING = 64;

    /** How long a request whose answer is being written waits for that. */
    private static final Duration WRITING = Duration.ofMillis(500);

    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    /** One request that waits. */
    static final class Waiting {
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CompletableFuture<List<Content>> parts = new CompletableFuture<>();

        /** Hands the answer over, once it is stored as accepted. */
        void answer(List<Content> contents) {
            parts.complete(contents);
        }
    }

    /** Waits for what an agent or bot says to that customer; empty if nobody does in time. */
    List<Content> await(String account, String customer, Duration patience) {
        if (!places.tryAcquire()) {
            return List.of();
        }
        String key = account + " " + customer;
        Waiting mine = new Waiting();
        try {
            if (waiting.putIfAbsent(key, mine) != null) {
                // Another request of the same customer waits already: the answer goes there.
                return List.of();
            }
            List<Content> parts = get(mine, patience);
            if (parts == null && !mine.taken.compareAndSet(false, true)) {
                parts = get(mine, WRITING);
            }
            return parts == null ? List.of() : parts;
        } finally {
            waiting.remove(key, mine);
            places.release();
        }
    }

    private static @Nullable List<Content> get(Waiting mine, Duration most) {
        try {
            return mine.parts.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is never failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** The request that waits for that customer, for the caller alone; null if none does. */
    @Nullable
    Waiting take(String account, String customer) {
        Waiting one = waiting.get(account + " " + customer);
        return one != null && one.taken.compareAndSet(false, true) ? one : null;
    }
}
