package dev.byoc.internal.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map that keeps the values that were put last, and as many as its bound allows: the oldest leaves for the newest. Thread-safe. */
public final class Recent<K, V> {
    private final int most;
    private final Map<K, V> values = new LinkedHashMap<>();

    public Recent(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a bound of " + most + " keeps nothing");
        }
        this.most = most;
    }

    /** The value that was put last under that key; null if there was none, or newer ones have taken its place. */
    public synchronized @Nullable V get(K key) {
        return values.get(key);
    }

    public synchronized boolean contains(K key) {
        return values.containsKey(key);
    }

    /** Puts a value, which is the newest now, also if the key was there. */
    public synchronized void put(K key, V value) {
        values.remove(key);
        values.put(key, value);
        if (values.size() > most) {
            values.remove(values.keySet().iterator().next());
        }
    }

    /** Removes a key and returns its value; null if there was none. */
    public synchronized @Nullable V remove(K key) {
        return values.remove(key);
    }

    /** All values as they are now, the oldest first. */
    public synchronized List<V> values() {
        return List.copyOf(values.values());
    }
}
