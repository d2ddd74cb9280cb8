package dev.byoc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Direction;
import dev.byoc.MovableClock;
import dev.byoc.event.Loss;
import dev.byoc.event.Timing;
import dev.byoc.internal.breaker.Backoff;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.internal.runtime.Scheduler;
import dev.byoc.memory.MemoryStore;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoisonEntriesTest {
    private final MovableClock clock = new MovableClock();
    private final MemoryStore store = new MemoryStore(clock);
    private final LogThrottle often = new LogThrottle(clock);
    private final NoThreads scheduler = new NoThreads();
    private final Background background = new Background(scheduler, often);
    private final Told told = new Told();
    private final List<Claim> next = new ArrayList<>();
    private boolean isBroken = true;

    private final Handler handler = new Handler() {
        @Override
        public Outcome handle(Attempt attempt) {
            throw new IllegalStateException("nothing is attempted here");
        }

        @Override
        public Change onDeadLettered(Entry entry, DeadLetterCause cause, Change last) {
            if (isBroken) {
                throw new IllegalStateException("no note can be written");
            }
            return Change.NONE;
        }

        @Override
        public boolean isOut(Lane lane) {
            return false;
        }
    };

    private final CompletionWriter writer = new CompletionWriter(
            store.journal(),
            new KeptLanes(store.journal(), handler, often),
            new StoreRetry(new Backoff(RetryPolicy.DEFAULT, new Random(1)), background, often));
    private final PoisonEntries poison = new PoisonEntries(writer, handler, told, background, often);

    /** Runs a task on the calling thread, but so many of them first not at all. */
    private static final class NoThreads implements Scheduler {
        int refused;

        @Override
        public void execute(Runnable task) {
            if (refused > 0) {
                refused--;
                throw new RejectedExecutionException();
            }
            task.run();
        }

        @Override
        public void repeat(Duration first, Duration interval, Runnable task) {
            throw new IllegalStateException("nothing is repeated here");
        }

        @Override
        public void pause(Duration most) {
            throw new IllegalStateException("nothing waits here");
        }

        @Override
        public void stopTimer() {
            // There is none.
        }

        @Override
        public boolean awaitEnd(Duration most) {
            return true;
        }

        @Override
        public boolean isEnding() {
            return false;
        }
    }

    private static final class Told implements DispatchListener {
        final List<String> deadLettered = new ArrayList<>();

        @Override
        public void paused(String breaker, String why) {
            throw new IllegalStateException("nothing pauses here");
        }

        @Override
        public void resumed(String breaker) {
            throw new IllegalStateException("nothing resumes here");
        }

        @Override
        public void retrying(Entry entry, Duration after, String why, Timing timing) {
            throw new IllegalStateException("nothing is attempted here");
        }

        @Override
        public void ended(Entry entry, Outcome last, String why, Timing timing) {
            throw new IllegalStateException("nothing ends well here");
        }

        @Override
        public void deadLettered(Entry entry, String why, Timing timing) {
            deadLettered.add(entry.lane().party());
        }

        @Override
        public void lost(Entry entry, Loss loss) {
            throw new IllegalStateException("nothing is attempted here");
        }
    }

    private void fails(String customer) {
        Claim claim = store.journal()
                .append(
                        List.of(new NewEntry(
                                new Lane(Direction.OUTBOUND, "shop", customer), "of " + customer, new byte[] {1})),
                        List.of(),
                        PausedLanes.NONE)
                .claims()
                .get(0);
        List<Claim> none = poison.deadLetter(new PoisonEntries.Poison(
                new Attempt(store.journal(), claim), new IllegalStateException("a fault"), Change.NONE));
        assertThat(none).isEmpty();
    }

    @Test
    void entryThatCouldNotBeDeadLetteredIsTriedAgain() {
        fails("anna");
        assertThat(store.counters().open()).isOne();

        isBroken = false;
        poison.retry(next::addAll);

        assertThat(told.deadLettered).containsExactly("anna");
        assertThat(store.counters().open()).isZero();
    }

    @Test
    void whatFollowsInTheLaneOfARetriedEntryIsHandedOn() {
        fails("anna");
        store.journal()
                .append(
                        List.of(new NewEntry(new Lane(Direction.OUTBOUND, "shop", "anna"), "second", new byte[] {1})),
                        List.of(),
                        PausedLanes.NONE);

        isBroken = false;
        poison.retry(next::addAll);

        assertThat(next).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void noEntryIsForgottenWhileThereIsNoThreadForOneOfThem(int refused) {
        fails("anna");
        fails("minho");
        fails("jisoo");
        isBroken = false;
        scheduler.refused = refused;
        for (int i = 0; i < refused; i++) {
            assertThatThrownBy(() -> poison.retry(next::addAll)).isInstanceOf(RejectedExecutionException.class);
        }

        poison.retry(next::addAll);

        assertThat(told.deadLettered).containsExactlyInAnyOrder("anna", "minho", "jisoo");
        assertThat(store.counters().open()).isZero();
    }

    @Test
    void nothingIsTriedAgainOnceEverythingEnds() {
        writer.end();
        fails("anna");

        isBroken = false;
        poison.retry(next::addAll);

        assertThat(told.deadLettered).isEmpty();
        assertThat(store.counters().open()).isOne();
    }
}
