package dev.byoc.jdbc.internal.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;

/** What SQLite's result codes mean for the store, and for an operator. The codes are those of sqlite.org/rescode.html. */
final class SqliteFaults {
    static final int BUSY = 5;

    private static final int LOCKED = 6;
    private static final int READ_ONLY = 8;
    private static final int IO_ERROR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANNOT_OPEN = 14;
    private static final int TOO_BIG = 18;
    private static final int CONSTRAINT = 19;
    private static final int MISMATCH = 20;
    private static final int NO_DATABASE = 26;

    private final Path file;

    SqliteFaults(Path file) {
        this.file = file;
    }

    /** Extended codes hold more above the lowest byte. */
    private static int code(SQLException fault) {
        return fault.getErrorCode() & 0xff;
    }

    boolean isDamage(SQLException fault) {
        return switch (code(fault)) {
            case IO_ERROR, CORRUPT, NO_DATABASE -> true;
            default -> false;
        };
    }

    /** Another program has written since this transaction read: it has to be repeated. */
    boolean isStaleRead(SQLException fault) {
        return String.valueOf(fault.getMessage()).contains("BUSY_SNAPSHOT");
    }

    boolean isLocked(SQLException fault) {
        return code(fault) == BUSY || code(fault) == LOCKED;
    }

    /** Whether every change meets that fault, not one entry. */
    boolean isOfTheFile(SQLException fault) {
        return switch (code(fault)) {
            case READ_ONLY, IO_ERROR, CORRUPT, CANNOT_OPEN, NO_DATABASE -> true;
            default -> fault instanceof DisplacedException;
        };
    }

    boolean isOfTheEntry(SQLException fault) {
        return switch (code(fault)) {
            case TOO_BIG, CONSTRAINT, MISMATCH -> true;
            default -> false;
        };
    }

    String say(SQLException fault) {
        if (fault instanceof DisplacedException) {
            return String.valueOf(fault.getMessage());
        }
        return switch (code(fault)) {
            case BUSY, LOCKED ->
                file + " is locked by another program: end what it does there, such as a backup that hangs";
            case READ_ONLY -> file + " cannot be written to: look at its mode and owner, and at its disk";
            case IO_ERROR -> "reading or writing " + file + " failed: look at its disk";
            case CORRUPT, NO_DATABASE -> damaged();
            case FULL -> "the disk is full that " + file + " is on";
            case CANNOT_OPEN -> file + " cannot be opened: look at its mode and owner, and at its folder's";
            default -> "SQLite answered with code " + fault.getErrorCode() + " for " + file;
        };
    }

    String damaged() {
        return file + " is damaged, or no database. Stop the relay, delete " + file.getFileName()
                + "-wal and -shm, put a backup there and start it.";
    }
}
