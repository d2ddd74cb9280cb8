package dev.byoc.internal.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.spi.DeadLetters;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterOperationsTest {
    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    private static final int PAGE = 1_000;

    /** Messages fail as fast as they are discarded. */
    private static final class Busy implements DeadLetters {
        private final List<DeadLetter> letters = new ArrayList<>();
        private long number;

        void fail(Instant at) {
            for (int i = 0; i < PAGE; i++) {
                letters.add(new DeadLetter(number++, "shop", Direction.INBOUND, "party", "key", at, "AUTH", false));
            }
        }

        @Override
        public List<DeadLetter> find(DeadLetterFilter filter, int max) {
            List<DeadLetter> found =
                    letters.stream().filter(filter::covers).limit(max).toList();
            if (number < 5 * PAGE) {
                fail(NOW.plusSeconds(number));
            }
            return found;
        }

        @Override
        public List<DeadLetter> replayable(DeadLetterFilter filter, int max) {
            return find(filter, max);
        }

        @Override
        public Replayed replay(long deadLetter, ReplayMode mode) {
            throw new AssertionError("nothing is replayed");
        }

        @Override
        public boolean discard(long deadLetter, String why) {
            return letters.removeIf(each -> each.id() == deadLetter);
        }
    }

    @Test
    void whatFailsWhileAllAreDiscardedStays() {
        Busy letters = new Busy();
        letters.fail(NOW);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

        assertThat(new DeadLetterOperations(letters, null, clock).discardAll(DeadLetterFilter.ALL))
                .isEqualTo(PAGE);
        assertThat(letters.letters).isNotEmpty().allMatch(each -> each.at().isAfter(NOW));
    }
}
