package dev.byoc.relay;

import dev.byoc.freshchat.Agent;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.support.Graphemes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Names of agents, remembered for half an hour. A name that cannot be had never holds an answer back. */
final class AgentNames {
    private static final Duration KEEP = Duration.ofMinutes(30);

    private final FreshchatClient freshchat;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(@Nullable String name, Instant at) {}

    AgentNames(FreshchatClient freshchat, Clock clock) {
        this.freshchat = freshchat;
        this.clock = clock;
    }

    @Nullable
    String of(@Nullable String agentId) {
        if (agentId == null) {
            return null;
        }
        Known before = known.get(agentId);
        if (before != null && clock.instant().isBefore(before.at().plus(KEEP))) {
            return before.name();
        }
        String name = null;
        try {
            Agent agent = freshchat.agent(agentId);
            String line = agent == null ? "" : Graphemes.line(agent.name());
            name = line.isEmpty() ? null : line;
        } catch (FreshchatException e) {
            name = before == null ? null : before.name();
        }
        known.put(agentId, new Known(name, clock.instant()));
        return name;
    }
}
