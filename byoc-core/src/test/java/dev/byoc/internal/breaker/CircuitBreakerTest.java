package dev.byoc.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.MovableClock;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;
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
    private final CircuitBreaker breaker = new CircuitBreaker(
            "far", 8, clock, new Random(1), claim -> claim.entry().id() < 0);

    @Test
    void onlySoManyAreUnderWayAtOnce() {
        submit(20);
        assertThat(started).hasSize(8);

        succeeded();

        assertThat(started).hasSize(9);
    }

    @Test
    void nothingGoesThroughDuringAPauseAndThenOneProbe() {
        submit(1);
        breaker.pause(Trouble.THROTTLED, Duration.ofSeconds(3), "429");
        submit(10);
        assertThat(started).hasSize(1);

        clock.advance(Duration.ofSeconds(3));
        tick();
        assertThat(started).as("the wait is spread, never shortened").hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        tick();

        assertThat(started).hasSize(2);
    }

    @Test
    void whatWorksWhenItIsAskedGetsOneCallAtOnce() {
        submit(1);
        breaker.pause(Trouble.REFUSED, null, "401");
        submit(10);

        assertThat(probed(false)).isFalse();

        assertThat(started).hasSize(2);
        assertThat(breaker.trouble()).as("it is that call which ends the pause").isEqualTo("401");
        assertThat(succeeded()).isTrue();
        assertThat(breaker.trouble()).isNull();
    }

    @Test
    void pauseThatTheServerAskedForIsKeptWhateverAProbeFinds() {
        submit(1);
        breaker.pause(Trouble.THROTTLED, Duration.ofMinutes(10), "429");
        submit(1);

        assertThat(probed(false)).isFalse();
        assertThat(probed(true)).isFalse();

        assertThat(started).hasSize(1);
    }

    @Test
    void pauseForWhichNothingWaitsEndsWithTheProbe() {
        submit(1);
        breaker.pause(Trouble.REFUSED, null, "401");

        assertThat(probed(true)).isTrue();

        assertThat(breaker.trouble()).isNull();
    }

    @Test
    void probeSaysNothingToABreakerThatIsClosed() {
        submit(1);

        assertThat(probed(true)).isFalse();

        assertThat(started).hasSize(1);
    }

    @Test
    void afterAProbeTheRampDoubles() {
        submit(1);
        breaker.pause(Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");
        submit(30);
        clock.advance(Duration.ofSeconds(2));
        tick();
        assertThat(started).hasSize(2);

        succeeded();
        assertThat(started).as("two at once now").hasSize(4);
        succeeded();
        succeeded();

        assertThat(started.size()).as("eight at once again").isEqualTo(4 + 8);
    }

    @Test
    void anAnswerToALookUpIsNoAnswerToTheProbe() {
        submit(1);
        breaker.pause(Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");
        submit(30);
        clock.advance(Duration.ofSeconds(2));
        tick();
        assertThat(started).as("one probe").hasSize(1 + 1);

        for (int lookUps = 1; lookUps <= 10; lookUps++) {
            assertThat(answered(false)).isFalse();
            assertThat(started).as("one after the other").hasSize(2 + lookUps);
        }

        assertThat(breaker.trouble()).as("no call has gone well yet").isEqualTo("down");
    }

    @Test
    void afterLookUpsTheFirstCallsAreAsFewAsAfterAnyPause() {
        submit(1);
        breaker.pause(Trouble.THROTTLED, Duration.ofSeconds(1), "429");
        submit(30);
        clock.advance(Duration.ofSeconds(2));
        tick();
        answered(false);
        answered(false);

        succeeded();

        assertThat(started.size()).as("two at once").isEqualTo(4 + 2);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false", "30, false"})
    void whatALookUpFoundEndsThePauseOnlyWhereNothingWaitsThatCouldBeItsProbe(int waiting, boolean ends) {
        submit(1);
        breaker.pause(Trouble.THROTTLED, Duration.ofSeconds(1), "429");
        submit(1 + waiting);
        clock.advance(Duration.ofSeconds(2));
        tick();

        assertThat(answered(true)).isEqualTo(ends);

        assertThat(started).hasSize(1 + 1 + Math.min(waiting, 1));
        assertThat(breaker.trouble()).isEqualTo(ends ? null : "429");
    }

    private void isHalfOpen() {
        submit(1);
        breaker.pause(Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");
        clock.advance(Duration.ofSeconds(2));
    }

    private CircuitBreaker.Leave.Given leave() {
        return (CircuitBreaker.Leave.Given) breaker.mayAsk();
    }

    private boolean mayAsk() {
        return breaker.mayAsk() instanceof CircuitBreaker.Leave.Given;
    }

    @Test
    void nothingIsLookedUpBesideAProbe() {
        isHalfOpen();
        submit(1);
        tick();

        assertThat(mayAsk()).isFalse();
        breaker.ended();

        assertThat(mayAsk()).isTrue();
    }

    @Test
    void noProbeGoesBesideALookUpNorASecondLookUp() {
        isHalfOpen();
        CircuitBreaker.Leave.Given leave = leave();
        submit(1);
        tick();

        assertThat(mayAsk()).isFalse();
        assertThat(started).hasSize(1);
        breaker.asked(leave);
        tick();

        assertThat(started).hasSize(2);
    }

    @Test
    void nothingIsLookedUpDuringAPauseAndAsMuchAsIsWantedWithoutOne() {
        for (int i = 0; i < 100; i++) {
            assertThat(mayAsk()).isTrue();
        }
        submit(1);
        breaker.pause(Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");

        assertThat(mayAsk()).isFalse();
    }

    @Test
    void lookUpThatBeganBeforeThePauseHasNoPlaceToGiveBack() {
        CircuitBreaker.Leave.Given before = leave();
        isHalfOpen();
        leave();

        breaker.asked(before);

        assertThat(mayAsk()).isFalse();
    }

    @Test
    void nothingIsLookedUpOnceTheRelayEnds() {
        breaker.end();

        assertThat(mayAsk()).isFalse();
    }

    @Test
    void whatWasFoundDoesNotShortenAPause() {
        submit(2);
        breaker.pause(Trouble.THROTTLED, Duration.ofMinutes(1), "429");

        assertThat(answered(true)).isFalse();

        assertThat(breaker.pauseLeft()).isGreaterThan(Duration.ofSeconds(59));
    }

    @Test
    void storeHandsOutOneAfterTheOtherOfThoseThatAsk() {
        submit(1);
        breaker.pause(Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");
        assertThat(breaker.isShut()).isFalse();
        submit(1);
        assertThat(breaker.isShut()).isTrue();
        clock.advance(Duration.ofSeconds(2));
        tick();

        answered(false);

        assertThat(breaker.isShut()).as("no call asks").isFalse();
        submit(1);
        assertThat(breaker.isShut()).as("one asks").isTrue();
    }

    @Test
    void pauseDoesNotOutlastAClockThatIsPutBack() {
        submit(1);
        breaker.pause(Trouble.OUT_OF_REACH, null, "down");
        submit(1);
        clock.advance(Duration.ofDays(-1));

        tick();

        assertThat(started).hasSize(2);
    }

    @Test
    void callsThatFailTogetherMakeOnePause() {
        submit(8);
        for (int i = 0; i < 8; i++) {
            breaker.pause(Trouble.THROTTLED, Duration.ofSeconds(3), "429");
        }
        submit(1);
        clock.advance(Duration.ofSeconds(4));
        tick();
        breaker.pause(Trouble.THROTTLED, null, "429");

        assertThat(breaker.pauseLeft()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void waitOfNothingIsNotBelieved() {
        submit(1);

        breaker.pause(Trouble.THROTTLED, Duration.ZERO, "429");

        assertThat(breaker.pauseLeft()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void refusalIsAnEntrysOwnOnceOthersHavePassedSince() {
        submit(2);
        Claim refused = started.get(0);

        assertThat(breaker.isOwnFault(refused, Trouble.REFUSED)).isFalse();
        assertThat(breaker.isOwnFault(refused, Trouble.REFUSED)).isFalse();
        succeeded();

        assertThat(breaker.isOwnFault(refused, Trouble.THROTTLED)).isFalse();
        assertThat(breaker.isOwnFault(refused, Trouble.REFUSED)).isTrue();
    }

    @Test
    void failedProbeMakesTheNextPauseLonger() {
        submit(1);
        breaker.pause(Trouble.OUT_OF_REACH, null, "down");
        submit(1);
        clock.advance(Duration.ofMillis(1_200));
        tick();
        assertThat(started).hasSize(2);

        breaker.pause(Trouble.OUT_OF_REACH, null, "still down");
        submit(1);
        clock.advance(Duration.ofMillis(1_999));
        tick();
        assertThat(started).hasSize(2);
        clock.advance(Duration.ofMillis(500));
        tick();

        assertThat(started).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"99999999, 600", "1, 1", "300, 300"})
    void waitThatIsAskedForCountsUpToTheCap(long asked, long least) {
        submit(1);
        breaker.pause(Trouble.THROTTLED, Duration.ofSeconds(asked), "429");
        submit(1);

        clock.advance(Duration.ofSeconds(least).minusMillis(1));
        tick();
        assertThat(started).hasSize(1);
        clock.advance(Duration.ofSeconds(least / 5 + 1));
        tick();

        assertThat(started).hasSize(2);
    }

    @Test
    void serverErrorsOfOneLaneAreUndecidedWhileNoCallSucceeds() {
        submit(1);

        assertThat(serverError(started.get(0))).isEqualTo(Blame.UNDECIDED);
        submit(started.get(0));
        assertThat(serverError(started.get(0))).isEqualTo(Blame.UNDECIDED);
    }

    @Test
    void serverErrorIsTheEntrysFaultIfOthersHaveSucceededSince() {
        submit(1);
        serverError(started.get(0));
        submit(1);
        succeeded();
        submit(started.get(0));

        assertThat(serverError(started.get(0))).isEqualTo(Blame.ENTRY);
    }

    @Test
    void serverErrorsOfSeveralLanesInARowAreTheRemoteApisFault() {
        submit(3);
        serverError(started.get(0));
        serverError(started.get(1));

        assertThat(serverError(started.get(2))).isEqualTo(Blame.REMOTE_API);
    }

    @Test
    void breakerIsOpenDuringAPauseHalfOpenBehindItAndClosedOnceACallHasSucceeded() {
        assertThat(breaker.state()).isEqualTo(BreakerPause.State.CLOSED);
        submit(1);
        breaker.pause(Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");
        assertThat(breaker.state()).isEqualTo(BreakerPause.State.OPEN);
        clock.advance(Duration.ofSeconds(2));
        assertThat(breaker.state()).isEqualTo(BreakerPause.State.HALF_OPEN);
        submit(1);
        assertThat(started).as("a probe").hasSize(2);

        assertThat(succeeded()).isTrue();

        assertThat(breaker.state()).isEqualTo(BreakerPause.State.CLOSED);
    }

    @Test
    void failedProbeOpensTheBreakerAgain() {
        submit(1);
        breaker.pause(Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");
        clock.advance(Duration.ofSeconds(2));
        submit(1);

        breaker.pause(Trouble.OUT_OF_REACH, null, "down");

        assertThat(breaker.state()).isEqualTo(BreakerPause.State.OPEN);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 0, 1", "3, 2, 1", "8, 7, 1"})
    void oneStaysAsTheProbeWhenTheOthersGoBackToTheStore(int waiting, int back, int left) {
        submit(1);
        breaker.pause(Trouble.OUT_OF_REACH, Duration.ofSeconds(1), "down");
        submit(waiting);

        assertThat(breaker.takeAllButOne())
                .extracting(claim -> claim.entry().id())
                .hasSize(back)
                .doesNotContain(2L);

        assertThat(breaker.takeWaiting()).hasSize(left);
    }

    @Test
    void breakerThatHasEndedLetsNothingThroughAndGivesBackWhatWaits() {
        breaker.end();
        submit(2);
        tick();

        assertThat(started).isEmpty();
        assertThat(breaker.takeWaiting()).hasSize(2);
    }

    @Test
    void overdueEntryIsNotRefusedByABreakerThatIsShut() {
        submit(1);
        breaker.pause(Trouble.REFUSED, null, "401");
        submit(1);

        assertThat(breaker.refuses(claim(9))).isTrue();
        assertThat(breaker.refuses(claim(-9))).isFalse();
    }

    @Test
    void overdueEntriesNeedNotWaitForTheEndOfAPause() {
        submit(1);
        breaker.pause(Trouble.REFUSED, null, "401");
        submit(claim(-1));
        submit(1);

        tick();

        assertThat(started).extracting(claim -> claim.entry().id()).containsExactly(1L, -1L);
    }

    private long ids;

    private void submit(int n) {
        for (int i = 0; i < n; i++) {
            submit(claim(++ids));
        }
    }

    private void submit(Claim claim) {
        if (breaker.admit(claim)) {
            started.add(claim);
        }
    }

    /** As the dispatcher does, whenever it has told of a call or time has passed. */
    private void startWhatMayGo() {
        for (Claim next = breaker.poll(); next != null; next = breaker.poll()) {
            started.add(next);
        }
    }

    private void tick() {
        started.addAll(breaker.takeLate());
        startWhatMayGo();
    }

    private boolean succeeded() {
        boolean resumed = breaker.succeeded();
        startWhatMayGo();
        return resumed;
    }

    private boolean answered(boolean nothingWaits) {
        boolean resumed = breaker.answered(nothingWaits);
        startWhatMayGo();
        return resumed;
    }

    private boolean probed(boolean nothingWaits) {
        boolean resumed = breaker.probed(nothingWaits);
        startWhatMayGo();
        return resumed;
    }

    private Blame serverError(Claim claim) {
        Blame blame = breaker.serverError(claim);
        startWhatMayGo();
        return blame;
    }

    private Claim claim(long id) {
        Lane lane = new Lane(Direction.INBOUND, "shop", "customer " + id);
        return new Claim(
                new Entry(id, lane, "k" + id, new byte[0], clock.instant(), 0, 0, Checkpoint.NONE, Map.of()), 1);
    }
}
