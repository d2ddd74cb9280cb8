package dev.byoc.internal.dispatch;

import dev.byoc.Direction;
import dev.byoc.event.Health;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.PausedLanes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** One gate to Freshchat and one to each account's messenger, so that none of them holds up the others. */
public final class CircuitBreakers {
    private static final int FRESHCHAT_CALLS = 64;
    private static final int CHANNEL_CALLS = 32;

    private final CircuitBreaker freshchat;
    private final Map<String, CircuitBreaker> channels = new LinkedHashMap<>();

    public CircuitBreakers(
            Set<String> accounts,
            Clock clock,
            RandomGenerator random,
            Predicate<Claim> overdue,
            Consumer<Claim> start) {
        this.freshchat = new CircuitBreaker(Health.FRESHCHAT, FRESHCHAT_CALLS, clock, random, overdue, start);
        for (String account : accounts) {
            channels.put(account, new CircuitBreaker(account, CHANNEL_CALLS, clock, random, overdue, start));
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

    /** Orphans have no account, and are a matter of Freshchat. */
    public PausedLanes closed() {
        boolean freshchatShut = freshchat.isShut();
        Set<String> shut = new HashSet<>();
        channels.forEach((account, gate) -> {
            if (gate.isShut()) {
                shut.add(account);
            }
        });
        if (freshchatShut) {
            shut.add("");
        }
        return new PausedLanes(freshchatShut, shut);
    }

    public PausedLanes allBut(Direction direction) {
        boolean inbound = direction == Direction.OUTBOUND;
        Set<String> outbound = new HashSet<>(channels.keySet());
        outbound.add("");
        return new PausedLanes(inbound, inbound ? Set.of("") : outbound);
    }

    public List<CircuitBreaker> all() {
        List<CircuitBreaker> all = new ArrayList<>();
        all.add(freshchat);
        all.addAll(channels.values());
        return all;
    }
}
