package dev.byoc.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final MovableClock clock = new MovableClock();
    private final Deadline deadline = new Deadline(Duration.ofSeconds(2), clock);

    private boolean isReachedAfter(Duration step) {
        clock.advance(step);
        return deadline.isReached();
    }

    @Test
    void isReachedOnceSoMuchTimeHasPassed() {
        assertThat(deadline.isReached()).isFalse();
        assertThat(isReachedAfter(Duration.ofMillis(1_999))).isFalse();
        assertThat(isReachedAfter(Duration.ofMillis(1))).isTrue();
        assertThat(isReachedAfter(Duration.ofDays(1))).isTrue();
    }

    @Test
    void countsNoLooksWhileTheClockStands() {
        for (int look = 0; look < 10_000; look++) {
            assertThat(deadline.isReached()).isFalse();
        }
    }

    @Test
    void isReachedNoLaterIfTheClockIsPutBack() {
        assertThat(isReachedAfter(Duration.ofMillis(1_500))).isFalse();
        assertThat(isReachedAfter(Duration.ofDays(-1))).isFalse();
        assertThat(isReachedAfter(Duration.ofMillis(499))).isFalse();
        assertThat(isReachedAfter(Duration.ofMillis(1))).isTrue();
    }

    @Test
    void staysReachedIfTheClockIsPutBack() {
        assertThat(isReachedAfter(Duration.ofSeconds(2))).isTrue();
        assertThat(isReachedAfter(Duration.ofDays(-1))).isTrue();
    }

    @Test
    void waitOfNothingIsOverAtOnce() {
        assertThat(new Deadline(Duration.ZERO, clock).isReached()).isTrue();
    }
}
