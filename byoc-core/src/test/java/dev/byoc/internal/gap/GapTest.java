package dev.byoc.internal.gap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.MovableClock;
import dev.byoc.internal.catchup.Pace;
import dev.byoc.memory.MemoryStore;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.store.spi.RelayStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GapTest {
    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
    private static final Instant OLDEST = NOON.minus(Duration.ofHours(24));

    private static Instant hoursAgo(int hours) {
        return NOON.minus(Duration.ofHours(hours));
    }

    @Test
    void gapIsReadAsItWasWritten() {
        Gap gap = new Gap(hoursAgo(2), NOON, null);

        assertThat(Gap.read(gap.text())).isEqualTo(gap);
        assertThat(Gap.read(gap.sweptUpTo(NOON).text())).isEqualTo(new Gap(hoursAgo(2), NOON, NOON));
    }

    @Test
    void gapBeforeTheLastOneWasSweptReachesBackToThatOne() {
        Gap first = new Gap(hoursAgo(30), hoursAgo(29), null);

        Gap both = Gap.until(NOON, hoursAgo(1), first, OLDEST);

        assertThat(both.from()).isEqualTo(hoursAgo(30));
        assertThat(both.isSwept()).isFalse();
    }

    /** Conversations that the sweep left alone are read for it when something comes. */
    @Test
    void sweptGapOfTheLastDayIsStillReachedBackTo() {
        Gap first = new Gap(hoursAgo(5), hoursAgo(4), null).sweptUpTo(hoursAgo(4));

        assertThat(Gap.until(NOON, hoursAgo(1), first, OLDEST).from()).isEqualTo(hoursAgo(5));
        assertThat(Gap.until(NOON, hoursAgo(1), first, hoursAgo(2)).from()).isEqualTo(hoursAgo(1));
    }

    @Test
    void laterGapHasALaterNameThoughTheClockWasPutBack() {
        Gap first = new Gap(hoursAgo(1), NOON, null).sweptUpTo(NOON);

        Gap next = Gap.until(hoursAgo(3), hoursAgo(4), first, OLDEST);

        assertThat(next.to()).isAfter(first.to());
        assertThat(next.isSwept()).isFalse();
    }

    /** As the sweep of this one ends, and before this one has the lock. */
    @Test
    void gapThatAnotherHostMakesLongerAsASweepEndsIsKept() {
        MovableClock clock = new MovableClock();
        MemoryStore stored = new MemoryStore(clock);
        Gap done = new Gap(clock.instant().minusSeconds(600), clock.instant(), null);
        Gap longer = new Gap(done.from(), done.to().plusSeconds(60), null);
        stored.putSetting("webhook gap", done.text());
        Gaps gaps = new Gaps(
                before("lock", stored, () -> stored.putSetting("webhook gap", longer.text())),
                CatchUpPolicy.DEFAULT,
                clock);
        gaps.open();

        gaps.swept(done, Duration.ofMinutes(10));

        Gap kept = Gap.read(String.valueOf(stored.setting("webhook gap")));
        assertThat(kept.to()).isEqualTo(longer.to());
        assertThat(kept.swept()).isEqualTo(done.to());
        assertThat(kept.isSwept()).isFalse();
        clock.advance(Duration.ofMinutes(10));
        assertThat(gaps.due(Duration.ofMinutes(10))).isEqualTo(kept);
    }

    private static RelayStore before(String call, RelayStore real, Runnable task) {
        return (RelayStore) Proxy.newProxyInstance(
                RelayStore.class.getClassLoader(), new Class<?>[] {RelayStore.class}, (self, method, arguments) -> {
                    if (method.getName().equals(call)) {
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
