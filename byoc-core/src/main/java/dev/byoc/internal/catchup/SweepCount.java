package dev.byoc.internal.catchup;

import dev.byoc.event.RelayEvent;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a sweep has come to so far, as the store keeps it between processes. Fields as in {@link RelayEvent.CaughtUp}. */
record SweepCount(
        int conversations, int sent, int tooOld, int unsure, int ambiguous, int leftOut, int cutShort, int unreadable) {
    static final String SETTING = "sweep";

    static final SweepCount NONE = new SweepCount(0, 0, 0, 0, 0, 0, 0, 0);
    static final SweepCount UNREADABLE = new SweepCount(0, 0, 0, 0, 0, 0, 0, 1);

    static SweepCount of(CatchUp.Count found, boolean cut) {
        return new SweepCount(
                1, found.sent(), found.tooOld(), found.unsure(), found.ambiguous(), found.leftOut(), cut ? 1 : 0, 0);
    }

    SweepCount plus(SweepCount more) {
        return new SweepCount(
                conversations + more.conversations,
                sent + more.sent,
                tooOld + more.tooOld,
                unsure + more.unsure,
                ambiguous + more.ambiguous,
                leftOut + more.leftOut,
                cutShort + more.cutShort,
                unreadable + more.unreadable);
    }

    String text() {
        return IntStream.of(conversations, sent, tooOld, unsure, ambiguous, leftOut, cutShort, unreadable)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    static SweepCount read(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        int[] n = Stream.of(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
        return new SweepCount(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
    }

    /**
     * The closing event.
     *
     * @param passedOver conversations that are left to others, or to nobody here
     * @param inactive conversations that are not looked at
     */
    RelayEvent.CaughtUp event(Instant since, int passedOver, int inactive) {
        return new RelayEvent.CaughtUp(
                since,
                conversations,
                sent,
                tooOld,
                unsure,
                ambiguous,
                leftOut,
                cutShort,
                unreadable,
                passedOver,
                inactive);
    }
}
