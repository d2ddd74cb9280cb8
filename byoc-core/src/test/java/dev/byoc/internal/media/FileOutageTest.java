package dev.byoc.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.internal.checkpoint.Outage;
import dev.byoc.internal.media.FileOutage.Next.AskAgain;
import dev.byoc.internal.media.FileOutage.Next.GoWithout;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FileOutageTest {
    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
    private final MediaException out = new MediaException(Reason.UNREACHABLE);

    private final FileOutage outage = new FileOutage(Duration.ofMinutes(1), Outage.NONE);

    @Test
    void fileIsAskedForAgainUntilItsTimeIsOver() {
        Instant now = NOON;
        int tries = 0;
        while (outage.next(out, now) instanceof AskAgain again) {
            now = now.plus(again.after());
            tries++;
        }

        assertThat(Duration.between(NOON, now)).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
        assertThat(tries).isGreaterThan(3);
    }

    @Test
    void timeInWhichItWasNotAskedForIsNotCharged() {
        assertThat(outage.next(out, NOON)).isInstanceOf(AskAgain.class);

        // Freshchat's breaker held the lane for an hour meanwhile; a wait and a minute of it may have been the file's.
        outage.forget();
        assertThat(outage.next(out, NOON.plus(Duration.ofHours(1)))).isInstanceOf(AskAgain.class);

        FileOutage longer = new FileOutage(Duration.ofMinutes(10), Outage.NONE);
        assertThat(longer.next(out, NOON)).isInstanceOf(AskAgain.class);
        assertThat(longer.next(out, NOON.plus(Duration.ofHours(1)))).isInstanceOf(AskAgain.class);
    }

    @Test
    void clockThatWasPutBackChargesNothing() {
        assertThat(outage.next(out, NOON)).isInstanceOf(AskAgain.class);
        assertThat(outage.next(out, NOON.minus(Duration.ofHours(1)))).isInstanceOf(AskAgain.class);
    }

    /** The next attempt goes on from what this one has met, as a restart does. */
    @Test
    void timeThatWasWaitedIsNotWaitedForAgain() {
        AskAgain first = (AskAgain) outage.next(out, NOON);
        FileOutage next = new FileOutage(Duration.ofMinutes(1), outage.state());

        assertThat(next.next(out, NOON.plus(first.after()).plusSeconds(60))).isInstanceOf(GoWithout.class);
    }

    @Test
    void fileThatArrivesCutOffIsAskedForThreeTimesOverAllAttempts() {
        MediaException cutOff = new MediaException(Reason.CUT_OFF);
        Outage met = Outage.NONE;
        for (int attempt = 1; attempt < 3; attempt++) {
            FileOutage next = new FileOutage(Duration.ofMinutes(1), met);
            assertThat(next.next(cutOff, NOON)).isInstanceOf(AskAgain.class);
            met = next.state();
        }

        assertThat(new FileOutage(Duration.ofMinutes(1), met).next(cutOff, NOON))
                .isInstanceOf(GoWithout.class);
    }
}
