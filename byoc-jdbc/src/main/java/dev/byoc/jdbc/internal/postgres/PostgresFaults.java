package dev.byoc.jdbc.internal.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/**
 * What PostgreSQL's error codes (SQLState) mean for the store, and for an operator. The codes are those of the appendix "PostgreSQL Error
 * Codes" of its manual.
 */
final class PostgresFaults {
    /** A standby, or a user or a pool that is set to read only. */
    static final String READ_ONLY = "25006";

    private PostgresFaults() {}

    /** Blank: the driver or the pool gave none. */
    private static String state(SQLException fault) {
        return fault.getSQLState() == null ? "" : fault.getSQLState();
    }

    /** Data exceptions, constraints, and limits of one row. */
    static boolean isOfTheEntry(SQLException fault) {
        String state = state(fault);
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    static boolean isReadOnly(SQLException fault) {
        return READ_ONLY.equals(fault.getSQLState());
    }

    static String say(SQLException fault) {
        String state = state(fault);
        return meaning(state, fault instanceof SQLTransientConnectionException)
                + (state.isEmpty() ? "" : " (SQLState " + state + ")");
    }

    private static String meaning(String state, boolean unreachable) {
        return switch (state) {
            case READ_ONLY ->
                "this server only reads, as a standby does, or the user or the pool is set to: connect to the primary"
                        + " (targetServerType=primary)";
            case "42501" ->
                "the user may not do that: grant it select, insert, update and delete on the byoc_ tables, and create on"
                        + " their schema to make tables, or run the schema scripts and say migrate(false)";
            case "42P01" -> "the byoc_ tables are not where they were at the start";
            case "3F000" -> "the schema does not exist: create it, or name another one in the address (currentSchema)";
            case "57014" ->
                "the statement_timeout of the user or the pool has ended a statement: set a longer one, or none";
            case "55P03" -> "a lock was not had within the lock_timeout of the user or the pool";
            default -> meaningOfClass(state.length() < 2 ? "" : state.substring(0, 2), unreachable);
        };
    }

    private static String meaningOfClass(String errorClass, boolean unreachable) {
        return switch (errorClass) {
            case "08" -> "no connection to the server";
            case "28" -> "the server does not accept the user or the password";
            case "3D" -> "there is no database of that name";
            case "53" -> "the server is out of disk, memory or connections";
            case "57" -> "the server is starting, stopping or was told to end this";
            default -> unreachable ? "no connection could be had" : "PostgreSQL refused";
        };
    }
}
