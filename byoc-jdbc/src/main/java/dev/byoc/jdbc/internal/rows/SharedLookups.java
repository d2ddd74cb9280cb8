package dev.byoc.jdbc.internal.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups of many threads that share their round trips: while one query is under way, the threads that ask meanwhile wait, and one of them
 * asks for all of them next. A query never begins before what it answers was asked. Thread-safe.
 */
public final class SharedLookups<K, V> {
    private final Query<K, V> query;

    /** Guarded by this, as is the next one. */
    private List<Lookup<K, V>> waiting = new ArrayList<>();

    private boolean underWay;

    public SharedLookups(Query<K, V> query) {
        this.query = query;
    }

    /** Finds the values of these keys, in their order; null: there is none. */
    public interface Query<K, V> {
        List<@Nullable V> of(List<K> keys);
    }

    private record Lookup<K, V>(K key, CompletableFuture<Boolean> turn, CompletableFuture<@Nullable V> answer) {}

    @Nullable
    public V of(K key) {
        Lookup<K, V> mine = new Lookup<>(key, new CompletableFuture<>(), new CompletableFuture<>());
        boolean asks;
        synchronized (this) {
            waiting.add(mine);
            asks = !underWay;
            underWay = true;
        }
        if (asks || mine.turn.join()) {
            askForAll();
        }
        try {
            return mine.answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void askForAll() {
        // The answer is for others too, who were not interrupted.
        boolean interrupted = Thread.interrupted();
        List<Lookup<K, V>> all = List.of();
        try {
            all = take();
            List<@Nullable V> found = query.of(all.stream().map(Lookup::key).toList());
            for (int i = 0; i < all.size(); i++) {
                all.get(i).answer.complete(found.get(i));
            }
        } catch (Throwable e) {
            all.forEach(each -> each.answer.completeExceptionally(e));
        } finally {
            all.forEach(each -> each.turn.complete(false));
            next();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized List<Lookup<K, V>> take() {
        List<Lookup<K, V>> next = new ArrayList<>();
        List<Lookup<K, V>> all = waiting;
        waiting = next;
        return all;
    }

    private synchronized void next() {
        if (waiting.isEmpty()) {
            underWay = false;
        } else {
            waiting.get(0).turn.complete(true);
        }
    }
}
