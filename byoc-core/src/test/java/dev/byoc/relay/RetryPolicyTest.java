package dev.byoc.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private final RetryPolicy policy =
            RetryPolicy.upTo(8).startingAt(Duration.ofSeconds(2)).cappedAt(Duration.ofMinutes(1));

    @Test
    void waitsDoubleUpToTheCap() {
        for (int attempts = 0; attempts < 100; attempts++) {
            long expected = attempts > 4 ? 60_000 : 2_000L << attempts;
            long millis = policy.delay(attempts, new Random(attempts)).toMillis();

            assertThat(millis).isBetween(expected, expected + expected / 5);
        }
    }

    @Test
    void waitsOfManyAreSpread() {
        long different = new Random(1)
                .longs(50)
                .map(seed -> policy.delay(5, new Random(seed)).toMillis())
                .distinct()
                .count();

        assertThat(different).isGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void policyWithoutTriesIsRefused(int tries) {
        assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.upTo(tries));
    }

    @Test
    void waitOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> policy.startingAt(Duration.ZERO));
    }
}
