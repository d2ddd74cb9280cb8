package dev.byoc.spring.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health;
import dev.byoc.memory.MemoryStore;
import dev.byoc.relay.RelayEngine;
import dev.byoc.spring.Engines;
import dev.byoc.spring.Relay;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.DeadLetters;
import dev.byoc.store.spi.RelayStore;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

class RelayEndpointTest {
    private static final String NO_NUMBER = "id must be the number of a dead letter, or several with commas between";

    private final RelayEngine engine = Engines.idle();
    private final RelayEndpoint endpoint = new RelayEndpoint(new Relay() {
        @Override
        public RelayEngine engine() {
            return engine;
        }

        @Override
        public Health health() {
            return engine.health();
        }
    });

    @AfterEach
    void close() {
        engine.close();
    }

    private WebEndpointResponse<Map<String, Object>> read(String what, String id, String direction, String since) {
        return endpoint.read(what, id, null, direction, null, since, null, null, null, null);
    }

    private static void refused(WebEndpointResponse<Map<String, Object>> answer, int status, String sentence) {
        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(answer.getBody()).containsEntry("fault", sentence);
    }

    @Test
    void theStatusNamesPartsAndFigures() {
        assertThat(endpoint.status()).containsKeys("status", "live", "ready", "open", "parts", "figures");
    }

    @Test
    void whatCannotBeReadIsRefusedWithASentence() {
        refused(read("timeline", null, null, null), 400, "id is missing");
        refused(read("dead-letters", null, "up", null), 400, "direction must be inbound or outbound");
        refused(
                read("dead-letters", null, null, "yesterday"),
                400,
                "since must be a time such as 2026-01-15T09:00:00Z");
        refused(endpoint.write("replay", "x", null, null), 400, NO_NUMBER);
        refused(endpoint.write("replay", "1", "always", null), 400, "mode must be refuse-duplicate or allow-duplicate");
        refused(endpoint.write("catch-up", null, null, null), 400, "since is missing");
    }

    @Test
    void whatThereIsNotIsNotFound() {
        assertThat(read("secrets", null, null, null).getStatus()).isEqualTo(404);
        assertThat(endpoint.write("forget", null, null, null).getStatus()).isEqualTo(404);
    }

    @Test
    void deadLettersAndTimelinesAreRead() {
        assertThat(read("dead-letters", null, "inbound", null).getBody()).containsKey("deadLetters");
        assertThat(read("timeline", "none", null, null).getBody()).containsKey("timelines");
        assertThat(endpoint.write("replay", "7", "allow-duplicate", null).getBody())
                .containsEntry("results", List.of(Map.of("id", 7L, "result", "NOT_DEAD")));
        assertThat(endpoint.write("discard", "7", null, null).getBody()).containsEntry("discarded", 0L);
    }

    @Test
    void severalDeadLettersAreReplayedOrDiscardedAtOnceOrNoneWhereOneIsAMistake() {
        assertThat(endpoint.write("replay", "7, 8", null, null).getBody())
                .containsEntry(
                        "results",
                        List.of(Map.of("id", 7L, "result", "NOT_DEAD"), Map.of("id", 8L, "result", "NOT_DEAD")));
        assertThat(endpoint.write("discard", "7,8", null, null).getBody()).containsEntry("discarded", 0L);
        refused(endpoint.write("discard", "7,,8", null, null), 400, NO_NUMBER);
    }

    @Test
    void timelinesOfACustomerAreRead() {
        assertThat(ofCustomer("shop", "anna", null).getBody()).containsKey("timelines");
        refused(ofCustomer(null, "anna", null), 400, "account is missing");
        refused(ofCustomer("shop", "anna", 0), 400, "from 1 to 1000 timelines are read at a time");
        assertThat(ofCustomer("none", "anna", null).getStatus()).isEqualTo(400);
    }

    private WebEndpointResponse<Map<String, Object>> ofCustomer(String account, String customer, Integer limit) {
        return endpoint.read("timeline", null, account, null, null, null, null, null, customer, limit);
    }

    @Test
    void theAddressToPasteIntoFreshchatIsShown() {
        assertThat(read("addresses", null, null, null).getBody())
                .containsEntry("freshchat", engine.freshchatWebhookUrl().toString());
    }

    @Test
    void aRelayThatIsNotThereIsToldWithItsReason() {
        RelayEndpoint waiting = new RelayEndpoint(new Relay() {
            @Override
            public RelayEngine engine() {
                throw new StoreException("the database cannot be reached");
            }

            @Override
            public Health health() {
                return engine.health();
            }
        });

        refused(waiting.write("probe", null, null, null), 503, "the database cannot be reached");
    }

    /** A store whose database goes at the third dead letter. */
    private static RelayStore failingAtTheThird() {
        MemoryStore store = new MemoryStore(Clock.systemUTC());
        AtomicInteger calls = new AtomicInteger();
        DeadLetters letters = proxy(DeadLetters.class, (method, arguments) -> {
            if (calls.incrementAndGet() == 3) {
                throw new StoreException("the database cannot be reached");
            }
            return method.invoke(store.deadLetters(), arguments);
        });
        return proxy(
                RelayStore.class,
                (method, arguments) ->
                        method.getName().equals("deadLetters") ? letters : method.invoke(store, arguments));
    }

    private interface Call {
        Object on(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> call.on(method, arguments)));
    }

    @ParameterizedTest
    @CsvSource({"replay, results", "discard, discarded"})
    void whatWasDoneBeforeAFailureIsToldWithIt(String what, String name) {
        try (RelayEngine failing = Engines.builder().store(failingAtTheThird()).build()) {
            RelayEndpoint asked = new RelayEndpoint(new Relay() {
                @Override
                public RelayEngine engine() {
                    return failing;
                }

                @Override
                public Health health() {
                    return failing.health();
                }
            });

            WebEndpointResponse<Map<String, Object>> answer = asked.write(what, "7, 8, 9, 10", null, null);

            refused(answer, 503, "the database cannot be reached");
            Map<String, Object> twoResults = Map.of(
                    "results",
                    List.of(Map.of("id", 7L, "result", "NOT_DEAD"), Map.of("id", 8L, "result", "NOT_DEAD")),
                    "discarded",
                    0L);
            assertThat(answer.getBody()).containsEntry(name, twoResults.get(name));
        }
    }

    @Test
    void aTimeThatIsTooFarForAStoreIsRefused() {
        refused(
                read("dead-letters", null, null, "+1000000000-01-01T00:00:00Z"),
                400,
                "since must be a time such as 2026-01-15T09:00:00Z");
    }
}
