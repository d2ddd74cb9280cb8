package dev.byoc.relay;

/**
 * Hears what happens in the relay. Called on the relay's own threads, so it must return quickly; what it throws is logged and ignored.
 * Thread-safe.
 */
@FunctionalInterface
public interface RelayListener {
    void on(RelayEvent event);
}
