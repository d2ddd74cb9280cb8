package dev.byoc.event;

/**
 * Hears what happens in the relay. Several events may come at once; those of one message come in order, as the relay waits for each call to
 * return: so it must return quickly. What it throws is logged and ignored. A call that does not return within 10 seconds is interrupted and
 * left behind, and shows in {@link dev.byoc.relay.RelayEngine#health}; while eight of them have not returned, events are not told to this
 * listener but counted, and the count is logged. Other listeners hear all events nevertheless. Thread-safe.
 *
 * @see RelayEventListener one method for each kind of event
 */
@FunctionalInterface
public interface RelayListener {
    void on(RelayEvent event);
}
