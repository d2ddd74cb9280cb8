package dev.byoc.testkit;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A channel with all its optional abilities, a listener, streams of files and the host's own HTTP client throw, hang, give null and leave
 * interrupts behind at random, and a store throws under the timer and the workers. In the end every message is delivered, once, or is a dead letter of which the listener, and of an answer the agent, was
 * told; and no thread is left. {@link ChaosBreaksTest} shows that it would see the difference.
 */
class ChaosTest {
    /** {@code -Dbyoc.chaos.seeds} for more. */
    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("byoc.chaos.seeds", 10));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyMessageIsDeliveredOrADeadLetterThatWasReported(long seed) {
        ChaosRun.play(seed, 200);
    }
}
