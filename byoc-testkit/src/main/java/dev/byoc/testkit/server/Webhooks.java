package dev.byoc.testkit.server;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * How a fake delivers its webhooks: in order, one after the other, again at once if they are not taken, up to a bound. Can be told to
 * duplicate, hold back and reorder. Thread-safe.
 *
 * <p>Events are put in by the fake that owns this, with {@link #post}, {@link #queue} or {@link #deliverNow}.
 */
public final class Webhooks implements AutoCloseable {
    /** What the methods that cause a webhook return while {@link #hold} is on: it is not delivered yet. */
    public static final int HELD = -1;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Gives the address and headers of one attempt, the signature among them. */
    public interface Envelope {
        Addressed address(String event, URI url, byte[] body, int attempt);
    }

    /** Where an attempt goes, and with what. */
    public record Addressed(URI url, Map<String, String> headers) {}

    private record Event(String name, byte[] body, Runnable whenTaken, CompletableFuture<Delivery> done) {
        Event(String name, byte[] body, Runnable whenTaken) {
            this(name, body, whenTaken, new CompletableFuture<>());
        }
    }

    private final Envelope envelope;
    private final Predicate<Delivery> taken;
    private final Waiting waiting;
    private volatile OkHttpClient client = new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .callTimeout(PATIENCE)
            .readTimeout(PATIENCE)
            .build();
    private final ExecutorService postman = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "fake-webhooks");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Event> held = new ArrayList<>();
    private @Nullable URI url;
    private boolean holding;
    private int open;
    private int copies = 1;
    private int attempts = 3;

    /**
     * Nothing is delivered before {@link #connect}.
     *
     * @param taken whether an attempt counts as taken, by its answer
     * @param waiting is told of every event that is done
     */
    public Webhooks(Envelope envelope, Predicate<Delivery> taken, Waiting waiting) {
        this.envelope = envelope;
        this.taken = taken;
        this.waiting = waiting;
    }

    /**
     * Where they go; null: nowhere, and events are dropped. Connections to what stood there before are not used again: a host that was
     * started anew has closed them.
     */
    public synchronized void connect(@Nullable URI target) {
        this.url = target;
        client.connectionPool().evictAll();
    }

    /** Where they go; null: nowhere. */
    public synchronized @Nullable URI url() {
        return url;
    }

    /** How often an event is tried in all, if it is not taken. By default 3; 1: never again. */
    public synchronized Webhooks attempts(int inAll) {
        this.attempts = inAll;
        return this;
    }

    /** How long an answer is waited for. By default 30 s. */
    public Webhooks patience(Duration wait) {
        client = client.newBuilder()
                .connectTimeout(wait)
                .readTimeout(wait)
                .callTimeout(wait)
                .build();
        return this;
    }

    /** From now on every event is delivered that many times, even if it was taken. 1: as usual. */
    public synchronized Webhooks copies(int perEvent) {
        this.copies = perEvent;
        return this;
    }

    /** Keeps what happens from now on back. */
    public synchronized Webhooks hold() {
        this.holding = true;
        return this;
    }

    /** Delivers what was kept back, in order, and continues as usual. */
    public void release() {
        release(false);
    }

    /** Delivers what was kept back, the newest first, and continues as usual. */
    public void releaseReversed() {
        release(true);
    }

    private synchronized void release(boolean reversed) {
        holding = false;
        List<Event> now = new ArrayList<>(held);
        held.clear();
        if (reversed) {
            Collections.reverse(now);
        }
        now.forEach(event -> postman.execute(() -> deliver(event)));
    }

    /** Every attempt so far, in order. */
    public synchronized List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** The attempts to deliver events of that name. */
    public List<Delivery> deliveries(String event) {
        return deliveries().stream().filter(d -> d.event().equals(event)).toList();
    }

    /**
     * Waits until nothing is left to deliver, what is held back aside.
     *
     * @throws AssertionError after 30 s
     */
    public void awaitDelivered() {
        waiting.until(() -> undelivered() == 0, () -> undelivered() + " webhooks to be delivered");
    }

    /** Whether nothing is left to deliver, what is held back aside. */
    public boolean isDelivered() {
        return undelivered() == 0;
    }

    private synchronized int undelivered() {
        return open - held.size();
    }

    /** Delivers the same bytes once more, as after an answer that was lost; gives the status. */
    public int again(Delivery delivery) {
        URI target = url();
        return target == null
                ? 0
                : attempt(target, delivery.event(), delivery.body(), delivery.attempt() + 1)
                        .status();
    }

    /** Puts the event in the queue; the ledger tells how it went. */
    public void post(String name, byte[] body) {
        @Nullable CompletableFuture<Delivery> unused = queue(name, body);
    }

    /** The last attempt's status, waited for; 0 if there was no answer or no address. */
    public static int status(@Nullable CompletableFuture<Delivery> queued) {
        return queued == null ? HELD : queued.join().status();
    }

    /** Delivers on the caller's thread, past the queue, so that many customers may speak at once. */
    public Delivery deliverNow(String name, byte[] body) {
        return deliverNow(name, body, () -> {});
    }

    /** The same; the work is done when the event has been taken, before the receiver hears of it. */
    public Delivery deliverNow(String name, byte[] body, Runnable whenTaken) {
        Event event = new Event(name, body, whenTaken);
        synchronized (this) {
            open++;
            if (holding) {
                held.add(event);
                return new Delivery(name, 0, HELD, Map.of(), body, new byte[0]);
            }
        }
        deliver(event);
        return event.done().join();
    }

    /** Puts the event in the queue; null while events are held back. */
    public synchronized @Nullable CompletableFuture<Delivery> queue(String name, byte[] body) {
        Event event = new Event(name, body, () -> {});
        open++;
        if (holding) {
            held.add(event);
            return null;
        }
        postman.execute(() -> deliver(event));
        return event.done();
    }

    private void deliver(Event event) {
        Delivery last = new Delivery(event.name(), 0, 0, Map.of(), event.body(), new byte[0]);
        try {
            URI target;
            int times;
            int tries;
            synchronized (this) {
                target = url;
                times = copies;
                tries = attempts;
            }
            for (int copy = 0; copy < times && target != null; copy++) {
                int attempt = 0;
                do {
                    last = attempt(target, event.name(), event.body(), attempt);
                    attempt++;
                } while (!taken.test(last) && attempt < tries);
            }
            if (taken.test(last)) {
                event.whenTaken().run();
            }
        } finally {
            synchronized (this) {
                open--;
            }
            event.done().complete(last);
            waiting.changed();
        }
    }

    /** One attempt, recorded. */
    public Delivery attempt(URI target, String name, byte[] body, int attempt) {
        Addressed addressed = envelope.address(name, target, body, attempt);
        Request.Builder request =
                new Request.Builder().url(addressed.url().toString()).post(RequestBody.create(body));
        addressed.headers().forEach(request::header);
        int status = 0;
        byte[] answer = new byte[0];
        try (Response response = client.newCall(request.build()).execute()) {
            status = response.code();
            answer = response.body().bytes();
        } catch (IOException e) {
            // Recorded as 0: no answer.
        }
        Delivery delivery = new Delivery(name, attempt, status, new LinkedHashMap<>(addressed.headers()), body, answer);
        synchronized (this) {
            deliveries.add(delivery);
        }
        return delivery;
    }

    @Override
    public void close() {
        // What is still queued ends quickly, as there is nowhere to go; no caller waits for ever.
        connect(null);
        postman.shutdown();
        client.dispatcher().executorService().shutdown();
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
