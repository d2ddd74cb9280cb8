package dev.byoc.examples.crash;

import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.viber.FakeViber;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Spoils some calls to both remote APIs, as real servers do, for as long as it is open. */
final class Chaos implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(150);
    private static final String POST = "POST /conversations/{id}/messages";
    private static final String SEND = "POST /send_message";

    private final FakeFreshchat freshchat;
    private final FakeViber viber;
    private final Random random;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "crash-chaos");
        thread.setDaemon(true);
        return thread;
    });

    Chaos(FakeFreshchat freshchat, FakeViber viber, Random random) {
        this.freshchat = freshchat;
        this.viber = viber;
        this.random = random;
    }

    /** Starts with the calls that a customer's first message makes, each spoilt in each way once. */
    void begin() {
        for (String route : List.of("GET /users", "POST /users", "POST /conversations")) {
            freshchat.faults().next(route, Fault.answer(500).afterWork());
            freshchat.faults().next(route, Fault.cut());
            freshchat.faults().next(route, Fault.cut().afterWork());
            freshchat.faults().next(route, Fault.answer(429).header("Retry-After", "1"));
        }
        @SuppressWarnings("unused") // ends with the timer
        var scheduled =
                timer.scheduleAtFixedRate(this::spoil, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void spoil() {
        freshchat.faults().next(POST, one(Fault.answer(500).afterWork()));
        // An error that Viber answers although it took the message would look like a copy without excuse.
        viber.faults().next(SEND, one(Fault.answer(500)));
        if (random.nextInt(20) == 0) {
            freshchat.faults().next(POST, Fault.answer(429).header("Retry-After", "1"));
            viber.faults().next(SEND, tooMany());
        }
    }

    private Fault one(Fault error) {
        return switch (random.nextInt(6)) {
            case 0 -> Fault.answer(500);
            case 1 -> error;
            case 2 -> Fault.cut();
            case 3 -> Fault.cut().afterWork();
            default -> Fault.slow(Duration.ofMillis(50 + random.nextInt(1_000)));
        };
    }

    /** As Viber says it, with HTTP 200. Without a time to wait the relay would wait for ten minutes. */
    private static Fault tooMany() {
        return Fault.answer(
                        200,
                        Json.object()
                                .put("status", 12)
                                .put("status_message", "Too many requests")
                                .build())
                .header("Retry-After", "1");
    }

    /**
     * From now on both behave. The customers fall silent too, and what is still open for one of them may be more than the 100 messages
     * that Viber takes in an hour for a customer who does not reply.
     */
    @Override
    public void close() {
        timer.shutdownNow();
        viber.hourlyLimit(false);
        freshchat.faults().clear();
        viber.faults().clear();
    }
}
