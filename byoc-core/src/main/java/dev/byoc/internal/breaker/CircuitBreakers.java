package dev.byoc.internal.breaker;

import dev.byoc.Direction;
import dev.byoc.event.Health;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.PausedLanes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** One breaker for Freshchat and one for each account's messenger, so that none of them holds up the others. Thread-safe. */
public final class CircuitBreakers {
    private static final int FRESHCHAT_CALLS = 64;
    private static final int CHANNEL_CALLS = 32;

    private final CircuitBreaker freshchat;
    private final Map<String, CircuitBreaker> channels = new LinkedHashMap<>();
    private volatile boolean held;

    /** Entries that are late by the store's time become dead letters without a call. */
    public CircuitBreakers(
            Set<String> accounts, Clock clock, RandomGenerator random, Backoff backoff, Journal journal) {
        Predicate<Claim> late = claim -> backoff.isLate(claim.entry(), journal.now());
        this.freshchat = new CircuitBreaker(Health.FRESHCHAT, FRESHCHAT_CALLS, clock, random, late);
        for (String account : accounts) {
            channels.put(account, new CircuitBreaker(account, CHANNEL_CALLS, clock, random, late));
        }
    }

    /** Replies go to their messenger; all else, orphans too, is a matter of Freshchat. */
    public CircuitBreaker of(Entry entry) {
        return entry.lane().direction() == Direction.OUTBOUND
                ? channels.getOrDefault(entry.account(), freshchat)
                : freshchat;
    }

    public CircuitBreaker freshchat() {
        return freshchat;
    }

    public List<CircuitBreaker> all() {
        List<CircuitBreaker> all = new ArrayList<>();
        all.add(freshchat);
        all.addAll(channels.values());
        return all;
    }

    /** Begins nothing at all, in neither direction, and dead-letters nothing, until it is released. What comes is stored. */
    public void hold(boolean value) {
        held = value;
    }

    public boolean isHeld() {
        return held;
    }

    /** Lanes whose entries would only wait here. Orphans have no account, and are a matter of Freshchat. */
    public PausedLanes paused() {
        if (held) {
            return new PausedLanes(true, outboundLanes());
        }
        boolean freshchatShut = freshchat.isShut();
        Set<String> shut = new HashSet<>();
        channels.forEach((account, breaker) -> {
            if (breaker.isShut()) {
                shut.add(account);
            }
        });
        if (freshchatShut) {
            shut.add("");
        }
        return new PausedLanes(freshchatShut, shut);
    }

    /** For a look-up of lanes in one direction; those that belong to no account yet are in neither. */
    public PausedLanes allBut(Direction direction) {
        return direction == Direction.OUTBOUND
                ? new PausedLanes(true, Set.of(""))
                : new PausedLanes(false, outboundLanes());
    }

    private Set<String> outboundLanes() {
        Set<String> outbound = new HashSet<>(channels.keySet());
        outbound.add("");
        return outbound;
    }
}
