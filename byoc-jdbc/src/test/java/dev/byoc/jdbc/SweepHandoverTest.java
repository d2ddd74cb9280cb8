package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.memory.MemoryStore;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.store.WatchedStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay that is closed while it looks for missed answers leaves the rest to the next one at once: no clock moves here. */
class SweepHandoverTest {
    private static final String LOCKS = "select count(*) from byoc_setting where name = 'lock sweep'";

    @TempDir
    Path folder;

    private RestartingRelay relay;

    @BeforeEach
    void make() {
        relay = new RestartingRelay(folder);
    }

    @AfterEach
    void close() {
        relay.close();
    }

    /** A process that is killed with the lock would leave its successor waiting for it. */
    @Test
    void relayWithoutAGapTakesNoLock() {
        Queue<String> locks = new ConcurrentLinkedQueue<>();
        relay.with(builder -> builder.store(WatchedStore.of(new MemoryStore(relay.clock), (method, arguments, call) -> {
                    if (method.equals("settings.lock")) {
                        locks.add((String) arguments[0]);
                    }
                    return call.proceed();
                })))
                .start();
        relay.customerWrites("anna", "1", "Hello");

        relay.time().pass(Duration.ofSeconds(1), 3);

        assertThat(locks).isNotEmpty().doesNotContain("sweep");
    }

    private void annaAndBellaAreAnsweredWhileTheRelayIsDown() {
        relay.start();
        String anna = relay.customerWrites("anna", "1", "Hello");
        String bella = relay.customerWrites("bella", "2", "Hello");
        relay.awaitIdle();
        relay.clock.advance(Duration.ofMinutes(1));
        relay.stop();
        relay.freshchat.agent().says(anna, "to anna");
        relay.freshchat.agent().says(bella, "to bella");
    }

    private void theNextOneFindsBoth() {
        assertThat(relay.sqlValue(LOCKS)).isEqualTo("0");

        relay.with(builder -> builder.catchUp(RestartingRelay.AT_ONCE)).start();
        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactlyInAnyOrder("to anna", "to bella");
    }

    @Test
    void betweenTwoConversations() {
        annaAndBellaAreAnsweredWhileTheRelayIsDown();
        relay.with(builder -> builder.catchUp(RestartingRelay.AT_ONCE.atMost(1)))
                .start();
        relay.await(() -> relay.sent().size() == 1);
        assertThat(relay.sqlValue(LOCKS)).isEqualTo("1");

        relay.stop();

        theNextOneFindsBoth();
    }

    @Test
    void whileFreshchatIsSlowToShowAConversation() {
        annaAndBellaAreAnsweredWhileTheRelayIsDown();
        Gate gate = new Gate();
        relay.freshchat.faults().next(RestartingRelay.READ, Fault.answerHeldAt(gate));
        relay.start();
        gate.awaitArrival();
        assertThat(relay.sqlValue(LOCKS)).isEqualTo("1");

        relay.stop();
        gate.open();

        theNextOneFindsBoth();
    }

    @Test
    void whileItRestsAsFreshchatHasAsked() {
        annaAndBellaAreAnsweredWhileTheRelayIsDown();
        relay.freshchat.faults().next(RestartingRelay.READ, Fault.answer(429).header("Retry-After", "90"));
        relay.start();
        relay.await(() -> relay.reads() == 1 && relay.sqlValue(LOCKS).equals("1"));

        relay.stop();

        theNextOneFindsBoth();
    }
}
