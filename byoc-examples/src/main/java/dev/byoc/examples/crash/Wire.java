package dev.byoc.examples.crash;

import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What lies between one host and the remote APIs. Changes nothing; keeps a ledger of which answers of Viber reached the host, and
 * when. Thread-safe.
 */
final class Wire implements AutoCloseable {
    /** As long as the relay waits between the bytes of an answer; a client that waits longer has hung up. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** An answer on this wire, on the clock of {@link System#nanoTime}. */
    private record Answered(long asked, long answered) {}

    private final int host;
    private final URI freshchat;
    private final URI viber;
    private final Map<Long, Answered> answers = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Proxy proxy;

    Wire(int host, URI freshchat, URI viber) {
        this.host = host;
        this.freshchat = freshchat;
        this.viber = viber;
        this.proxy = new Proxy(PATIENCE.multipliedBy(2), this::pass);
    }

    private void pass(Proxy.Passing passing) throws IOException {
        long asked = System.nanoTime();
        open.incrementAndGet();
        try {
            boolean toViber = passing.path().startsWith("/pa/");
            Proxy.Answer answer = passing.passTo(toViber ? viber : freshchat);
            Long token = passing.path().equals("/pa/send_message") ? token(answer.body()) : null;
            if (token == null) {
                passing.answer(answer);
            } else {
                answer(passing, answer, token, asked);
            }
        } finally {
            open.decrementAndGet();
        }
    }

    private void answer(Proxy.Passing passing, Proxy.Answer answer, long token, long asked) throws IOException {
        answers.put(token, new Answered(asked, System.nanoTime()));
        try {
            passing.answer(answer);
        } catch (IOException e) {
            answers.remove(token);
            throw e;
        }
    }

    private static @Nullable Long token(byte[] answer) {
        try {
            return Json.parse(answer).get("message_token").number();
        } catch (JsonException e) {
            // A fault's answer: no message was taken.
            return null;
        }
    }

    /** Where the host finds both remote APIs, by their paths. */
    URI origin() {
        return proxy.origin();
    }

    /** How many calls of the host are not answered yet. */
    int open() {
        return open.get();
    }

    /**
     * Whether the answer that told of this message reached the host, which then worked for long enough to store it.
     *
     * @param grace how long a host may take for that
     */
    boolean reached(long token, Halts halts, Duration grace) {
        Answered answer = answers.get(token);
        return answer != null
                && answer.answered() - answer.asked() < PATIENCE.toNanos()
                && halts.worked(host, answer.asked(), answer.answered() + grace.toNanos());
    }

    @Override
    public void close() {
        proxy.close();
    }
}
