package dev.byoc.spring;

import dev.byoc.event.Health;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.StoreException;

/**
 * The application's relay: a bean that is there from the start on, also while the relay's store is out of reach. Inject it in place of a
 * {@link RelayEngine}, which cannot be made then. Where the application has a {@code RelayEngine} bean of its own, this is that one.
 *
 * <p>Listeners of the relay are made before it: a {@link dev.byoc.event.RelayListener} bean that needs it takes an {@code
 * ObjectProvider<Relay>}. Thread-safe.
 */
public interface Relay {
    /**
     * The engine, to send and to ask. The starter starts and closes it. It may be another one after a start that failed: do not keep it.
     *
     * @throws StoreException while there is none, as its store is out of reach or the application is stopping; the sentence says which
     * @throws IllegalStateException if this application can have none, as it has no servlet container
     */
    RelayEngine engine();

    /** How it is, in each of its states; as {@link RelayEngine#health}, and why there is no engine where there is none. */
    Health health();
}
