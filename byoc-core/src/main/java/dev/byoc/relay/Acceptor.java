package dev.byoc.relay;

import dev.byoc.store.Claim;
import dev.byoc.store.LinkChange;
import dev.byoc.store.NewEntry;
import dev.byoc.store.RelayStore;
import dev.byoc.store.StoreException;
import java.util.List;

/** Stores what has come, tells of it, and only then lets it begin. */
final class Acceptor {
    private final RelayStore store;
    private final Lanes lanes;
    private final Reports reports;

    Acceptor(RelayStore store, Lanes lanes, Reports reports) {
        this.store = store;
        this.lanes = lanes;
        this.reports = reports;
    }

    /**
     * For each entry whether it was new.
     *
     * @throws StoreException if it is not known to be stored
     */
    List<Boolean> accept(List<NewEntry> entries, List<LinkChange> links) {
        if (entries.isEmpty() && links.isEmpty()) {
            return List.of();
        }
        List<Claim> claims = List.of();
        Arriving.Telling telling = reports.arriving(entries);
        try {
            RelayStore.Appended appended = store.append(entries, links, lanes.closed());
            claims = appended.claims();
            for (int i = 0; i < entries.size(); i++) {
                reports.stored(entries.get(i), appended.fresh().get(i));
            }
            return appended.fresh();
        } finally {
            telling.end();
            // Whatever came of telling it: what is stored and handed out is to be begun.
            lanes.take(claims);
        }
    }
}
