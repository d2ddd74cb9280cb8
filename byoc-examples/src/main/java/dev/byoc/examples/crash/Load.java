package dev.byoc.examples.crash;

import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredConversation;
import dev.byoc.testkit.freshchat.StoredUser;
import dev.byoc.testkit.server.Delivery;
import dev.byoc.testkit.server.Webhooks;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Customers who write and agents who answer. Each says the next thing only after the last one was acknowledged, and sends what was not
 * acknowledged again, the same bytes, as the real senders do.
 */
final class Load implements AutoCloseable {
    private static final int CUSTOMERS = 24;
    private static final int MOST_PAUSE_MILLIS = 500;
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final FakeFreshchat freshchat;
    private final FakeViber viber;
    private final List<Speaker> speakers = new ArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "crash-load");
        thread.setDaemon(true);
        return thread;
    });
    private final List<CompletableFuture<Void>> speaking = new ArrayList<>();
    private volatile boolean stopping;

    /** One who speaks, to one customer's side or from it. */
    static final class Speaker {
        private final boolean inbound;
        private final ViberCustomer customer;
        private final Random random;
        private final List<String> acknowledged = new ArrayList<>();

        private Speaker(boolean inbound, ViberCustomer customer, long seed) {
            this.inbound = inbound;
            this.customer = customer;
            this.random = new Random(seed);
        }

        boolean inbound() {
            return inbound;
        }

        ViberCustomer customer() {
            return customer;
        }

        String name() {
            return (inbound ? "in " : "out ") + customer.name();
        }

        synchronized List<String> acknowledged() {
            return List.copyOf(acknowledged);
        }

        private synchronized void took(String text) {
            acknowledged.add(text);
        }
    }

    Load(FakeFreshchat freshchat, FakeViber viber, Random random) {
        this.freshchat = freshchat;
        this.viber = viber;
        // A sender that is refused tries again later, not at once.
        freshchat.webhooks().attempts(1);
        viber.webhooks().attempts(1);
        for (int i = 0; i < CUSTOMERS; i++) {
            ViberCustomer customer = viber.customer("customer%02d/Sw+A==".formatted(i), "c%02d".formatted(i));
            speakers.add(new Speaker(true, customer, random.nextLong()));
            speakers.add(new Speaker(false, customer, random.nextLong()));
        }
    }

    void begin() {
        speakers.forEach(speaker -> speaking.add(CompletableFuture.runAsync(() -> speak(speaker), threads)));
    }

    private void speak(Speaker speaker) {
        for (int n = 1; !stopping; n++) {
            String text = "%s %05d".formatted(speaker.name(), n);
            if (!speaker.inbound() && n == 1 && !awaitConversation(speaker.customer())) {
                return;
            }
            int status = speaker.inbound()
                    ? speaker.customer().says(text)
                    : freshchat.agent().says(conversation(speaker.customer()), text);
            if (!isTaken(status)) {
                insist(speaker.inbound() ? viber.webhooks() : freshchat.webhooks(), text);
            }
            speaker.took(text);
            acknowledged.incrementAndGet();
            pause(Duration.ofMillis(speaker.random.nextInt(MOST_PAUSE_MILLIS)));
        }
    }

    private static boolean isTaken(int status) {
        return status >= 200 && status < 300;
    }

    private static void insist(Webhooks webhooks, String text) {
        List<Delivery> all = webhooks.deliveries();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (new String(all.get(i).body(), StandardCharsets.US_ASCII).contains(text)) {
                do {
                    pause(AGAIN);
                } while (!isTaken(webhooks.again(all.get(i))));
                return;
            }
        }
        throw new IllegalStateException("the fake does not know what it has sent: " + text);
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** False if there will be none, as the load is stopping. */
    private boolean awaitConversation(ViberCustomer customer) {
        while (conversation(customer).isEmpty()) {
            if (stopping) {
                return false;
            }
            pause(AGAIN);
        }
        return true;
    }

    /** The customer's conversation; {@code ""}: there is none yet. */
    private String conversation(ViberCustomer customer) {
        List<String> users = freshchat.users().stream()
                .filter(user -> isOf(user, customer))
                .map(StoredUser::id)
                .toList();
        return freshchat.conversations().stream()
                .filter(conversation -> users.contains(conversation.userId()))
                .map(StoredConversation::id)
                .findFirst()
                .orElse("");
    }

    static boolean isOf(StoredUser user, ViberCustomer customer) {
        return user.referenceId().endsWith(":" + URLEncoder.encode(customer.id(), StandardCharsets.UTF_8));
    }

    List<Speaker> speakers() {
        return List.copyOf(speakers);
    }

    /** How many messages were acknowledged in all. */
    int acknowledged() {
        return acknowledged.get();
    }

    /** No new messages; returns when the last words are acknowledged. */
    void end() {
        stopping = true;
        speaking.forEach(CompletableFuture::join);
    }

    @Override
    public void close() {
        stopping = true;
        threads.shutdownNow();
    }
}
