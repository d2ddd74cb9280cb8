package dev.byoc.memory;

import dev.byoc.store.spi.SharedSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings and locks of a {@link MemoryStore}, whose one lock guards them. */
final class MemorySettings implements SharedSettings {
    private final Object lock;
    private final Clock clock;
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, Instant> locks = new HashMap<>();

    MemorySettings(Object lock, Clock clock) {
        this.lock = lock;
        this.clock = clock;
    }

    @Override
    public @Nullable String get(String name) {
        synchronized (lock) {
            return settings.get(name);
        }
    }

    @Override
    public String getOrPut(String name, String value) {
        synchronized (lock) {
            settings.putIfAbsent(name, value);
            return settings.getOrDefault(name, value);
        }
    }

    @Override
    public void put(String name, String value) {
        synchronized (lock) {
            settings.put(name, value);
        }
    }

    @Override
    public Map<String, String> elsewhere(String name) {
        return Map.of();
    }

    @Override
    public @Nullable Instant lock(String name, Duration most) {
        synchronized (lock) {
            Instant now = clock.instant();
            Instant before = locks.get(name);
            if (before != null && !before.isBefore(now)) {
                return null;
            }
            Instant until = now.plus(most);
            locks.put(name, until);
            return until;
        }
    }

    @Override
    public void unlock(String name, Instant until) {
        synchronized (lock) {
            locks.remove(name, until);
        }
    }
}
