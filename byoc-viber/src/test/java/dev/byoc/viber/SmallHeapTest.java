package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.testkit.server.Fault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small input that would be huge work, many at once, in a machine with 256 MiB of heap. */
final class SmallHeapTest {
    @Test
    void goodMessagesAreRelayedWhileHugeOnesComeInASmallHeap() {
        ChildJvm.Ended small =
                ChildJvm.run(Flood.class, Map.of(), "-Xmx256m", "-Xss512k", "-XX:+ExitOnOutOfMemoryError");

        assertThat(small.output())
                .doesNotContain("OutOfMemoryError", "StackOverflowError")
                .contains(Flood.EXPECTED);
        assertThat(small.output().lines()).as("log lines stay short").allMatch(line -> line.length() < 1_000);
        assertThat(small.exit()).isZero();
    }

    /** Posts all that is odd from several threads, and a good message after each round. */
    static final class Flood {
        private static final int ROUNDS = 3;
        private static final int AT_ONCE = 8;

        static final String EXPECTED = "good messages relayed: " + ROUNDS + ", stray answers: []";

        private Flood() {}

        public static void main(String[] args) throws Exception {
            ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE);
            try (RelayFixture fixture = new RelayFixture()) {
                var anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
                fixture.freshchat.faults().next("GET /users", Fault.hugeGzip(500L * 1024 * 1024));
                List<byte[]> bodies = Stream.concat(BadBodiesTest.huge(), BadBodiesTest.hugeButHarmless())
                        .toList();
                List<Integer> stray = new java.util.ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    List<Future<Integer>> answers = bodies.stream()
                            .map(body -> senders.submit(() -> fixture.post(body)))
                            .toList();
                    anna.says("good " + round);
                    for (Future<Integer> answer : answers) {
                        if (answer.get() != 200) {
                            stray.add(answer.get());
                        }
                    }
                }
                fixture.time().passUntil(() -> good(fixture) == ROUNDS);
                System.out.println("good messages relayed: " + good(fixture) + ", stray answers: " + stray);
                System.out.flush();
            }
            System.exit(0);
        }

        private static long good(RelayFixture fixture) {
            return fixture.posted().stream()
                    .filter(text -> text.startsWith("good "))
                    .count();
        }
    }
}
