package dev.byoc.jdbc.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether the disk of the database had space left when it was last measured. Thread-safe. */
final class FreeDisk {
    /** Below this no new entry is accepted: completions still have to fit. */
    private static final long LEAST_BYTES = 64L * 1024 * 1024;

    /** Below this operators are warned, while all still works. */
    static final long LOW_BYTES = 512L * 1024 * 1024;

    private final Path place;
    private final long lowBytes;
    private volatile @Nullable String obstacle;
    private volatile @Nullable String warning;

    /**
     * Nothing is known before it is measured.
     *
     * @param lowBytes with less free it warns
     */
    FreeDisk(Path place, long lowBytes) {
        this.place = place;
        this.lowBytes = lowBytes;
    }

    /** @param file the database, as the links lead to it */
    void measure(Path file) {
        try {
            long free = Files.getFileStore(file).getUsableSpace();
            obstacle = isLow(free, LEAST_BYTES, obstacle != null)
                    ? "less than 64 MB are free on the disk of " + place
                    : null;
            warning = isLow(free, lowBytes, warning != null)
                    ? "The disk of " + place + " is nearly full: with less than 64 MB free nothing more is taken."
                    : null;
        } catch (IOException e) {
            // Some file systems do not tell. The writer meets a full disk itself.
            obstacle = null;
            warning = null;
        }
    }

    /** Why no new entry is accepted; null: there is space. */
    @Nullable
    String obstacle() {
        return obstacle;
    }

    /** What operators have to see to before it is an obstacle; null: nothing. */
    @Nullable
    String warning() {
        return warning;
    }

    /** With hysteresis: free space that varies about a limit is low all the time. */
    static boolean isLow(long free, long limit, boolean wasLow) {
        return free < limit || (wasLow && free - limit < limit / 8);
    }
}
