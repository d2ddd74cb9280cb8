package dev.byoc.internal.gap;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which webhooks of Freshchat may have been missed.
 *
 * @param from since when
 * @param to until when; no two gaps have the same, and later ones have later times even where the clock was put back, so that it is also
 *     the gap's name
 * @param swept the last gap of which all conversations within bounds were read; null: none
 */
public record Gap(Instant from, Instant to, @Nullable Instant swept) {
    boolean isSwept() {
        return swept != null && !swept.isBefore(to);
    }

    /** This gap and one until now: one, unless this one has been dealt with and is older than anything that would still be sent. */
    static Gap until(Instant now, Instant from, @Nullable Gap before, Instant oldest) {
        if (before == null) {
            return new Gap(from, now, null);
        }
        Instant to = now.isAfter(before.to()) ? now : before.to().plusMillis(1);
        boolean counts = !before.isSwept() || before.from().isAfter(oldest);
        return new Gap(counts && before.from().isBefore(from) ? before.from() : from, to, before.swept());
    }

    /** The same, dealt with long ago: only its name still counts. */
    Gap forgotten() {
        return new Gap(Instant.EPOCH, to, to);
    }

    Gap sweptUpTo(Instant gap) {
        return new Gap(from, to, gap);
    }

    String text() {
        return from.toEpochMilli() + " " + to.toEpochMilli() + (swept == null ? "" : " " + swept.toEpochMilli());
    }

    static Gap read(String text) {
        String[] times = text.split(" ", -1);
        return new Gap(time(times[0]), time(times[1]), times.length < 3 ? null : time(times[2]));
    }

    private static Instant time(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
