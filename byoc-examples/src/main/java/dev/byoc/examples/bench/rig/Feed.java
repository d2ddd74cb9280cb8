package dev.byoc.examples.bench.rig;

import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.relay.RelayEngine;
import java.net.URI;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Lets so many messages be on their way through a relay at once, and no more. */
public final class Feed implements RelayListener {
    private final Customers customers = new Customers();
    private volatile int most;
    private volatile Semaphore free;
    private volatile @Nullable String lost;

    /**
     * Nothing is sent yet.
     *
     * @param most messages that may be on their way at once
     */
    public Feed(int most) {
        this.most = most;
        this.free = new Semaphore(most);
    }

    /** So many from now on. Only while nothing is on its way. */
    public void most(int messages) {
        most = messages;
        free = new Semaphore(messages);
    }

    @Override
    public void on(RelayEvent event) {
        if (event instanceof RelayEvent.DeadLettered dead) {
            lost = dead.why();
            free.release();
        } else if (event instanceof RelayEvent.Delivered) {
            free.release();
        }
    }

    /** Waits until there is room for so many more. */
    public void take(int places) {
        free.acquireUninterruptibly(places);
    }

    /** So many are not sent after all. */
    public void giveBack(int places) {
        free.release(places);
    }

    /** The customer writes once, as soon as there is room. */
    public void say(RelayEngine relay, URI webhook, int customer) {
        take(1);
        if (relay.handle(customers.request(webhook, customer)).status() != 200) {
            throw new IllegalStateException("a message was refused");
        }
    }

    /** Waits until nothing is on its way. */
    public void awaitAll() {
        free.acquireUninterruptibly(most);
        free.release(most);
        if (lost != null) {
            throw new IllegalStateException("a message was not relayed: " + lost);
        }
    }
}
