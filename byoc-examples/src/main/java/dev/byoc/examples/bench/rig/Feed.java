package dev.byoc.examples.bench.rig;

import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.relay.RelayEngine;
import java.net.URI;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Feeds a relay in its own process, by {@link RelayEngine#handle}, and counts what is relayed. */
public final class Feed implements RelayListener {
    private final Customers customers = new Customers();
    private final AtomicLong relayed = new AtomicLong();
    private final int most;
    private final Semaphore free;
    private volatile boolean running = true;

    /**
     * Nothing is sent yet.
     *
     * @param most messages that may be on their way at once
     */
    public Feed(int most) {
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

    public long relayed() {
        return relayed.get();
    }

    /** Each customer writes on and on, on a thread of their own, until {@link #end}. */
    public void begin(RelayEngine relay, int howMany) {
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

    public void end() {
        running = false;
    }

    /** The customer writes once, as soon as there is room. */
    public void say(RelayEngine relay, URI webhook, int customer) {
        free.acquireUninterruptibly();
        if (relay.handle(customers.request(webhook, customer)).status() != 200) {
            throw new IllegalStateException("a message was refused");
        }
    }

    /** Waits until nothing is on its way. */
    public void awaitAll() {
        free.acquireUninterruptibly(most);
        free.release(most);
    }
}
