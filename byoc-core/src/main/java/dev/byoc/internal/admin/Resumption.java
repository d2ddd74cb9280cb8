package dev.byoc.internal.admin;

import dev.byoc.internal.account.KeyRing;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.report.Reports;

/** Tells the circuit breakers what shows beside the traffic that a remote API works, or may work again. Thread-safe. */
public final class Resumption implements KeyRing.Listener {
    private final StoreView store;
    private final Dispatcher dispatcher;
    private final Reports reports;

    public Resumption(StoreView store, Dispatcher dispatcher, Reports reports) {
        this.store = store;
        this.dispatcher = dispatcher;
        this.reports = reports;
    }

    /** A probe has succeeded. */
    void works(String component) {
        StoreView.Seen seen = store.look();
        boolean nothingWaits = seen.failure() == null && seen.open() == 0;
        if (dispatcher.probed(component, nothingWaits)) {
            reports.resumed(component);
        }
    }

    /** What waits may be tried with the new ones. */
    @Override
    public void keysChanged(String component) {
        dispatcher.probed(component, false);
    }
}
