package dev.byoc.store.spi;

import dev.byoc.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Small values by name, and locks, that all hosts of one scope share. Thread-safe.
 *
 * <p>Every method throws {@link StoreException} if the store is closed or out of reach.
 */
public interface SharedSettings {
    @Nullable
    String get(String name);

    /** The value that is stored, or this one from now on. */
    String getOrPut(String name, String value);

    void put(String name, String value);

    /** What other scopes of the same database have stored under that name, by scope. */
    Map<String, String> elsewhere(String name);

    /**
     * Makes sure that only one caller does something, on this host or another. A lock that is not given back ends by itself.
     *
     * @return when it ends, by this store's clock. Later than that of a lock that has ended before, so it also says whose lock it is. Null:
     *     another caller has it
     */
    @Nullable
    Instant lock(String name, Duration most);

    /**
     * Gives a lock back. One that has ended meanwhile may be another caller's, who keeps it.
     *
     * @param until what {@link #lock} has answered
     */
    void unlock(String name, Instant until);
}
