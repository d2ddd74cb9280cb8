package dev.byoc.testkit.host;

import dev.byoc.relay.RelayEngine;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * The part of {@link HostContract} that says which requests reach the relay as they were sent, and which the host refuses: for a host whose
 * settings change nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RequestFormContract implements RequestLineContract {
    private static final Duration NO_HURRY = Duration.ofSeconds(30);

    private @Nullable HostedRelay shared;

    /**
     * Serves a relay, as an application would, at the loopback address; listens when it returns.
     *
     * @param relay its public address has the path {@code /byoc}
     * @param patience how long a request may take to arrive: for the time-outs of the server too
     * @return what stops it, as the application would; it does not close the relay
     */
    protected abstract Runnable serve(RelayEngine relay, int port, Duration patience);

    /**
     * The requests that the host refuses by itself, before the relay sees them, with the status that it answers; 0: it ends the connection
     * without an answer. None by default. Say beside each why that is so, and how to change it.
     */
    @Override
    public Map<RequestForm, Integer> refused() {
        return Map.of();
    }

    @BeforeAll
    final void serveShared() {
        shared = serveAnother(NO_HURRY);
    }

    @BeforeEach
    final void forget() {
        hosted().channel().reset();
    }

    @AfterAll
    final void endShared() {
        if (shared != null) {
            shared.close();
        }
    }

    @Override
    public final HostedRelay hosted() {
        return Objects.requireNonNull(shared, "not served");
    }

    @Override
    public final HostedRelay serveAnother(Duration patience) {
        return new HostedRelay((relay, port) -> serve(relay, port, patience));
    }
}
