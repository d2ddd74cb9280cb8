package dev.byoc.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.RelayStore;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {
    @Override
    public RelayStore make() {
        return new MemoryStore(clock, 10, 100);
    }

    @Test
    void oldestKeysAreForgottenAtTheBoundAndTheStoreSaysSinceWhen() {
        for (int i = 0; i < 150; i++) {
            clock.advance(Duration.ofSeconds(1));
            finish(append("a", "key" + i).claims().get(0));
        }

        assertThat(append("a", "key149").fresh()).containsExactly(false);
        assertThat(append("a", "key51").fresh()).containsExactly(false);
        assertThat(store.journal().remembersSince()).isEqualTo(Instant.parse("2026-01-15T09:00:50Z"));
    }

    @Test
    void keysAreForgottenAfterTheKeepTime() {
        finish(append("a", "1").claims().get(0));
        clock.advance(MemoryStore.KEEP.plusSeconds(1));
        append("b", "2");

        assertThat(store.journal().remembersSince()).isEqualTo(Instant.parse("2026-01-15T09:00:00Z"));
    }

    /** It may hold what was said. */
    @Test
    void checkpointIsErasedWithItsCustomer() {
        WeakReference<byte[]> state = checkpointOf("anna");
        collect(state);
        assertThat(state.get()).isNotNull();

        store.forget("x", "anna", List.of(new Lane(Direction.INBOUND, "x", "anna")));

        collect(state);
        assertThat(state.get()).isNull();
    }

    private WeakReference<byte[]> checkpointOf(String party) {
        byte[] state = {1, 2, 3};
        store.journal().keep(append(party, "1").claims().get(0), Change.NONE.checkpoint(new Checkpoint(true, state)));
        return new WeakReference<>(state);
    }

    private static void collect(WeakReference<byte[]> state) {
        for (int i = 0; i < 5 && state.get() != null; i++) {
            System.gc();
        }
    }

    private void finish(Claim claim) {
        store.journal().finish(claim, Journal.End.DONE, "", Change.NONE);
    }
}
