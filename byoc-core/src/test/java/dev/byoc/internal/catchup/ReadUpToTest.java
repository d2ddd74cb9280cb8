package dev.byoc.internal.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.internal.gap.Gap;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadUpToTest {
    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00.123Z");
    private static final Gap GAP = new Gap(NOON.minusSeconds(600), NOON, null, false);

    private final ReadUpTo readUpTo = new ReadUpTo();

    @Test
    void olderMessagesOfOtherEntriesNeedNoReading() {
        readUpTo.note("c", GAP, NOON, 1);

        assertThat(readUpTo.covers("c", GAP, NOON.minusMillis(1), 2)).isTrue();
        assertThat(readUpTo.covers("c", GAP, NOON, 2)).isFalse();
        assertThat(readUpTo.covers("other", GAP, NOON.minusMillis(1), 2)).isFalse();
    }

    /** As after a lost lease: nothing of its reading was stored. */
    @Test
    void entryThatIsAttemptedAgainReadsAgain() {
        readUpTo.note("c", GAP, NOON, 1);

        assertThat(readUpTo.covers("c", GAP, NOON.minusMillis(1), 1)).isFalse();
    }

    @Test
    void anotherGapIsReadForAnew() {
        readUpTo.note("c", GAP, NOON, 1);

        Gap later = new Gap(NOON, NOON.plusSeconds(60), null, false);
        assertThat(readUpTo.covers("c", later, NOON.minusMillis(1), 2)).isFalse();
    }

    /** Entries keep their times in milliseconds; Freshchat may tell them more precisely. */
    @Test
    void messageOfTheNotedTimeItselfReadsAgain() {
        readUpTo.note("c", GAP, NOON.plusNanos(456_000), 1);

        assertThat(readUpTo.covers("c", GAP, NOON, 2)).isFalse();
    }

    @Test
    void readingThatLeavesNothingEndsTheNote() {
        readUpTo.note("c", GAP, NOON, 1);
        readUpTo.note("c", GAP, null, 2);

        assertThat(readUpTo.covers("c", GAP, NOON.minusMillis(1), 3)).isFalse();
    }
}
