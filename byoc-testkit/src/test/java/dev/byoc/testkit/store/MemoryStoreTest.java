package dev.byoc.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.memory.MemoryStore;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.RelayStore;
import java.time.Duration;
import java.time.Instant;
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

    private void finish(Claim claim) {
        store.journal().finish(claim, Journal.End.DONE, "", Change.NONE);
    }
}
