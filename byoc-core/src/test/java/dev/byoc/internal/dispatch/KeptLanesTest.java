package dev.byoc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Direction;
import dev.byoc.MovableClock;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptLanesTest {
    private static final Lane ANNA = new Lane(Direction.OUTBOUND, "shop", "anna");
    private static final Lane MINHO = new Lane(Direction.OUTBOUND, "shop", "minho");

    private final MovableClock clock = new MovableClock();
    private final MemoryStore store = new MemoryStore(clock);
    private final Set<Lane> out = new HashSet<>();
    private final Set<Lane> refused = new HashSet<>();
    private final KeptLanes kept = new KeptLanes(refusing(), handler(), new LogThrottle(clock));
    private int keys;

    private Handler handler() {
        return new Handler() {
            @Override
            public Outcome handle(Attempt attempt) {
                throw new IllegalStateException("nothing is attempted here");
            }

            @Override
            public Change onDeadLettered(Entry entry, DeadLetterCause cause, Change last) {
                return Change.NONE;
            }

            @Override
            public boolean isOut(Lane lane) {
                return out.contains(lane);
            }
        };
    }

    private Journal refusing() {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (self, method, arguments) -> {
                    if (method.getName().equals("letGo") && refused.contains(arguments[0])) {
                        throw new StoreException("the database did not answer");
                    }
                    try {
                        return method.invoke(store.journal(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Claim begun(Lane lane) {
        return store.journal()
                .append(List.of(new NewEntry(lane, "k" + ++keys, new byte[] {1})), List.of(), PausedLanes.NONE)
                .claims()
                .get(0);
    }

    private void next(Lane lane) {
        assertThat(store.journal()
                        .append(List.of(new NewEntry(lane, "k" + ++keys, new byte[] {1})), List.of(), PausedLanes.NONE)
                        .claims())
                .isEmpty();
    }

    private void ends(Claim claim) {
        kept.storing(
                claim.entry().lane(),
                Duration.ZERO,
                Change.NONE,
                change -> store.journal().finish(claim, End.DEAD, "unknown", change));
    }

    private int due() {
        return store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO).size();
    }

    @Test
    void laneIsNotHandedOutBeforeItsCallHasReturned() {
        out.add(ANNA);
        ends(begun(ANNA));
        next(ANNA);
        kept.letGo();
        assertThat(due()).isZero();

        out.clear();
        kept.letGo();

        assertThat(due()).isOne();
    }

    @Test
    void callThatNeverReturnsHoldsItsLaneForAWhileOnly() {
        out.add(ANNA);
        ends(begun(ANNA));
        next(ANNA);
        clock.advance(KeptLanes.MOST.minusSeconds(1));
        kept.letGo();
        assertThat(due()).isZero();

        clock.advance(Duration.ofSeconds(1));
        kept.letGo();

        List<Claim> claims = store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO);
        assertThat(claims).hasSize(1);
        // Its handler puts it off, as the call is still out: the lane is not kept anew.
        kept.storing(ANNA, Duration.ofSeconds(5), Change.NONE, change -> {
            store.journal().postpone(claims.get(0), Duration.ofSeconds(5), change);
            return true;
        });
        clock.advance(Duration.ofSeconds(5));
        assertThat(due()).isOne();
    }

    @Test
    void nextCallOfALaneThatWasHeldTooLongIsKeptAgain() {
        out.add(ANNA);
        ends(begun(ANNA));
        clock.advance(KeptLanes.MOST);
        kept.letGo();
        out.clear();
        kept.letGo();

        out.add(ANNA);
        ends(begun(ANNA));
        next(ANNA);
        kept.letGo();

        assertThat(due()).isZero();
    }

    @Test
    void laneThatTheStoreDoesNotLetGoIsTriedAgainAndKeepsUpNoOther() {
        out.add(ANNA);
        out.add(MINHO);
        ends(begun(ANNA));
        ends(begun(MINHO));
        next(ANNA);
        next(MINHO);
        refused.add(ANNA);
        out.clear();

        kept.letGo();
        assertThat(due()).isOne();

        refused.clear();
        kept.letGo();
        assertThat(due()).isOne();
    }

    @Test
    void changeOfUnknownOutcomeIsLetGoToo() {
        out.add(ANNA);
        Claim claim = begun(ANNA);
        assertThatThrownBy(() -> kept.storing(ANNA, Duration.ZERO, Change.NONE, change -> {
                    store.journal().finish(claim, End.DEAD, "unknown", change);
                    throw new StoreException("the commit's outcome is unknown");
                }))
                .isInstanceOf(StoreException.class);
        next(ANNA);
        out.clear();

        kept.letGo();

        assertThat(due()).isOne();
    }

    private void isGivenBack(Claim claim, Duration delay, boolean postponed) {
        kept.storing(ANNA, delay, Change.NONE, change -> {
            if (postponed) {
                store.journal().postpone(claim, delay, change);
            } else {
                store.journal().release(claim, delay, true, change);
            }
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void entryWaitsForAsLongAsItWasPutOffThoughItsCallReturnsSooner(boolean postponed) {
        out.add(ANNA);
        isGivenBack(begun(ANNA), Duration.ofMinutes(5), postponed);
        next(ANNA);
        clock.advance(Duration.ofMinutes(1));
        out.clear();
        kept.letGo();
        clock.advance(Duration.ofMinutes(4).minusMillis(1));
        assertThat(due()).isZero();

        clock.advance(Duration.ofMillis(1));

        assertThat(due()).isOne();
    }

    @Test
    void entryIsDueAtOnceWhereItsCallTookLongerThanItWasPutOffFor() {
        out.add(ANNA);
        isGivenBack(begun(ANNA), Duration.ofMinutes(5), true);
        clock.advance(Duration.ofMinutes(6));
        assertThat(due()).isZero();
        out.clear();

        kept.letGo();

        assertThat(due()).isOne();
    }

    @Test
    void entryWaitsForAsLongAsItWasPutOffWhereItsCallNeverReturns() {
        out.add(ANNA);
        isGivenBack(begun(ANNA), KeptLanes.MOST.plusHours(1), false);
        clock.advance(KeptLanes.MOST);
        kept.letGo();
        assertThat(due()).isZero();

        clock.advance(Duration.ofHours(1));

        assertThat(due()).isOne();
    }

    @Test
    void delayOutlivesAStoreThatDoesNotLetGoAtFirst() {
        out.add(ANNA);
        isGivenBack(begun(ANNA), Duration.ofMinutes(5), true);
        out.clear();
        refused.add(ANNA);
        kept.letGo();
        clock.advance(Duration.ofMinutes(1));
        refused.clear();
        kept.letGo();
        assertThat(due()).isZero();

        clock.advance(Duration.ofMinutes(4));

        assertThat(due()).isOne();
    }

    @Test
    void delayOfOneEntryIsNotThatOfTheNextCallInItsLane() {
        out.add(ANNA);
        isGivenBack(begun(ANNA), Duration.ofHours(5), true);
        out.clear();
        kept.letGo();
        clock.advance(Duration.ofHours(5));
        Claim again =
                store.journal().claimDue(1, PausedLanes.NONE, Duration.ZERO).get(0);
        next(ANNA);
        out.add(ANNA);
        ends(again);
        out.clear();

        kept.letGo();

        assertThat(due()).isOne();
    }
}
