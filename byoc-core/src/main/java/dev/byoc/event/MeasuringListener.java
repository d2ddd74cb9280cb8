package dev.byoc.event;

/**
 * A {@link RelayListener} that also hears {@link RelayEvent.Measured}: how long each webhook and each call took. Others do not, as there are
 * several for each message, behind which its events would wait. One may be a {@link RelayEventListener} as well.
 */
public interface MeasuringListener extends RelayListener {}
