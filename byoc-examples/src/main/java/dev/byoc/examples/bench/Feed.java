package dev.byoc.examples.bench;

import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.relay.RelayEngine;
import java.net.URI;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Feeds a relay in its own process, by {@link RelayEngine#handle}, and counts what is relayed. */
final class Feed implements RelayListener {
    private final Customers customers = new Customers();
    private final AtomicLong relayed = new AtomicLong();
    private final int most;
    private final Semaphore free;
    private volatile boolean running = true;

    /** @param most messages that may be on their way at once */
    Feed(int most) {
        this.most = most;
        this.free = new Semaphore(most);
    }

    @Override
    public void on(RelayEvent event) {
        if (event instanceof RelayEvent.Delivered) {
            relayed.incrementAndGet();
            free.release();
        } else if (event instanceof RelayEvent.DeadLettered dead) {
            throw new IllegalStateException(dead.why());
        }
    }

    long relayed() {
        return relayed.get();
    }

    /** Each customer writes on and on, on a thread of their own, until {@link #end}. */
    void begin(RelayEngine relay, int howMany) {
        URI webhook = relay.webhookUrl(Subject.VIBER);
        for (int i = 0; i < howMany; i++) {
            int customer = i;
            Thread thread = new Thread(
                    () -> {
                        while (running) {
                            free.acquireUninterruptibly();
                            if (relay.handle(customers.request(webhook, customer))
                                            .status()
                                    != 200) {
                                free.release();
                            }
                        }
                    },
                    "feed-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    void end() {
        running = false;
    }

    /** The customer writes once, as soon as there is room. */
    void say(RelayEngine relay, URI webhook, int customer) {
        free.acquireUninterruptibly();
        if (relay.handle(customers.request(webhook, customer)).status() != 200) {
            throw new IllegalStateException("a message was refused");
        }
    }

    /** Waits until nothing is on its way. */
    void awaitAll() {
        free.acquireUninterruptibly(most);
        free.release(most);
    }
}
