package dev.byoc.internal.intake;

import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.report.Arriving;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import java.util.List;

/** Stores what has come, tells of it, and only then lets it begin. */
public final class Acceptor {
    private final Journal journal;
    private final Dispatcher dispatcher;
    private final Reports reports;

    public Acceptor(Journal journal, Dispatcher dispatcher, Reports reports) {
        this.journal = journal;
        this.dispatcher = dispatcher;
        this.reports = reports;
    }

    /**
     * For each entry whether it was new.
     *
     * @throws StoreException if it is not known to be stored
     */
    public List<Boolean> accept(List<NewEntry> entries, List<LinkChange> links) {
        if (entries.isEmpty() && links.isEmpty()) {
            return List.of();
        }
        List<Claim> claims = List.of();
        Arriving.Telling telling = reports.arriving(entries);
        try {
            Journal.Appended appended = journal.append(entries, links, dispatcher.paused());
            claims = appended.claims();
            for (int i = 0; i < entries.size(); i++) {
                reports.stored(entries.get(i), appended.fresh().get(i));
            }
            return appended.fresh();
        } finally {
            telling.end();
            // Whatever came of telling it: what is stored and handed out is to be begun.
            dispatcher.take(claims);
        }
    }
}
