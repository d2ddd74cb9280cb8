package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Secret;
import dev.byoc.internal.account.RelaySecrets;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts of one store, as far as its secrets go. */
class RelaySecretsTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final String NAME = "path shop";

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(TestRelay.NOW);
    private RelayStore store;
    private RelaySecrets here;
    private RelaySecrets there;

    @BeforeEach
    void open() {
        store = JdbcStore.embedded(folder.resolve("relay.db"));
        store.open("acme");
        here = secrets(store, "a-token");
        there = secrets(store, "a-token");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private RelaySecrets secrets(RelayStore in, String token) {
        return new RelaySecrets(in, Secret.of(token), "acme", clock);
    }

    @Test
    void bothHaveTheSameSecretWhicheverAsksFirst() {
        assertThat(here.of(NAME)).isEqualTo(there.of(NAME));
    }

    @Test
    void whatOneHasReplacedTheOtherFindsWhenItLooks() {
        Secret before = there.of(NAME);
        here.of(NAME);

        here.rotate(List.of(NAME), WEEK);

        assertThat(there.made(NAME).all()).containsExactly(before);
        assertThat(there.lookAgain()).isTrue();
        assertThat(there.made(NAME).all()).containsExactly(here.of(NAME), before);
        assertThat(there.of(NAME)).isNotEqualTo(before);
    }

    @Test
    void bothReplaceInTurnAndNoneOfTheOldOnesIsLost() {
        Secret first = there.of(NAME);
        here.rotate(List.of(NAME), WEEK);
        Secret second = here.of(NAME);

        there.rotate(List.of(NAME), WEEK);

        assertThat(there.made(NAME).all()).hasSize(3).containsSubsequence(second, first);
    }

    @Test
    void requestsAtWrongAddressesHaveTheStoreAskedNowAndThenOnly() {
        there.of(NAME);
        assertThat(there.lookAgain()).isFalse();
        here.rotate(List.of(NAME), WEEK);

        assertThat(there.lookAgain()).isFalse();
        clock.advance(Duration.ofSeconds(10));
        assertThat(there.lookAgain()).isTrue();
    }

    @Test
    void aClockThatWasPutBackDoesNotKeepItFromLooking() {
        there.of(NAME);
        there.lookAgain();
        here.rotate(List.of(NAME), WEEK);
        clock.advance(Duration.ofDays(-1));

        assertThat(there.lookAgain()).isTrue();
    }

    @Test
    void aStoreThatIsOutOfReachIsNoNews() {
        there.of(NAME);
        store.close();

        assertThat(there.lookAgain()).isFalse();
    }

    @Test
    void aDurableStoreKeepsItsSecretsUnderAnotherToken() {
        assertThat(secrets(store, "another-token").of(NAME)).isEqualTo(here.of(NAME));
    }

    @Test
    void withoutADurableStoreTheyFollowFromTheTokenAtTheStart() {
        try (MemoryStore memory = new MemoryStore(clock)) {
            memory.open("acme");
            assertThat(secrets(memory, "a-token").of(NAME))
                    .isEqualTo(secrets(memory, "a-token").of(NAME));
            assertThat(secrets(memory, "another-token").of(NAME))
                    .isNotEqualTo(secrets(memory, "a-token").of(NAME));
        }
    }
}
