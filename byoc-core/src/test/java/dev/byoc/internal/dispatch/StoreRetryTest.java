package dev.byoc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.MovableClock;
import dev.byoc.internal.breaker.Backoff;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.internal.runtime.PacedScheduler;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.LostClaimException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreRetryTest {
    private static final RetryPolicy POLICY =
            RetryPolicy.DEFAULT.startingAt(Duration.ofSeconds(1)).cappedAt(Duration.ofSeconds(4));

    private final MovableClock clock = new MovableClock();
    private final LogThrottle often = new LogThrottle(clock);
    private final PacedScheduler time = new PacedScheduler(clock);
    private final StoreRetry retry =
            new StoreRetry(new Backoff(POLICY, new Random(1)), new Background(time, often), often);
    private int writes;

    private Supplier<String> failing(int times, RuntimeException failure) {
        return () -> {
            if (++writes <= times) {
                throw failure;
            }
            return "stored";
        };
    }

    @Test
    void storeThatIsOutIsAskedAgainAfterTheBackOffUntilItTakesTheWrite() {
        assertThat(retry.untilStored(failing(5, new StoreException("out")))).isEqualTo("stored");

        List<Duration> least = List.of(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                Duration.ofSeconds(4),
                Duration.ofSeconds(4));
        assertThat(time.pauses()).hasSameSizeAs(least);
        for (int i = 0; i < least.size(); i++) {
            assertThat(time.pauses().get(i))
                    .isBetween(least.get(i), least.get(i).multipliedBy(6).dividedBy(5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatAStoreShouldNotThrowIsTriedAgainSoon(int times) {
        assertThat(retry.untilStored(failing(times, new IllegalStateException("broken"))))
                .isEqualTo("stored");
        assertThat(time.pauses()).hasSize(times).allMatch(Duration.ofMillis(50)::equals);
    }

    @Test
    void whatAStoreShouldNotThrowIsThrownOnAfterThreeFurtherAttempts() {
        IllegalStateException broken = new IllegalStateException("broken");
        assertThatThrownBy(() -> retry.untilStored(failing(100, broken))).isSameAs(broken);
        assertThat(writes).isEqualTo(4);
    }

    @Test
    void lostClaimIsNotTriedAgain() {
        LostClaimException lost = new LostClaimException("another host's");
        assertThatThrownBy(() -> retry.untilStored(failing(100, lost))).isSameAs(lost);
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void nothingIsWaitedForOnceEverythingEnds() {
        retry.end();
        StoreException out = new StoreException("out");
        assertThatThrownBy(() -> retry.untilStored(failing(100, out))).isSameAs(out);
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void workIsBegunAtOnceWhileNoWriteWaitsForTheStore() {
        retry.awaitStore();
        assertThat(time.pauses()).isEmpty();
    }

    /** An interrupt ends its waiting here, as the one thread there is would never come to the write's next attempt. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void nothingNewIsBegunWhileAWriteWaitsForTheStore(int looks) {
        time.meanwhile(() -> {
            time.meanwhile(() -> {
                if (time.pauses().size() > looks) {
                    Thread.currentThread().interrupt();
                }
            });
            retry.awaitStore();
        });

        assertThat(retry.untilStored(failing(1, new StoreException("out")))).isEqualTo("stored");

        assertThat(time.pauses()).hasSize(1 + looks);
        assertThat(time.pauses().subList(1, 1 + looks)).allMatch(Duration.ofMillis(50)::equals);
    }

    @Test
    void workIsBegunAgainOnceTheWriteIsStored() {
        retry.untilStored(failing(2, new StoreException("out")));

        retry.awaitStore();

        assertThat(time.pauses()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("failuresOfAWait")
    void writeWhoseWaitFailsHoldsUpNothingElse(Throwable failure) {
        time.meanwhile(() -> StoreRetryTest.<RuntimeException>fail(failure));
        assertThatThrownBy(() -> retry.untilStored(failing(100, new StoreException("out"))))
                .isSameAs(failure);

        time.meanwhile(Thread.currentThread()::interrupt);
        retry.awaitStore();

        assertThat(Thread.interrupted()).as("waited").isFalse();
        assertThat(time.pauses()).hasSize(1);
    }

    static Stream<Throwable> failuresOfAWait() {
        return Stream.of(
                new IllegalStateException("the timer has ended"),
                new OutOfMemoryError("unable to create native thread"),
                new StoreException("not the one of the write"));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(Throwable failure) throws T {
        throw (T) failure;
    }
}
