package dev.byoc.relay;

/** What the relay does by itself, at the moment that a test chooses. */
public final class EngineClockwork {
    private EngineClockwork() {}

    /** As once a minute by the machine's clock. */
    public static void retryRegistrations(RelayEngine relay) {
        relay.parts.registrations().retry();
    }

    /** As before a close: all that can be done now is done. */
    public static void drain(RelayEngine relay) {
        relay.parts.run().awaitDrained();
    }
}
