package dev.byoc.event;

import java.time.Duration;

/**
 * How long something has taken, by the clock of the store: the relay's own ({@link dev.byoc.relay.RelayBuilder#clock}), on PostgreSQL the
 * database's. In milliseconds there; a clock that is put back makes a duration zero, never negative.
 *
 * @param waited since it was stored until this attempt began: its turn, earlier attempts, the pauses between them, and all the time for
 *     which no relay was running. It is told from the time that is stored with it, so it continues over a restart
 * @param call what this attempt took, until its outcome was known: its calls to Freshchat or the messenger, one after the other, and the
 *     files that were fetched and uploaded for them; zero where none was made. Of this process alone: after a crash the time of the attempt
 *     that was cut off counts as waited
 */
public record Timing(Duration waited, Duration call) {
    public static final Timing NONE = new Timing(Duration.ZERO, Duration.ZERO);

    /** Since it was stored until the outcome of this attempt was known. */
    public Duration total() {
        return waited.plus(call);
    }
}
