package dev.byoc.relay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a sweep has come to so far, as the store keeps it between processes. Fields as in {@link RelayEvent.CaughtUp}. */
record SweepCount(int conversations, int sent, int tooOld, int unsure, int cutShort, int unreadable) {
    static final String SETTING = "sweep";

    static final SweepCount NONE = new SweepCount(0, 0, 0, 0, 0, 0);
    static final SweepCount UNREADABLE = new SweepCount(0, 0, 0, 0, 0, 1);

    static SweepCount of(CatchUp.Found found, boolean cut) {
        return new SweepCount(1, found.sent(), found.tooOld(), found.unsure(), cut ? 1 : 0, 0);
    }

    SweepCount plus(SweepCount more) {
        return new SweepCount(
                conversations + more.conversations,
                sent + more.sent,
                tooOld + more.tooOld,
                unsure + more.unsure,
                cutShort + more.cutShort,
                unreadable + more.unreadable);
    }

    String text() {
        return conversations + " " + sent + " " + tooOld + " " + unsure + " " + cutShort + " " + unreadable;
    }

    static SweepCount read(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        String[] numbers = text.split(" ", -1);
        return new SweepCount(
                Integer.parseInt(numbers[0]),
                Integer.parseInt(numbers[1]),
                Integer.parseInt(numbers[2]),
                Integer.parseInt(numbers[3]),
                Integer.parseInt(numbers[4]),
                Integer.parseInt(numbers[5]));
    }

    RelayEvent.CaughtUp event(Instant since, int inactive) {
        return new RelayEvent.CaughtUp(since, conversations, sent, tooOld, unsure, cutShort, unreadable, inactive);
    }
}
