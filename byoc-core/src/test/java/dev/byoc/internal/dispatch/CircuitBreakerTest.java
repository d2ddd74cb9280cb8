package dev.byoc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.MovableClock;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitBreakerTest {
    private final MovableClock clock = new MovableClock();
    private final List<Claim> started = new ArrayList<>();
    private final CircuitBreaker gate = new CircuitBreaker(
            "far", 8, clock, new Random(1), claim -> claim.entry().id() < 0, started::add);

    @Test
    void onlySoManyAreUnderWayAtOnce() {
        submit(20);
        assertThat(started).hasSize(8);

        gate.succeeded();

        assertThat(started).hasSize(9);
    }

    @Test
    void nothingGoesThroughDuringAPauseAndThenOneProbe() {
        submit(1);
        gate.pause(Outcome.Trouble.THROTTLED, Duration.ofSeconds(3), "429");
        submit(10);
        assertThat(started).hasSize(1);

        clock.advance(Duration.ofSeconds(3));
        gate.tick();
        assertThat(started).as("the wait is spread, never shortened").hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        gate.tick();

        assertThat(started).hasSize(2);
    }

    @Test
    void whatWorksWhenItIsAskedGetsOneCallAtOnce() {
        submit(1);
        gate.pause(Outcome.Trouble.REFUSED, null, "401");
        submit(10);

        assertThat(gate.probed(false)).isFalse();

        assertThat(started).hasSize(2);
        assertThat(gate.trouble()).as("it is that call which ends the pause").isEqualTo("401");
        assertThat(gate.succeeded()).isTrue();
        assertThat(gate.trouble()).isNull();
    }

    @Test
    void pauseThatTheServerAskedForIsKeptWhateverAProbeFinds() {
        submit(1);
        gate.pause(Outcome.Trouble.THROTTLED, Duration.ofMinutes(10), "429");
        submit(1);

        assertThat(gate.probed(false)).isFalse();
        assertThat(gate.probed(true)).isFalse();

        assertThat(started).hasSize(1);
    }

    @Test
    void pauseForWhichNothingWaitsEndsWithTheProbe() {
        submit(1);
        gate.pause(Outcome.Trouble.REFUSED, null, "401");

        assertThat(gate.probed(true)).isTrue();

        assertThat(gate.trouble()).isNull();
    }

    @Test
    void probeSaysNothingToAGateThatIsOpen() {
        submit(1);

        assertThat(gate.probed(true)).isFalse();

        assertThat(started).hasSize(1);
    }

    @Test
    void afterAProbeTheRampDoubles() {
        submit(1);
        gate.pause(Outcome.Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");
        submit(30);
        clock.advance(Duration.ofSeconds(2));
        gate.tick();
        assertThat(started).hasSize(2);

        gate.succeeded();
        assertThat(started).as("two at once now").hasSize(4);
        gate.succeeded();
        gate.succeeded();

        assertThat(started.size()).as("eight at once again").isEqualTo(4 + 8);
    }

    @Test
    void thoseWhoOnlyAskWhatBecameOfACallNeedNotDoSoOneAfterTheOther() {
        submit(1);
        gate.pause(Outcome.Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");
        submit(30);
        clock.advance(Duration.ofSeconds(2));
        gate.tick();
        assertThat(started).as("one probe").hasSize(1 + 1);

        gate.answered();
        assertThat(started).as("two at once now").hasSize(2 + 2);
        gate.answered();
        gate.answered();

        assertThat(started).as("eight at once").hasSize(4 + 8);
        assertThat(gate.trouble()).as("no call has gone well yet").isEqualTo("down");
    }

    @Test
    void callThatFailsAfterOthersWereAnsweredLeavesOneProbe() {
        submit(1);
        gate.pause(Outcome.Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");
        submit(30);
        clock.advance(Duration.ofSeconds(2));
        gate.tick();
        gate.answered();
        gate.pause(Outcome.Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");
        gate.answered();
        clock.advance(Duration.ofSeconds(2));

        gate.tick();

        assertThat(started).hasSize(4 + 1);
    }

    @Test
    void storeHandsOutAsManyAsMayAsk() {
        submit(1);
        gate.pause(Outcome.Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");
        assertThat(gate.isShut()).isFalse();
        submit(1);
        assertThat(gate.isShut()).isTrue();
        clock.advance(Duration.ofSeconds(2));
        gate.tick();

        gate.answered();

        assertThat(gate.isShut()).as("nobody asks").isFalse();
        submit(1);
        assertThat(gate.isShut()).as("one of two asks").isFalse();
        submit(1);
        assertThat(gate.isShut()).isTrue();
    }

    @Test
    void pauseDoesNotOutlastAClockThatIsPutBack() {
        submit(1);
        gate.pause(Outcome.Trouble.OUT_OF_REACH, null, "down");
        submit(1);
        clock.advance(Duration.ofDays(-1));

        gate.tick();

        assertThat(started).hasSize(2);
    }

    @Test
    void callsThatFailTogetherMakeOnePause() {
        submit(8);
        for (int i = 0; i < 8; i++) {
            gate.pause(Outcome.Trouble.THROTTLED, Duration.ofSeconds(3), "429");
        }
        submit(1);
        clock.advance(Duration.ofSeconds(4));
        gate.tick();
        gate.pause(Outcome.Trouble.THROTTLED, null, "429");

        assertThat(gate.pauseLeft()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void waitOfNothingIsNotBelieved() {
        submit(1);

        gate.pause(Outcome.Trouble.THROTTLED, Duration.ZERO, "429");

        assertThat(gate.pauseLeft()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void refusalIsAnEntrysOwnOnceOthersHavePassedSince() {
        submit(2);
        Claim refused = started.get(0);

        assertThat(gate.isOwnFault(refused, Outcome.Trouble.REFUSED)).isFalse();
        assertThat(gate.isOwnFault(refused, Outcome.Trouble.REFUSED)).isFalse();
        gate.succeeded();

        assertThat(gate.isOwnFault(refused, Outcome.Trouble.THROTTLED)).isFalse();
        assertThat(gate.isOwnFault(refused, Outcome.Trouble.REFUSED)).isTrue();
    }

    @Test
    void failedProbeMakesTheNextPauseLonger() {
        submit(1);
        gate.pause(Outcome.Trouble.OUT_OF_REACH, null, "down");
        submit(1);
        clock.advance(Duration.ofMillis(1_200));
        gate.tick();
        assertThat(started).hasSize(2);

        gate.pause(Outcome.Trouble.OUT_OF_REACH, null, "still down");
        submit(1);
        clock.advance(Duration.ofMillis(1_999));
        gate.tick();
        assertThat(started).hasSize(2);
        clock.advance(Duration.ofMillis(500));
        gate.tick();

        assertThat(started).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"99999999, 600", "1, 1", "300, 300"})
    void waitThatIsAskedForCountsUpToTheCap(long asked, long least) {
        submit(1);
        gate.pause(Outcome.Trouble.THROTTLED, Duration.ofSeconds(asked), "429");
        submit(1);

        clock.advance(Duration.ofSeconds(least).minusMillis(1));
        gate.tick();
        assertThat(started).hasSize(1);
        clock.advance(Duration.ofSeconds(least / 5 + 1));
        gate.tick();

        assertThat(started).hasSize(2);
    }

    @Test
    void serverErrorsOfOneLaneAreNobodysFaultWhileNobodySucceeds() {
        submit(1);

        assertThat(gate.serverError(started.get(0))).isEqualTo(CircuitBreaker.Blame.NOBODY);
        gate.submit(started.get(0));
        assertThat(gate.serverError(started.get(0))).isEqualTo(CircuitBreaker.Blame.NOBODY);
    }

    @Test
    void serverErrorIsTheEntrysFaultIfOthersHaveSucceededSince() {
        submit(1);
        gate.serverError(started.get(0));
        submit(1);
        gate.succeeded();
        gate.submit(started.get(0));

        assertThat(gate.serverError(started.get(0))).isEqualTo(CircuitBreaker.Blame.ENTRY);
    }

    @Test
    void serverErrorsOfSeveralLanesInARowAreTheFarSidesFault() {
        submit(3);
        gate.serverError(started.get(0));
        gate.serverError(started.get(1));

        assertThat(gate.serverError(started.get(2))).isEqualTo(CircuitBreaker.Blame.FAR_SIDE);
    }

    @Test
    void overdueEntriesNeedNotWaitForTheEndOfAPause() {
        submit(1);
        gate.pause(Outcome.Trouble.REFUSED, null, "401");
        gate.submit(claim(-1));
        submit(1);

        gate.tick();

        assertThat(started).extracting(claim -> claim.entry().id()).containsExactly(1L, -1L);
    }

    private long ids;

    private void submit(int n) {
        for (int i = 0; i < n; i++) {
            gate.submit(claim(++ids));
        }
    }

    private Claim claim(long id) {
        Lane lane = new Lane(Direction.INBOUND, "shop", "customer " + id);
        return new Claim(new Entry(id, lane, "k" + id, new byte[0], clock.instant(), 0, 0, Progress.NONE, Map.of()), 1);
    }
}
