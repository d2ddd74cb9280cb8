package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.Agent;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.support.Graphemes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Names of agents, remembered for half an hour. A name that cannot be had never holds an answer back. Thread-safe. */
public final class AgentNames {
    private static final Duration KEEP = Duration.ofMinutes(30);

    /** How long an agent goes without a name after Freshchat has failed to tell it. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final FreshchatClient freshchat;
    private final FreshchatReach reach;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(@Nullable String name, Instant until) {}

    public AgentNames(FreshchatClient freshchat, FreshchatReach reach, Clock clock) {
        this.freshchat = freshchat;
        this.reach = reach;
        this.clock = clock;
    }

    public @Nullable String of(Attempt attempt, @Nullable String agentId) {
        if (agentId == null) {
            return null;
        }
        Known before = known.get(agentId);
        String name = before == null ? null : before.name();
        if (before != null && clock.instant().isBefore(before.until())) {
            return name;
        }
        FreshchatReach.Asked<Agent> asked = reach.ask(attempt.claim(), () -> freshchat.agent(agentId));
        if (asked instanceof FreshchatReach.Asked.NotAsked<Agent>) {
            return name;
        }
        Duration keep = AFTER_FAILURE;
        if (asked instanceof FreshchatReach.Asked.Told<Agent> told) {
            String line = Graphemes.line(told.value().name());
            name = line.isEmpty() ? null : line;
            keep = KEEP;
        }
        known.put(agentId, new Known(name, clock.instant().plus(keep)));
        return name;
    }
}
