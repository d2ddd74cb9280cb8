package example.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Group commit: what comes while a commit is under way shares the next one. */
final class Batcher<T> {
    private static final int MOST = 512;
    private static final int MOST_WAITING = 10_000;

    private record Waiting<T>(T item, CompletableFuture<Void> stored) {}

    private final LinkedBlockingQueue<Waiting<T>> queue = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Consumer<List<T>> store;

    /** @param store stores all of a batch or, by an exception, none of it */
    Batcher(String name, Consumer<List<T>> store) {
        this.store = store;
        Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Completes once it is committed; fails if it is not, or perhaps not. */
    CompletableFuture<Void> add(T item) {
        Waiting<T> waiting = new Waiting<>(item, new CompletableFuture<>());
        if (!queue.offer(waiting)) {
            waiting.stored().completeExceptionally(new IllegalStateException("too much waits to be stored"));
        }
        return waiting.stored();
    }

    private void run() {
        List<Waiting<T>> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, MOST - 1);
                store(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void store(List<Waiting<T>> batch) {
        try {
            store.accept(batch.stream().map(Waiting::item).toList());
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                batch.get(0).stored().completeExceptionally(e);
            } else {
                // One bad item must not keep the others from being stored.
                batch.forEach(one -> store(List.of(one)));
            }
            return;
        }
        batch.forEach(one -> one.stored().complete(null));
    }
}
