package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.Agent;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.AccountOptions;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.support.Graphemes;
import dev.byoc.support.WebAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * As whom customers see agents: by alias, or by what Freshchat says of them, which is remembered for half an hour. What cannot be had never
 * holds an answer back. Thread-safe.
 */
public final class ShownAgents {
    private static final Duration KEEP = Duration.ofMinutes(30);

    /** How long an agent goes without a name after Freshchat has failed to tell it. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final FreshchatClient freshchat;
    private final FreshchatReach reach;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** What a customer may see of an agent; null: nothing. */
    public record Shown(@Nullable String name, @Nullable URI avatar) {
        private static final Shown NOTHING = new Shown(null, null);
    }

    private record Known(Shown shown, Instant until) {}

    public ShownAgents(FreshchatClient freshchat, FreshchatReach reach, Clock clock) {
        this.freshchat = freshchat;
        this.reach = reach;
        this.clock = clock;
    }

    /** As far as the account shows it. */
    public Shown of(Attempt attempt, Account account, @Nullable String agentId) {
        AccountOptions options = account.options();
        if (agentId == null) {
            return Shown.NOTHING;
        }
        String alias = options.aliasOf(agentId);
        if (alias != null) {
            // A picture would show who is behind it.
            return new Shown(alias, null);
        }
        if (!options.agentNames() && !options.agentAvatars()) {
            return Shown.NOTHING;
        }
        Shown told = told(attempt, agentId);
        return new Shown(options.agentNames() ? told.name() : null, options.agentAvatars() ? told.avatar() : null);
    }

    private Shown told(Attempt attempt, String agentId) {
        Known before = known.get(agentId);
        Shown shown = before == null ? Shown.NOTHING : before.shown();
        if (before != null && clock.instant().isBefore(before.until())) {
            return shown;
        }
        FreshchatReach.Asked<Agent> asked = reach.ask(attempt.claim(), () -> freshchat.agent(agentId));
        if (asked instanceof FreshchatReach.Asked.NotAsked<Agent>) {
            return shown;
        }
        Duration keep = AFTER_FAILURE;
        if (asked instanceof FreshchatReach.Asked.Told<Agent> told) {
            String line = Graphemes.line(told.value().name());
            shown = new Shown(line.isEmpty() ? null : line, secure(told.value().avatarUrl()));
            keep = KEEP;
        }
        known.put(agentId, new Known(shown, clock.instant().plus(keep)));
        return shown;
    }

    private static @Nullable URI secure(@Nullable String avatar) {
        URI address = WebAddress.of(avatar);
        return address != null && "https".equalsIgnoreCase(address.getScheme()) ? address : null;
    }
}
