package dev.byoc.internal.gap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.MovableClock;
import dev.byoc.internal.catchup.Pace;
import dev.byoc.memory.MemoryStore;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.store.spi.SharedSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapTest {
    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
    private static final CatchUpPolicy BY_HAND = CatchUpPolicy.DEFAULT.byHand();
    private static final Instant OLDEST = NOON.minus(Duration.ofHours(24));

    private static Instant hoursAgo(int hours) {
        return NOON.minus(Duration.ofHours(hours));
    }

    @Test
    void gapIsReadAsItWasWritten() {
        Gap gap = new Gap(hoursAgo(2), NOON, null, false);

        assertThat(Gap.read(gap.text())).isEqualTo(gap);
        assertThat(Gap.read(gap.sweptUpTo(NOON).text())).isEqualTo(new Gap(hoursAgo(2), NOON, NOON, false));
        assertThat(Gap.read(new Gap(hoursAgo(2), NOON, null, true).text()))
                .isEqualTo(new Gap(hoursAgo(2), NOON, null, true));
        assertThat(Gap.read(new Gap(hoursAgo(2), NOON, NOON, true).text()))
                .isEqualTo(new Gap(hoursAgo(2), NOON, NOON, true));
    }

    @Test
    void gapBeforeTheLastOneWasSweptReachesBackToThatOne() {
        Gap first = new Gap(hoursAgo(30), hoursAgo(29), null, false);

        Gap both = Gap.until(NOON, hoursAgo(1), false, first, OLDEST);

        assertThat(both.from()).isEqualTo(hoursAgo(30));
        assertThat(both.isSwept()).isFalse();
    }

    /** Conversations that the sweep left alone are read for it when something comes. */
    @Test
    void sweptGapOfTheLastDayIsStillReachedBackTo() {
        Gap first = new Gap(hoursAgo(5), hoursAgo(4), null, false).sweptUpTo(hoursAgo(4));

        assertThat(Gap.until(NOON, hoursAgo(1), false, first, OLDEST).from()).isEqualTo(hoursAgo(5));
        assertThat(Gap.until(NOON, hoursAgo(1), false, first, hoursAgo(2)).from())
                .isEqualTo(hoursAgo(1));
    }

    /** An answer given in its last day, in a conversation that the sweep left alone, is still to be found. */
    @ParameterizedTest
    @CsvSource({
        // from, to and the reach that is kept, in hours ago; the bound is 24 hours ago
        "25, 1, 24",
        "48, 23, 24",
        "1000, 1, 24",
        "24, 2, 24",
        "23, 2, 23",
        "30, 24, 1",
        "30, 25, 1",
    })
    void sweptGapThatBeganBeforeTheBoundIsReachedBackToAsFarAsTheBound(int from, int to, int reach) {
        Gap first = new Gap(hoursAgo(from), hoursAgo(to), null, false).sweptUpTo(hoursAgo(to));

        assertThat(Gap.until(NOON, hoursAgo(1), false, first, OLDEST).from()).isEqualTo(hoursAgo(reach));
        assertThat(Gap.until(NOON, hoursAgo(1), false, first.forgotten(), OLDEST)
                        .from())
                .isEqualTo(hoursAgo(1));
    }

    @Test
    void severalSmallGapsDoNotEraseALongOneBeforeThem() {
        Gap first = new Gap(hoursAgo(30), hoursAgo(6), hoursAgo(6), false);

        Gap second =
                Gap.until(hoursAgo(5), hoursAgo(5), false, first, hoursAgo(29)).sweptUpTo(hoursAgo(5));
        Gap third =
                Gap.until(hoursAgo(4), hoursAgo(4), false, second, hoursAgo(28)).sweptUpTo(hoursAgo(4));

        assertThat(second.from()).isEqualTo(hoursAgo(29));
        assertThat(third.from()).isEqualTo(hoursAgo(28));
    }

    @Test
    void gapThatBeganEarlierThanTheOneBeforeKeepsItsOwnBeginning() {
        Gap first = new Gap(hoursAgo(2), hoursAgo(1), hoursAgo(1), false);

        assertThat(Gap.until(NOON, hoursAgo(40), false, first, OLDEST).from()).isEqualTo(hoursAgo(40));
    }

    @Test
    void laterGapHasALaterNameThoughTheClockWasPutBack() {
        Gap first = new Gap(hoursAgo(1), NOON, null, false).sweptUpTo(NOON);

        Gap next = Gap.until(hoursAgo(3), hoursAgo(4), false, first, OLDEST);

        assertThat(next.to()).isAfter(first.to());
        assertThat(next.isSwept()).isFalse();
    }

    /** As the sweep of this one ends, and before this one has the lock. */
    @Test
    void gapThatAnotherHostMakesLongerAsASweepEndsIsKept() {
        MovableClock clock = new MovableClock();
        MemoryStore stored = new MemoryStore(clock);
        Gap done = new Gap(clock.instant().minusSeconds(600), clock.instant(), null, false);
        Gap longer = new Gap(done.from(), done.to().plusSeconds(60), null, false);
        stored.settings().put("webhook gap", done.text());
        Gaps gaps = new Gaps(
                beforeLock(stored.settings(), () -> stored.settings().put("webhook gap", longer.text())),
                stored.journal(),
                CatchUpPolicy.DEFAULT,
                clock);
        gaps.open();

        gaps.swept(done, Duration.ofMinutes(10));

        Gap kept = Gap.read(String.valueOf(stored.settings().get("webhook gap")));
        assertThat(kept.to()).isEqualTo(longer.to());
        assertThat(kept.swept()).isEqualTo(done.to());
        assertThat(kept.isSwept()).isFalse();
        clock.advance(Duration.ofMinutes(10));
        assertThat(gaps.due(Duration.ofMinutes(10))).isEqualTo(kept);
    }

    private static Gaps gaps(MemoryStore store, CatchUpPolicy policy, MovableClock clock) {
        Gaps gaps = new Gaps(store.settings(), store.journal(), policy, clock);
        gaps.open();
        gaps.start();
        return gaps;
    }

    /** What of it another host, or a later process, sweeps. */
    private static @Nullable Gap due(MemoryStore store, CatchUpPolicy policy, MovableClock clock) {
        Gaps gaps = gaps(store, policy, clock);
        clock.advance(policy.after());
        return gaps.due(Duration.ofMinutes(10));
    }

    @Test
    void searchThatWasAskedForIsContinuedByALaterProcessThatSearchesByHandToo() {
        MovableClock clock = new MovableClock();
        MemoryStore store = new MemoryStore(clock);
        Instant since = clock.instant().minus(Duration.ofHours(2));
        gaps(store, BY_HAND, clock).add(since);

        assertThat(due(store, BY_HAND, clock)).isNotNull().extracting(Gap::from).isEqualTo(since);
        assertThat(due(store, CatchUpPolicy.DEFAULT, clock))
                .isNotNull()
                .extracting(Gap::from)
                .isEqualTo(since);
    }

    @Test
    void searchThatWasAskedForIsContinuedByAHostThatRunsAlready() {
        MovableClock clock = new MovableClock();
        MemoryStore store = new MemoryStore(clock);
        Gaps other = gaps(store, BY_HAND, clock);
        gaps(store, BY_HAND, clock).add(clock.instant().minus(Duration.ofHours(2)));

        other.beat();
        clock.advance(BY_HAND.after());

        assertThat(other.due(Duration.ofMinutes(10))).isNotNull();
    }

    @Test
    void searchThatWasAskedForAndEndedIsNotRepeated() {
        MovableClock clock = new MovableClock();
        MemoryStore store = new MemoryStore(clock);
        Gaps gaps = gaps(store, BY_HAND, clock);
        gaps.add(clock.instant().minus(Duration.ofHours(2)));
        gaps.swept(Objects.requireNonNull(gaps.current()), Duration.ofMinutes(10));

        assertThat(due(store, BY_HAND, clock)).isNull();
    }

    @Test
    void secondSearchThatIsAskedForKeepsTheReachOfTheFirst() {
        MovableClock clock = new MovableClock();
        MemoryStore store = new MemoryStore(clock);
        Instant since = clock.instant().minus(Duration.ofHours(2));
        gaps(store, BY_HAND, clock).add(since);

        gaps(store, BY_HAND, clock).add(clock.instant());

        assertThat(due(store, BY_HAND, clock)).isNotNull().extracting(Gap::from).isEqualTo(since);
    }

    @Test
    void gapThatWasOnlyNoticedIsNothingOnceNoneIsLookedForAutomatically() {
        MovableClock clock = new MovableClock();
        MemoryStore store = new MemoryStore(clock);
        Gaps automatic = gaps(store, CatchUpPolicy.DEFAULT, clock);
        automatic.missed(clock.instant().minus(Duration.ofHours(2)));
        automatic.store();

        assertThat(due(store, BY_HAND, clock)).isNull();
        Gaps byHand = gaps(store, BY_HAND, clock);
        Instant since = clock.instant().minus(Duration.ofMinutes(1));
        byHand.add(since);
        assertThat(byHand.current()).isNotNull().extracting(Gap::from).isEqualTo(since);
    }

    /** Since it was last known to be up, until it is so again. */
    @Test
    void timeInWhichTheWebServerHadTroubleIsAGap() {
        MovableClock clock = new MovableClock();
        Gaps gaps = gaps(new MemoryStore(clock), CatchUpPolicy.DEFAULT, clock);
        HostSilence host = new HostSilence(gaps, clock);
        host.reported(true);
        clock.advance(Duration.ofSeconds(4));
        host.reported(true);
        assertThat(gaps.current()).isNull();
        Instant up = clock.instant();
        clock.advance(Duration.ofSeconds(20));
        host.reported(false);
        assertThat(gaps.current()).isEqualTo(new Gap(up, clock.instant(), null, false));
        clock.advance(Duration.ofMinutes(1));

        host.reported(true);

        assertThat(gaps.current()).isEqualTo(new Gap(up, clock.instant(), null, false));
        Gap whole = gaps.current();
        clock.advance(Duration.ofSeconds(4));
        host.reported(true);
        assertThat(gaps.current()).isEqualTo(whole);
    }

    @Test
    void webServerThatNeverWorkedLeavesAGapSinceTheRelayWasMade() {
        MovableClock clock = new MovableClock();
        Gaps gaps = gaps(new MemoryStore(clock), CatchUpPolicy.DEFAULT, clock);
        HostSilence host = new HostSilence(gaps, clock);
        Instant made = clock.instant();
        clock.advance(Duration.ofMinutes(1));

        host.reported(false);

        assertThat(gaps.current()).isNotNull().extracting(Gap::from).isEqualTo(made);
    }

    @Test
    void webServerInTroubleIsNoGapWhereNoneIsLookedForAutomatically() {
        MovableClock clock = new MovableClock();
        Gaps gaps = gaps(new MemoryStore(clock), BY_HAND, clock);
        HostSilence host = new HostSilence(gaps, clock);

        host.reported(false);
        host.reported(true);

        assertThat(gaps.current()).isNull();
    }

    private static SharedSettings beforeLock(SharedSettings real, Runnable task) {
        return (SharedSettings) Proxy.newProxyInstance(
                SharedSettings.class.getClassLoader(),
                new Class<?>[] {SharedSettings.class},
                (self, method, arguments) -> {
                    if (method.getName().equals("lock")) {
                        task.run();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void timeThatLiesFurtherAheadThanAnythingWaitsHasCome() {
        Duration longest = Duration.ofMinutes(10);

        assertThat(Gaps.isOver(NOON.plusSeconds(60), NOON, longest)).isFalse();
        assertThat(Gaps.isOver(NOON.plusSeconds(601), NOON, longest)).isTrue();
        assertThat(Gaps.isOver(Instant.MAX, NOON, longest)).isFalse();
        assertThat(Gaps.isOver(NOON, NOON, longest)).isTrue();
    }

    @Test
    void paceLetsASecondsWorthThroughAndNoMore() {
        MovableClock clock = new MovableClock();
        Pace pace = new Pace(clock, 2);

        assertThat(taken(pace, 5)).isEqualTo(2);
        clock.advance(Duration.ofMillis(500));
        assertThat(taken(pace, 5)).isEqualTo(1);
        clock.advance(Duration.ofHours(1));
        assertThat(taken(pace, 5)).isEqualTo(2);
        clock.advance(Duration.ofHours(-2));
        assertThat(taken(pace, 5)).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(taken(pace, 5)).isEqualTo(2);
    }

    @Test
    void slowPaceLetsOneCallThroughNowAndThen() {
        MovableClock clock = new MovableClock();
        Pace pace = new Pace(clock, 0.1);

        assertThat(taken(pace, 3)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(9));
        assertThat(taken(pace, 3)).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(taken(pace, 3)).isEqualTo(1);
    }

    private static long taken(Pace pace, int asked) {
        return IntStream.range(0, asked).filter(i -> pace.takes()).count();
    }
}
