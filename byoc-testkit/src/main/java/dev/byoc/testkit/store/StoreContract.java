package dev.byoc.testkit.store;

import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every store promises to the relay, as tests: let the test of a store extend it and make the store on {@link #clock}. It covers the
 * journal with its lanes, figures, links and readings, references, dead letters and timelines, settings and locks. What lies on a disk has
 * more to promise, above all that all of it is there after a restart.
 */
public abstract class StoreContract
        implements JournalContract,
                LanesContract,
                FiguresContract,
                CustomerMapContract,
                CatchUpContract,
                TimelineContract,
                DeadLettersContract,
                SettingsContract {
    /** What the store goes by. */
    protected final SettableClock clock = new SettableClock(TestRelay.NOW);
    /** The store under test, open. */
    protected RelayStore store;

    /** A store with room for ten open entries. */
    protected abstract RelayStore make();

    @BeforeEach
    protected final void open() {
        store = make();
        store.open("test");
    }

    @AfterEach
    protected final void close() {
        store.close();
    }

    @Override
    public final SettableClock clock() {
        return clock;
    }

    @Override
    public final RelayStore store() {
        return store;
    }
}
