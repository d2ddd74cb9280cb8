package dev.byoc.event;

/**
 * Hears what happens in the relay, but for what is {@linkplain MeasuringListener measured}: one event after the other, those of one message in order, soon after it has happened. No
 * message and no request waits for it: up to 50,000 events wait, and what comes then is not told to it but counted. What it throws is logged
 * and ignored. A call that does not return within 10 seconds is interrupted and left behind, and the next event is told on another thread;
 * while eight calls have not returned, events are not told but counted. {@link dev.byoc.relay.RelayEngine#health} shows both, and the log
 * has the count. Other listeners hear all events nevertheless. When the relay is closed, what waits is told first,
 * for at most 10 seconds; a process that is killed tells nothing more.
 *
 * @see RelayEventListener one method for each kind of event
 */
@FunctionalInterface
public interface RelayListener {
    void on(RelayEvent event);
}
