package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;

/** The statements about rows of lanes, composed once: every message needs them twice. */
final class LaneSql {
    private final String select;
    private final String lock;
    private final String selectOne;
    private final String make;
    private final String write;
    private final String writeAndCountOne;

    LaneSql(Dialect dialect) {
        this.select = "select owner, token, due, id, " + dialect.now() + " from byoc_lane where id in (?";
        this.lock = ") order by id" + dialect.lock();
        this.selectOne = select + lock;
        this.make = "insert into byoc_lane (scope, dir, account, party, used_at) values (?, ?, ?, ?, " + dialect.now()
                + ") on conflict (scope, dir, account, party) do nothing returning id, used_at";
        this.write = "update byoc_lane set owner = ?, token = ?, used_at = " + dialect.now() + ", due = "
                + dialect.now() + " + cast(? as bigint) where id = ?";
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

    /** Updates a lane and adds to that many rows of counters, in one round trip. */
    String writeAndCount(int counters) {
        return counters == 1 ? writeAndCountOne : counting(counters);
    }

    private String counting(int counters) {
        return "with counted as (" + CounterRows.add(counters) + ") " + write;
    }
}
