package dev.byoc.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogThrottleTest {
    private final MovableClock clock = new MovableClock();
    private final List<String> lines = new ArrayList<>();
    private final LogThrottle throttle = new LogThrottle(clock, lines::add);

    @Test
    void theFirstLineIsLoggedAtOnceAndItsLikeAreCounted() {
        repeat(1_000);

        assertThat(lines).containsExactly("shop: 401: not verified");
    }

    @Test
    void theNextMinutesLineTellsHowManyWereHeldBack() {
        String begun = clock.instant().toString();
        repeat(1_000);
        clock.advance(LogThrottle.WINDOW);

        repeat(1_000);

        assertThat(lines)
                .containsExactly(
                        "shop: 401: not verified",
                        "shop: 401: not verified (and 999 more like it since " + begun + ")");
    }

    @Test
    void theCountOfAFloodThatHasEndedIsToldByTheNextFlush() {
        repeat(3);
        throttle.flush();
        assertThat(lines).hasSize(1);
        clock.advance(LogThrottle.WINDOW);

        throttle.flush();
        throttle.flush();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).startsWith("shop: 401: not verified (and 2 more");
    }

    @Test
    void aFlushedCountIsThatMinutesLine() {
        repeat(3);
        clock.advance(LogThrottle.WINDOW);
        throttle.flush();

        repeat(3);

        assertThat(lines).hasSize(2);
    }

    @Test
    void closingTellsTheCountsOfTheMinuteThatIsNotOver() {
        repeat(3);

        throttle.close();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("2 more");
    }

    @Test
    void anotherKindIsNotHeldBackByAFlood() {
        repeat(1_000, "shop: 404", "no address");

        throttle.log("shop: 401", "wrong signature");

        assertThat(lines).containsExactly("shop: 404: no address", "shop: 401: wrong signature");
    }

    @Test
    void numbersMakeNoKind() {
        for (int i = 0; i < 1_000; i++) {
            throttle.log("shop: 400", "not JSON at " + i);
        }

        assertThat(lines).containsExactly("shop: 400: not JSON at 0");
    }

    @Test
    void textThatASenderVariesFillsNeitherTheLogNorTheMemory() {
        for (int i = 0; i < 10_000; i++) {
            throttle.log("refused", letters(i));
        }
        clock.advance(LogThrottle.WINDOW);
        throttle.flush();
        throttle.log("refused", "at last");

        // All kinds that are told apart, the one that stands for the others, its count, and one more.
        assertThat(lines).hasSize(LogThrottle.MOST_KINDS + 3);
        assertThat(lines).anyMatch(line -> line.contains("and 9799 more"));
    }

    @Test
    void aClockThatWasPutBackSilencesNothing() {
        throttle.log("shop: 401", "not verified");
        clock.advance(Duration.ofHours(-1));

        throttle.log("shop: 401", "not verified");

        assertThat(lines).hasSize(2);
    }

    @Test
    void accountsAndStatusesThatDifferInANumberAreTwoKinds() {
        repeat(5, "viber-1: 401", "not verified");
        repeat(5, "viber-2: 401", "not verified");
        repeat(5, "viber-2: 404", "not verified");

        assertThat(lines).hasSize(3);
    }

    private void repeat(int times) {
        repeat(times, "shop: 401", "not verified");
    }

    private void repeat(int times, String what, String why) {
        for (int i = 0; i < times; i++) {
            throttle.log(what, why);
        }
    }

    private static String letters(int number) {
        return String.valueOf(number)
                .chars()
                .map(digit -> digit - '0' + 'a')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
