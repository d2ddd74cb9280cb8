package dev.byoc.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.MovableClock;
import dev.byoc.event.Health;
import dev.byoc.event.MeasuringListener;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEventListener;
import dev.byoc.event.RelayListener;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.runtime.LogThrottle;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener costs who tells it, and what it hears. */
@Timeout(30)
class GuardedListenerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final MovableClock clock = new MovableClock();
    private final Conditions conditions = new Conditions(clock);
    private final Guard guard = new Guard(clock, conditions, new LogThrottle(clock));
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void end() {
        release.countDown();
        guard.close();
    }

    private GuardedListener guarded(RelayListener listener) {
        return new GuardedListener(listener, 1, guard, changes::incrementAndGet);
    }

    private static RelayEvent event(int number) {
        return new RelayEvent.Resumed("breaker " + number);
    }

    private static List<String> events(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> event(number).toString())
                .toList();
    }

    private void hears(RelayEvent event) {
        heard.add(event.toString());
    }

    private void heldFrom(RelayEvent event) throws InterruptedException {
        hears(event);
        release.await();
    }

    /** What code that takes no interrupt does. */
    private void heldWhateverComes(RelayEvent event) {
        hears(event);
        while (release.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
        }
    }

    private void held(RelayEvent event) {
        try {
            heldFrom(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitHeard(int number) {
        while (heard.size() < number) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void eventsAreHeardInTheOrderInWhichTheyWereTold() {
        GuardedListener listener = guarded(this::hears);

        IntStream.range(0, 3_000).forEach(number -> listener.tell(event(number)));
        listener.awaitHeard(LONG);

        assertThat(heard).containsExactlyElementsOf(events(0, 3_000));
    }

    /** Who tells may hold a lock, or have a message in hand. */
    @Test
    void eventsBeyondThoseThatMayWaitAreLeftOutAndNeverWaitedFor() {
        GuardedListener listener = guarded(this::held);
        listener.tell(event(0));
        awaitHeard(1);

        IntStream.rangeClosed(1, WaitingEvents.MOST).forEach(number -> listener.tell(event(number)));
        assertThat(listener.missing()).isNull();
        IntStream.range(0, 3).forEach(number -> listener.tell(event(WaitingEvents.MOST + 1 + number)));

        assertThat(listener.missing()).startsWith("listener 1 (");
        assertThat(changes).hasValue(1);
        release.countDown();
        listener.awaitHeard(LONG);
        assertThat(heard).hasSize(WaitingEvents.MOST + 1);
        listener.tell(event(7));
        listener.awaitHeard(LONG);
        assertThat(heard).endsWith(event(WaitingEvents.MOST).toString(), event(7).toString());
        assertThat(listener.missing()).isNull();
        assertThat(changes).hasValue(2);
    }

    @Test
    void whatIsMeasuredIsToldToThoseAloneWhoMeasure() {
        class ByKind implements RelayEventListener {
            @Override
            public void onWebhookTaken(RelayEvent.WebhookTaken event) {
                hears(event);
            }
        }
        class Measuring extends ByKind implements MeasuringListener {}
        RelayEvent measured = new RelayEvent.WebhookTaken("shop", Duration.ofMillis(1));

        for (ByKind each : List.of(new ByKind(), new Measuring())) {
            GuardedListener listener = guarded(each);
            listener.tell(measured);
            listener.awaitHeard(LONG);
        }

        assertThat(heard).containsExactly(measured.toString());
    }

    /** Its own log, for instance, may fail: the events that follow are told all the same. */
    @Test
    void listenerIsToldThoughTellingOfItsTroubleFails() {
        InstantSource none = () -> {
            throw new IllegalStateException("no time to log");
        };
        Guard broken = new Guard(clock, conditions, new LogThrottle(none.withZone(ZoneOffset.UTC)));
        GuardedListener listener = new GuardedListener(
                event -> {
                    hears(event);
                    throw new IllegalStateException("its own fault");
                },
                1,
                broken,
                () -> {});

        IntStream.range(0, 3).forEach(number -> listener.tell(event(number)));
        awaitHeard(3);

        assertThat(heard).containsExactlyElementsOf(events(0, 3));
        broken.close();
    }

    /** As one does that sends messages: it would wait for itself. */
    @Test
    void listenerThatCausesManyEventsDoesNotWaitForItself() {
        int many = 2_000;
        GuardedListener[] itself = new GuardedListener[1];
        itself[0] = guarded(event -> {
            hears(event);
            if (event.equals(event(0))) {
                IntStream.rangeClosed(1, many).forEach(number -> itself[0].tell(event(number)));
                itself[0].awaitHeard(LONG);
            }
        });

        itself[0].tell(event(0));
        itself[0].awaitHeard(LONG);

        assertThat(heard).containsExactlyElementsOf(events(0, many + 1));
    }

    @Test
    void listenerThatThrowsHearsTheNextEvent() {
        GuardedListener listener = guarded(event -> {
            hears(event);
            throw new AssertionError("its own fault");
        });

        listener.tell(event(0));
        listener.tell(event(1));
        listener.awaitHeard(LONG);

        assertThat(heard).containsExactlyElementsOf(events(0, 2));
    }

    @Test
    void eventThatDoesNotReturnIsLeftBehindAndTheNextOnesAreHeardOnce() {
        GuardedListener listener = guarded(event -> {
            if (event.equals(event(1))) {
                heldWhateverComes(event);
            } else {
                hears(event);
            }
        });

        IntStream.range(0, 2).forEach(number -> listener.tell(event(number)));
        awaitHeard(2);
        listener.tell(event(2));
        clock.advance(Site.MOST.plusSeconds(1));
        listener.awaitHeard(LONG);

        assertThat(heard).containsExactlyElementsOf(events(0, 3));
        assertThat(guard.isAnyOut(Health.RELAY)).isTrue();
        release.countDown();
        while (guard.isAnyOut(Health.RELAY)) {
            LockSupport.parkNanos(1_000_000);
        }
        listener.tell(event(3));
        listener.awaitHeard(LONG);
        assertThat(heard).containsExactlyElementsOf(events(0, 4));
    }

    /** They are heard on one thread, but ten of a second each are no call of ten seconds. */
    @Test
    void eachEventHasTheWholeTimeOfACall() {
        GuardedListener listener = guarded(event -> {
            clock.advance(Site.MOST.minusSeconds(1));
            hears(event);
        });

        IntStream.range(0, 10).forEach(number -> listener.tell(event(number)));
        listener.awaitHeard(LONG);

        assertThat(heard).hasSize(10);
        assertThat(guard.isAnyOut(Health.RELAY)).isFalse();
    }

    /** Between two events it does nothing that could take too long. */
    @Test
    void timeWithoutEventsIsNoTimeOfACall() {
        GuardedListener listener = guarded(this::hears);
        listener.tell(event(0));
        listener.awaitHeard(LONG);

        clock.advance(Site.MOST.multipliedBy(2));
        LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
        listener.tell(event(1));
        listener.awaitHeard(LONG);

        assertThat(heard).hasSize(2);
        assertThat(guard.isAnyOut(Health.RELAY)).isFalse();
    }

    @Test
    void listenerOfWhichEightCallsDoNotReturnIsCalledNoMore() {
        GuardedListener listener = guarded(this::heldWhateverComes);
        IntStream.range(0, 3 * Guard.MOST_HUNG).forEach(number -> listener.tell(event(number)));

        while (!listener.awaitHeard(Duration.ZERO)) {
            clock.advance(Site.MOST);
            LockSupport.parkNanos(10_000_000);
        }

        assertThat(heard).hasSize(Guard.MOST_HUNG);
        assertThat(listener.missing()).startsWith("listener 1 (");
    }

    @Test
    void closingWaitsForWhatWasTold() {
        GuardedListener listener = guarded(event -> {
            LockSupport.parkNanos(1_000_000);
            hears(event);
        });
        IntStream.range(0, 50).forEach(number -> listener.tell(event(number)));

        listener.close(LONG);
        listener.tell(event(50));

        assertThat(heard).containsExactlyElementsOf(events(0, 50));
    }

    @Test
    void closingDoesNotWaitForGood() {
        GuardedListener listener = guarded(this::heldWhateverComes);
        IntStream.range(0, 3).forEach(number -> listener.tell(event(number)));
        awaitHeard(1);

        listener.close(Duration.ofMillis(1));

        assertThat(heard).hasSize(1);
        release.countDown();
        assertThat(listener.awaitHeard(LONG)).isTrue();
        assertThat(heard).as("what waited was dropped").hasSize(1);
    }
}
