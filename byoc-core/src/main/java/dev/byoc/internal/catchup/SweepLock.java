package dev.byoc.internal.catchup;

import dev.byoc.store.spi.SharedSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The lock by which one host at a time searches for missed answers. It is not renewed but taken anew, so that another host may have its turn.
 * Used by one worker at a time.
 */
final class SweepLock {
    private static final String NAME = "sweep";
    private static final Duration LOCK_FOR = Duration.ofMinutes(2);

    /** Less than the lock lasts by so much as a reading may take. */
    private static final Duration WORK_FOR = Duration.ofSeconds(60);

    private final SharedSettings settings;
    private final Clock clock;

    /** What the store has answered to its asking; null: this host has no lock. */
    private @Nullable Instant until;

    /** By this machine's clock. */
    private Instant worksUntil = Instant.MIN;

    SweepLock(SharedSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether it was taken, and there is time left for a reading. */
    boolean isHeld() {
        Instant now = clock.instant();
        return until != null && now.isBefore(worksUntil) && worksUntil.isBefore(now.plus(LOCK_FOR));
    }

    /** False: another host has it. */
    boolean takes() {
        Instant now = clock.instant();
        release();
        until = settings.lock(NAME, LOCK_FOR);
        if (until == null) {
            return false;
        }
        worksUntil = now.plus(WORK_FOR);
        return true;
    }

    void release() {
        Instant own = until;
        if (own != null) {
            settings.unlock(NAME, own);
        }
        until = null;
    }

    /** Does that while no host searches; nothing where one does. */
    void alone(Runnable task) {
        Instant own = settings.lock(NAME, LOCK_FOR);
        if (own != null) {
            try {
                task.run();
            } finally {
                settings.unlock(NAME, own);
            }
        }
    }
}
