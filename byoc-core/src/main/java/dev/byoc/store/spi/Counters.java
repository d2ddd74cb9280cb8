package dev.byoc.store.spi;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Figures that are kept with each change, so that asking for them does no I/O. No method throws. Thread-safe. */
public interface Counters {
    /** How many entries are neither done nor dead letters; with several hosts, a moment ago. */
    int open();

    /**
     * What is counted of each account and direction in which there was anything, with each change and in its transaction. Of other hosts,
     * and in {@link Figures#oldestOpen}, it may be some seconds old.
     */
    List<Figures> figures();

    /**
     * Notes that a webhook has come to an address, without waiting until that is durable, which may take some seconds.
     *
     * @param address an account's id, or one of Freshchat's
     */
    void noteWebhook(String address, Instant at);

    /** When the last webhook came to an address; null: none is known. */
    @Nullable
    Instant lastWebhook(String address);
}
