package dev.byoc.jdbc.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether the disk of the database has room left, as it was found at the last look. Thread-safe. */
final class FreeDisk {
    /** Below this nothing new is taken: completions still have to fit. */
    private static final long LEAST_BYTES = 64L * 1024 * 1024;

    /** Below this an operator has to look, while all of it still works. */
    static final long LOW_BYTES = 512L * 1024 * 1024;

    private final Path place;
    private final long lowBytes;
    private volatile @Nullable String obstacle;
    private volatile @Nullable String warning;

    /**
     * Nothing is known before the first look.
     *
     * @param lowBytes with less free it warns
     */
    FreeDisk(Path place, long lowBytes) {
        this.place = place;
        this.lowBytes = lowBytes;
    }

    /** @param file the database, as the links lead to it */
    void look(Path file) {
        try {
            long free = Files.getFileStore(file).getUsableSpace();
            obstacle = isLow(free, LEAST_BYTES, obstacle != null)
                    ? "less than 64 MB are free on the disk of " + place
                    : null;
            warning = isLow(free, lowBytes, warning != null)
                    ? "The disk of " + place + " is nearly full: with less than 64 MB free nothing more is taken."
                    : null;
        } catch (IOException e) {
            // Some file systems do not say. The writer meets a full disk itself.
            obstacle = null;
            warning = null;
        }
    }

    /** Why nothing new is taken. */
    @Nullable
    String obstacle() {
        return obstacle;
    }

    /** What an operator has to look at soon. */
    @Nullable
    String warning() {
        return warning;
    }

    /** Free space that comes and goes about a limit is low all the time. */
    static boolean isLow(long free, long limit, boolean wasLow) {
        return free < limit || (wasLow && free - limit < limit / 8);
    }
}
