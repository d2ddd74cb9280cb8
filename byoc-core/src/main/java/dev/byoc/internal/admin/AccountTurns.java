package dev.byoc.internal.admin;

import dev.byoc.internal.account.Account;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A messenger is asked, or told where webhooks go, by one caller at a time: an older answer must not replace a newer one. Thread-safe. */
public final class AccountTurns {
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** While that messenger is neither asked nor told anything else. */
    <T extends @Nullable Object> T alone(Account account, Supplier<T> task) {
        ReentrantLock lock = of(account);
        lock.lock();
        try {
            return task.get();
        } finally {
            lock.unlock();
        }
    }

    /** The same, unless it is being asked or told something now. */
    void ifFree(Account account, Runnable task) {
        ReentrantLock lock = of(account);
        if (lock.tryLock()) {
            try {
                task.run();
            } finally {
                lock.unlock();
            }
        }
    }

    private ReentrantLock of(Account account) {
        return locks.computeIfAbsent(account.id(), id -> new ReentrantLock());
    }
}
