package dev.byoc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.MovableClock;
import dev.byoc.internal.breaker.Backoff;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private final RetryPolicy policy =
            RetryPolicy.upTo(8).startingAt(Duration.ofSeconds(2)).cappedAt(Duration.ofMinutes(1));

    @Test
    void waitsDoubleUpToTheCap() {
        for (int attempts = 0; attempts < 100; attempts++) {
            long expected = attempts > 4 ? 60_000 : 2_000L << attempts;
            long millis =
                    new Backoff(policy, new Random(attempts)).delay(attempts).toMillis();

            assertThat(millis).isBetween(expected, expected + expected / 5);
        }
    }

    @Test
    void waitsOfManyAreSpread() {
        long different = new Random(1)
                .longs(50)
                .map(seed -> new Backoff(policy, new Random(seed)).delay(5).toMillis())
                .distinct()
                .count();

        assertThat(different).isGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void policyWithoutTriesIsRefused(int tries) {
        assertThat(RetryPolicy.upTo(tries).faults()).hasSize(1);
    }

    @Test
    void waitOfNothingIsRefused() {
        assertThat(policy.startingAt(Duration.ZERO).faults()).hasSize(1);
    }

    /** {@code -Dbyoc.seeds} for more. */
    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("byoc.seeds", 500));
    }

    private static RetryPolicy anyPolicy(Random random) {
        Duration first = Duration.ofMillis(1 + random.nextLong(1L << random.nextInt(1, 40)));
        Duration cap = first.plusMillis(random.nextLong(1L << random.nextInt(1, 45)));
        return RetryPolicy.upTo(1 + random.nextInt(1_000)).startingAt(first).cappedAt(cap);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void waitsOfAnyPolicyGrowToTheCapAndAreSpreadByAFifthAtMost(long seed) {
        Random random = new Random(seed);
        RetryPolicy any = anyPolicy(random);
        long least = 0;
        for (int attempts :
                new int[] {0, 1, 2, 3, 5, 8, 13, 21, 29, 30, 31, 62, 63, 64, 65, 1_000, Integer.MAX_VALUE}) {
            long unspread = new Backoff(any, new Lowest()).delay(attempts).toMillis();
            long spread = new Backoff(any, random).delay(attempts).toMillis();

            assertThat(unspread)
                    .as("%s after %d", any, attempts)
                    .isBetween(
                            Math.max(least, any.initialDelay().toMillis()),
                            any.maxDelay().toMillis());
            assertThat(spread).isBetween(unspread, unspread + unspread / 5);
            least = unspread;
        }
        assertThat(least).as("the cap is reached").isEqualTo(any.maxDelay().toMillis());
        assertThat(new Backoff(any, new Lowest()).delay(0)).isEqualTo(any.initialDelay());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sameSeedGivesTheSameSchedule(long seed) {
        RetryPolicy any = anyPolicy(new Random(seed));
        Random one = new Random(seed);
        Random two = new Random(seed);

        for (int attempts = 0; attempts < 20; attempts++) {
            assertThat(new Backoff(any, one).delay(attempts)).isEqualTo(new Backoff(any, two).delay(attempts));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void entryIsOverdueOnlyOnceItsDirectionsAgeIsPassed(long seed) {
        Random random = new Random(seed);
        Duration inbound = Duration.ofMillis(random.nextLong(1L << 40));
        Duration outbound = Duration.ofMillis(random.nextLong(1L << 40));
        RetryPolicy any = anyPolicy(random).expiringAfter(inbound, outbound);
        MovableClock clock = new MovableClock();
        for (Direction direction : Direction.values()) {
            Duration age = direction == Direction.INBOUND ? inbound : outbound;
            Entry onItsLastMoment = stored(direction, clock.instant().minus(age));
            Entry past = stored(direction, clock.instant().minus(age).minusMillis(1));

            assertThat(new Backoff(any, new Lowest()).isLate(onItsLastMoment, clock.instant()))
                    .isFalse();
            assertThat(new Backoff(any, new Lowest()).isLate(past, clock.instant()))
                    .isTrue();
        }
    }

    private static Entry stored(Direction direction, Instant at) {
        Lane lane = new Lane(direction, "x", "anna");
        return new Entry(1, lane, "1", new byte[] {1}, at, 0, 0, Checkpoint.NONE, Map.of());
    }

    /** Every wait at its least. */
    private static final class Lowest extends Random {
        private static final long serialVersionUID = 1L;

        @Override
        public long nextLong(long bound) {
            return 0;
        }
    }

    @Test
    void capBelowTheFirstWaitIsRefused() {
        assertThat(policy.cappedAt(Duration.ofSeconds(1)).faults()).hasSize(1);
    }

    @Test
    void negativeAgeIsRefused() {
        assertThat(policy.expiringAfter(Duration.ofSeconds(-1), Duration.ZERO).faults())
                .hasSize(1);
    }

    @Test
    void everyFaultIsToldAtOnceAlsoOfWhatIsMissing() {
        RetryPolicy nothing = new RetryPolicy(0, null, null, null, Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(nothing.faults()).hasSize(4);
        assertThat(nothing.startingAt(Duration.ofSeconds(1)).faults()).hasSize(3);
        assertThat(RetryPolicy.DEFAULT.faults()).isEmpty();
    }
}
