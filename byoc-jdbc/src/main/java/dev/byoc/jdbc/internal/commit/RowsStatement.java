package dev.byoc.jdbc.internal.commit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that returns something about rows of values. A database behind a network takes all of them at once, as one array for each column; a file takes one
 * after the other, which needs no round trip.
 *
 * @param one takes the values of one row
 * @param all takes the arrays, for {@code unnest}
 * @param columns the SQL types of the values: bigint, integer, text or bytea
 */
public record RowsStatement(String one, String all, List<String> columns) {
    /** Reads the row that a result stands at. */
    public interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    /** Sets the arrays. */
    void set(PreparedStatement statement, Connection connection, List<@Nullable Object[]> rows) throws SQLException {
        for (int column = 0; column < columns.size(); column++) {
            String type = columns.get(column);
            @Nullable Object[] values = array(type, rows.size());
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row)[column];
            }
            statement.setArray(column + 1, connection.createArrayOf(type, values));
        }
    }

    private static @Nullable Object[] array(String type, int length) {
        return switch (type) {
            case "bigint" -> new Long[length];
            case "integer" -> new Integer[length];
            case "bytea" -> new byte[length][];
            default -> new String[length];
        };
    }
}
