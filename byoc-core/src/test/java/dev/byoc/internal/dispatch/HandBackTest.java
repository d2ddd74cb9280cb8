package dev.byoc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.MovableClock;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class HandBackTest {
    private final MovableClock clock = new MovableClock();
    private final List<Object> given = new ArrayList<>();
    private final HandBack handBack = new HandBack(journal(), new LogThrottle(clock));
    private final Claim claim = new Claim(
            new Entry(
                    1,
                    new Lane(Direction.INBOUND, "shop", "anna"),
                    "k1",
                    new byte[0],
                    clock.instant(),
                    0,
                    0,
                    Checkpoint.NONE,
                    Map.of()),
            1);

    /** What happens while the store is called the first time, before that fails. */
    private Runnable meanwhile = () -> {};

    private int failures = 1;

    private Journal journal() {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (self, method, arguments) -> {
                    if (failures-- > 0) {
                        meanwhile.run();
                        throw new StoreException("the database did not answer");
                    }
                    given.addAll((List<?>) arguments[0]);
                    return null;
                });
    }

    @Test
    void whatFailsWhileEverythingEndsIsGivenBackOnceMore() {
        meanwhile = () -> handBack.end(List.of());

        handBack.giveBack(List.of(claim));

        assertThat(given).containsExactly(claim);
    }

    @Test
    void whatIsKeptAfterTheEndIsGivenBackAtOnce() {
        failures = 0;
        handBack.end(List.of());

        handBack.keep(claim, new RejectedExecutionException());

        assertThat(given).containsExactly(claim);
    }

    @Test
    void whatFailsBeforeIsGivenBackAtTheNextTick() {
        handBack.giveBack(List.of(claim));
        assertThat(given).isEmpty();

        handBack.retry();

        assertThat(given).containsExactly(claim);
    }
}
