package dev.byoc.memory;

import dev.byoc.store.spi.Counters;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.DeadLetters;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.References;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.store.spi.SharedSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store that forgets everything when the process ends: for trying things out, and for hosts that accept that loss. Holds at most
 * 100,000 open entries; more are refused, so that the messenger sends them again later. Event keys are remembered for three days, and
 * at most 500,000 of them; timelines reach as far as the last 20,000 entries that ended, and dead letters are the last 10,000.
 */
public final class MemoryStore implements RelayStore {
    /** Entries that may be open at once. */
    public static final int MAX_OPEN = 100_000;

    /** Event keys that are remembered. */
    public static final int MAX_KEYS = 500_000;

    /** How long an event key is remembered. */
    public static final Duration KEEP = RememberedKeys.KEEP;

    private final Clock clock;
    private final int maxOpen;
    private final int maxKeys;
    private final Object lock = new Object();
    private final EndedEntries ended = new EndedEntries();
    private final MemoryCounters counters = new MemoryCounters(lock, ended);
    private final MemoryCustomerMap customers = new MemoryCustomerMap(lock);
    private final MemoryReferences references = new MemoryReferences(lock);
    private final MemorySettings settings;
    private final MemoryJournal journal;
    private final MemoryDeadLetters deadLetters;

    public MemoryStore(Clock clock) {
        this(clock, MAX_OPEN, MAX_KEYS);
    }

    /** A store with other bounds than {@link #MAX_OPEN} and {@link #MAX_KEYS}. */
    public MemoryStore(Clock clock, int maxOpen, int maxKeys) {
        this.clock = clock;
        this.maxOpen = maxOpen;
        this.maxKeys = maxKeys;
        this.settings = new MemorySettings(lock, clock);
        this.journal = new MemoryJournal(lock, clock, maxOpen, maxKeys, customers, references, counters, ended);
        this.deadLetters = new MemoryDeadLetters(lock, clock, ended, journal);
    }

    @Override
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (clock == null) {
            faults.add("MemoryStore: its clock is missing");
        }
        if (maxOpen < 1 || maxKeys < 1) {
            faults.add("MemoryStore: at least 1 open entry and 1 key, or nothing could ever be stored");
        }
        return faults;
    }

    /** The scope is of no matter, as no other relay shares this store. */
    @Override
    public void open(String scope) {}

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public CustomerMap customers() {
        return customers;
    }

    @Override
    public References references() {
        return references;
    }

    @Override
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    @Override
    public SharedSettings settings() {
        return settings;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public int forget(String account, String customer, List<Lane> lanes) {
        synchronized (lock) {
            customers.forget(account, customer);
            return journal.erase(lanes, clock.instant());
        }
    }

    @Override
    public @Nullable String trouble() {
        synchronized (lock) {
            return journal.trouble();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            journal.close();
        }
    }
}
