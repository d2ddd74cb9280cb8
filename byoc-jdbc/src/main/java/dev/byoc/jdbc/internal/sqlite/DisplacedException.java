package dev.byoc.jdbc.internal.sqlite;

import java.sql.SQLException;

/** What is written now would not be found by the next start. */
final class DisplacedException extends SQLException {
    private static final long serialVersionUID = 1L;
    private final boolean needsNewConnections;

    DisplacedException(String why, boolean needsNewConnections) {
        super(why, "58030");
        this.needsNewConnections = needsNewConnections;
    }

    boolean needsNewConnections() {
        return needsNewConnections;
    }
}
