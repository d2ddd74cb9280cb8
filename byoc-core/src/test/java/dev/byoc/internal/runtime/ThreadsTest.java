package dev.byoc.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;

/** Threads that are begun while a message is worked on, with a log whose MDC threads inherit, as that of java.util.logging. */
@Timeout(30)
class ThreadsTest {
    private final CompletableFuture<String> carried = new CompletableFuture<>();
    private @Nullable Object before;

    private static Field adapter() throws ReflectiveOperationException {
        Field adapter = MDC.class.getDeclaredField("MDC_ADAPTER");
        adapter.setAccessible(true);
        return adapter;
    }

    @BeforeEach
    void inherits() throws ReflectiveOperationException {
        before = adapter().get(null);
        adapter().set(null, new BasicMDCAdapter());
        LogContext.entry("shop", "shop message:1", 7);
        MDC.put("trace", "of the host");
    }

    @AfterEach
    void asBefore() throws ReflectiveOperationException {
        adapter().set(null, before);
    }

    private void look() {
        Map<String, String> all = MDC.getCopyOfContextMap();
        carried.complete(all == null ? "{}" : all.toString());
    }

    @Test
    void aThreadThatStaysCarriesNothingOfTheMessageThatHasBegunIt() throws Exception {
        Threads.daemons("stays").newThread(this::look).start();

        assertThat(carried.get(20, TimeUnit.SECONDS)).isEqualTo("{}");
        assertThat(MDC.get("trace")).isEqualTo("of the host");
    }

    @Test
    void aWorkerCarriesNothingOfTheMessageThatHasBegunIt() throws Exception {
        ThreadScheduler scheduler = new ThreadScheduler();
        scheduler.execute(this::look);

        assertThat(carried.get(20, TimeUnit.SECONDS)).isEqualTo("{}");
        scheduler.stopTimer();
        assertThat(scheduler.awaitEnd(Duration.ofSeconds(20))).isTrue();
    }
}
