package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Codes;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.rows.Query;
import dev.byoc.jdbc.internal.rows.Session;
import dev.byoc.store.spi.Lane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the tables say of lanes with open entries. */
final class OpenLanes {
    private OpenLanes() {}

    /** Those in which something is waiting or being done, by whichever host. */
    static Set<Lane> busy(Session session, Collection<Lane> lanes) {
        // Of a party that is too long a digest is stored.
        Map<Lane, Lane> asked = new HashMap<>();
        lanes.forEach(lane -> asked.put(new Lane(lane.direction(), lane.account(), SafeText.key(lane.party())), lane));
        if (asked.isEmpty()) {
            return Set.of();
        }
        List<@Nullable Object> parameters = new ArrayList<>();
        for (Lane stored : asked.keySet()) {
            parameters.add(session.scope());
            parameters.add(Codes.of(stored.direction()));
            parameters.add(stored.account());
            parameters.add(stored.party());
        }
        String one = "(l.scope = ? and l.dir = ? and l.account = ? and l.party = ?)";
        return new Query<>(
                        "select l.dir, l.account, l.party from byoc_lane l where ("
                                + String.join(" or ", Collections.nCopies(asked.size(), one))
                                + ") and exists (select 1 from byoc_entry e where e.lane = l.id and e.state < 2)",
                        rows -> new Lane(Codes.direction(rows.getInt(1)), rows.getString(2), rows.getString(3)),
                        parameters)
                .all(session).stream().map(asked::get).collect(Collectors.toUnmodifiableSet());
    }

    /** The body of what is being done in a lane; null: nothing is. */
    static byte @Nullable [] underWay(Session session, Lane lane) {
        return Query.of(
                        "select e.body from byoc_lane l join byoc_entry e on e.lane = l.id and e.state < 2 where l.scope = ?"
                                + " and l.dir = ? and l.account = ? and l.party = ? and e.state = 1 order by e.id limit 1",
                        rows -> rows.getBytes(1),
                        session.scope(),
                        Codes.of(lane.direction()),
                        lane.account(),
                        SafeText.key(lane.party()))
                .first(session);
    }
}
