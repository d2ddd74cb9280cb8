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

/** Webhook requests that wait for an answer to carry back. Each is answered at most once. Thread-safe. */
final class SyncDesk {
    /** Requests that may wait at once; more are answered without an agent's words. */
    private static final int MOST_WAITING = 64;

    private final Semaphore places = new Semaphore(MOST_WAITING);

    /** Complete with the answer that goes out, or with nothing as nobody came in time: whichever is first. */
    private final Map<String, CompletableFuture<List<Content>>> waiting = new ConcurrentHashMap<>();

    /** Waits for what an agent or bot says to that customer; empty if nobody does in time. */
    List<Content> await(String account, String customer, Duration patience) {
        if (!places.tryAcquire()) {
            return List.of();
        }
        String key = account + " " + customer;
        CompletableFuture<List<Content>> mine = new CompletableFuture<>();
        try {
            if (waiting.putIfAbsent(key, mine) != null) {
                // Another request of the same customer waits already: the answer goes there.
                return List.of();
            }
            return mine.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return endOf(mine);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return endOf(mine);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is never failed", e);
        } finally {
            waiting.remove(key, mine);
            places.release();
        }
    }

    /** No longer, unless an answer came at this very moment. */
    private static List<Content> endOf(CompletableFuture<List<Content>> mine) {
        mine.complete(List.of());
        return mine.join();
    }

    /** Gives the answer to the request that waits for that customer; false if none does any more: then it goes nowhere. */
    boolean answer(String account, String customer, List<Content> parts) {
        CompletableFuture<List<Content>> one = waiting.get(account + " " + customer);
        return one != null && one.complete(parts);
    }
}
