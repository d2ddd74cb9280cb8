package dev.byoc.event;

/**
 * Hears what happens in the relay: one event after the other, those of one message in order, soon after it has happened. The relay goes on
 * meanwhile, until 1,000 events wait for the listener; then it waits for it, so that a slow one slows the relay down. What it throws is
 * logged and ignored. A call that does not return within 10 seconds is interrupted and left behind, the next event is told on another
 * thread, and {@link dev.byoc.relay.RelayEngine#health} shows it; while eight calls have not returned, events are not told to this listener
 * but counted, and the count is logged. Other listeners hear all events nevertheless. When the relay is closed, what waits is told first,
 * for at most 10 seconds; a process that is killed tells nothing more.
 *
 * @see RelayEventListener one method for each kind of event
 */
@FunctionalInterface
public interface RelayListener {
    void on(RelayEvent event);
}
