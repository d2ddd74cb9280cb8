package dev.byoc.relay;

import dev.byoc.Direction;
import dev.byoc.store.Claim;
import dev.byoc.store.Closed;
import dev.byoc.store.Entry;
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
final class Gates implements Lanes.Gates {
    private static final int FRESHCHAT_CALLS = 64;
    private static final int CHANNEL_CALLS = 32;

    private final Gate freshchat;
    private final Map<String, Gate> channels = new LinkedHashMap<>();

    Gates(Set<String> accounts, Clock clock, RandomGenerator random, Predicate<Claim> overdue, Consumer<Claim> start) {
        this.freshchat = new Gate(Health.FRESHCHAT, FRESHCHAT_CALLS, clock, random, overdue, start);
        for (String account : accounts) {
            channels.put(account, new Gate(account, CHANNEL_CALLS, clock, random, overdue, start));
        }
    }

    /** Replies go to their messenger; all else, orphans too, is a matter of Freshchat. */
    @Override
    public Gate of(Entry entry) {
        return entry.lane().direction() == Direction.OUTBOUND
                ? channels.getOrDefault(entry.account(), freshchat)
                : freshchat;
    }

    @Override
    public Gate freshchat() {
        return freshchat;
    }

    /** Orphans have no account, and are a matter of Freshchat. */
    @Override
    public Closed closed() {
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
        return new Closed(freshchatShut, shut);
    }

    @Override
    public Closed allBut(Direction direction) {
        boolean inbound = direction == Direction.OUTBOUND;
        Set<String> outbound = new HashSet<>(channels.keySet());
        outbound.add("");
        return new Closed(inbound, inbound ? Set.of("") : outbound);
    }

    @Override
    public List<Gate> all() {
        List<Gate> all = new ArrayList<>();
        all.add(freshchat);
        all.addAll(channels.values());
        return all;
    }
}
