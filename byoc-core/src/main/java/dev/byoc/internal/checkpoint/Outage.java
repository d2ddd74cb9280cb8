package dev.byoc.internal.checkpoint;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a message has waited for files that could not be had.
 *
 * @param waited because of the files: time in which they were not asked for is not charged
 * @param last when a file was asked for last; of no meaning before the first failure
 * @param lastWait for how long it was put off then
 * @param failures how often a file could not be had
 * @param cutOff how often one arrived cut off
 */
public record Outage(Duration waited, Instant last, Duration lastWait, int failures, int cutOff) {
    /** No file has failed. */
    public static final Outage NONE = new Outage(Duration.ZERO, Instant.EPOCH, Duration.ZERO, 0, 0);
}
