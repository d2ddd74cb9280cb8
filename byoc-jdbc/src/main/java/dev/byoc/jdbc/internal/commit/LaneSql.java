package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements about rows of lanes, composed once. Rows of a shared database name the host that owns the lane, and its fencing token. */
final class LaneSql {
    private final Dialect dialect;
    private final String select;
    private final String lock;
    private final String selectOne;
    private final String make;
    private final String write;
    private final String writeAndCountOne;

    LaneSql(Dialect dialect) {
        this.dialect = dialect;
        this.select = "select id, due, used_at, " + dialect.now() + (dialect.isShared() ? ", owner, token" : "")
                + " from byoc_lane where id in (?";
        this.lock = ") order by id" + dialect.lock();
        this.selectOne = select + lock;
        this.make = "insert into byoc_lane (scope, dir, account, party, used_at) values (?, ?, ?, ?, " + dialect.now()
                + ") on conflict (scope, dir, account, party) do nothing returning id, used_at";
        this.write = "update byoc_lane set " + (dialect.isShared() ? "owner = ?, token = ?, " : "") + "used_at = "
                + dialect.now() + ", due = " + dialect.now() + " + cast(? as bigint) where id = ?";
        this.writeAndCountOne = counting(1);
    }

    /** Locks and reads that many lanes. */
    String select(int places) {
        return places == 1 ? selectOne : select + ", ?".repeat(places - 1) + lock;
    }

    /** Inserts a lane, unless it exists. */
    String make() {
        return make;
    }

    /** Updates a lane. */
    String write() {
        return write;
    }

    /** What {@link #write} takes. */
    List<@Nullable Object> parameters(LaneRow row) {
        Long time = dialect.time();
        return dialect.isShared() || time == null
                ? Arrays.asList(row.owner(), row.token(), time, time, row.delay(), row.id)
                : Arrays.asList(row.usedAt(time), time, row.delay(), row.id);
    }

    /** Updates a lane and adds to that many rows of counters, in one round trip. */
    String writeAndCount(int counters) {
        return counters == 1 ? writeAndCountOne : counting(counters);
    }

    private String counting(int counters) {
        return "with counted as (" + CounterRows.add(counters) + ") " + write;
    }
}
