package dev.byoc.internal.outbound;

import dev.byoc.internal.guard.Mark;
import dev.byoc.message.Content;
import dev.byoc.webhook.WebhookResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Webhook requests that wait for an answer to carry back. Each is answered at most once. Thread-safe. */
public final class PendingReplies {
    /** Requests that may wait at once; more are answered without an agent's words. */
    private static final int MOST_WAITING = 64;

    private final Semaphore places = new Semaphore(MOST_WAITING);

    private final Map<String, Request> waiting = new ConcurrentHashMap<>();

    /**
     * How long a request may wait.
     *
     * @param came when the relay got it: its network counts from then, however long the relay took to store it
     * @param patience of its network
     */
    public record TimeLimit(Mark came, Duration patience) {
        private Duration left() {
            return patience.minus(came.ago());
        }

        private boolean isOver() {
            return left().compareTo(Duration.ZERO) <= 0;
        }
    }

    /**
     * One request.
     *
     * @param parts complete with the answer that goes out, or empty as no answer came in time, whichever is first
     * @param made whether the channel has made a response of it
     */
    private record Request(TimeLimit limit, CompletableFuture<List<Content>> parts, CompletableFuture<Boolean> made) {
        Request(TimeLimit limit) {
            this(limit, new CompletableFuture<>(), new CompletableFuture<>());
        }
    }

    /**
     * Waits for what an agent or bot says to that customer, or until its time is over; not at all if it is over already.
     *
     * @param write makes the response of the answer, of nothing if none came in time; null: it could not
     */
    public @Nullable WebhookResponse await(
            String account,
            String customer,
            TimeLimit limit,
            Function<List<Content>, @Nullable WebhookResponse> write) {
        if (limit.isOver() || !places.tryAcquire()) {
            return write.apply(List.of());
        }
        String key = account + " " + customer;
        Request mine = new Request(limit);
        try {
            if (waiting.putIfAbsent(key, mine) != null) {
                // Another request of the same customer waits already: the answer goes there.
                return write.apply(List.of());
            }
            WebhookResponse response = write.apply(partsOf(mine));
            mine.made().complete(response != null);
            return response;
        } finally {
            waiting.remove(key, mine);
            // For an answer that is there though its response could not be made.
            mine.parts().complete(List.of());
            mine.made().complete(false);
            places.release();
        }
    }

    private static List<Content> partsOf(Request mine) {
        try {
            return mine.parts().get(mine.limit().left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return endOf(mine);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return endOf(mine);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is never failed", e);
        }
    }

    /** No longer, unless an answer came at this very moment. */
    private static List<Content> endOf(Request mine) {
        mine.parts().complete(List.of());
        return mine.parts().join();
    }

    /** Gives the answer to the request that waits for that customer; false if none does, or it went nowhere. */
    boolean answer(String account, String customer, List<Content> parts) {
        Request one = waiting.get(account + " " + customer);
        // Who writes the response always ends that, in the time that the guard gives it.
        return one != null
                && !one.limit().isOver()
                && one.parts().complete(parts)
                && one.made().join();
    }
}
