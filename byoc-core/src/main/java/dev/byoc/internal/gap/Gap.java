package dev.byoc.internal.gap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time in which webhooks of Freshchat may have been missed.
 *
 * @param from since when
 * @param to until when; no two gaps have the same, and later ones have later times even where the clock was put back, so that it is also
 *     the gap's name
 * @param swept the last gap of which all conversations within bounds were read; null: none
 * @param asked whether code asked for it: such a one counts where none is looked for automatically, too
 */
public record Gap(Instant from, Instant to, @Nullable Instant swept, boolean asked) {
    private static final String ASKED = "asked";

    boolean isSwept() {
        return swept != null && !swept.isBefore(to);
    }

    /**
     * The gap before and one until now: one, as conversations that the sweep for the one before left alone are read for it once something
     * comes. Of one that was swept, what is older than anything that would still be sent is left out.
     */
    static Gap until(Instant now, Instant from, boolean asked, @Nullable Gap before, Instant oldest) {
        if (before == null) {
            return new Gap(from, now, null, asked);
        }
        Instant to = now.isAfter(before.to()) ? now : before.to().plusMillis(1);
        boolean counts = !before.isSwept() || before.to().isAfter(oldest);
        Instant reach = before.isSwept() && before.from().isBefore(oldest) ? oldest : before.from();
        return new Gap(
                counts && reach.isBefore(from) ? reach : from,
                to,
                before.swept(),
                asked || (before.asked() && !before.isSwept()));
    }

    /** The same, dealt with long ago: only its name still counts. */
    Gap forgotten() {
        return new Gap(Instant.MAX, to, to, false);
    }

    Gap sweptUpTo(Instant gap) {
        return new Gap(from, to, gap, asked);
    }

    String text() {
        return from.toEpochMilli() + " " + to.toEpochMilli() + (swept == null ? "" : " " + swept.toEpochMilli())
                + (asked ? " " + ASKED : "");
    }

    static Gap read(String text) {
        List<String> times = new ArrayList<>(List.of(text.split(" ", -1)));
        boolean asked = times.remove(ASKED);
        return new Gap(time(times.get(0)), time(times.get(1)), times.size() < 3 ? null : time(times.get(2)), asked);
    }

    private static Instant time(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
