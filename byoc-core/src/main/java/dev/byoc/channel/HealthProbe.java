package dev.byoc.channel;

/**
 * An optional ability: telling whether the account works. Asked every few minutes, as {@code RelayBuilder.probeEvery} says, so it must
 * cost the network little and change nothing there.
 */
public interface HealthProbe {
    /** Asks the network. A throw, or null, counts as {@link AccountHealth.Unreachable}. */
    AccountHealth probe();
}
