package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.Agent;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.internal.freshchat.NamedLookUp.Found;
import dev.byoc.internal.report.Reports;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As which agent private notes are written. An agent who is not to be had costs no note: the bot writes it, and an operator is told.
 * Thread-safe.
 */
public final class NoteAgent {
    private final FreshchatClient freshchat;
    private final @Nullable String wanted;
    private final NamedLookUp lookUp;
    private final Reports reports;

    /** @param wanted an agent's id or e-mail address; null: the bot */
    public NoteAgent(FreshchatClient freshchat, @Nullable String wanted, Clock clock, Reports reports) {
        this.freshchat = freshchat;
        this.wanted = wanted;
        this.lookUp = new NamedLookUp(
                () -> freshchat.agents().stream()
                        .filter(Agent::active)
                        .map(agent -> new Named(agent.id(), agent.email()))
                        .toList(),
                clock);
        this.reports = reports;
    }

    /**
     * The agent's id, null: the bot.
     *
     * @throws FreshchatException if Freshchat did not say
     */
    public @Nullable String id() {
        // An id is believed until it is refused.
        return wanted == null || !isAddress(wanted) ? wanted : usable(lookUp.of(wanted));
    }

    /**
     * The same, after Freshchat has refused a note of that agent: it may have gone.
     *
     * @throws FreshchatException if Freshchat did not say
     */
    public @Nullable String anew() {
        return wanted == null ? null : usable(isAddress(wanted) ? lookUp.anew(wanted) : byId(wanted));
    }

    private Found byId(String id) {
        return NamedLookUp.found(() -> {
            Agent agent = freshchat.agent(id);
            return agent == null || !agent.active() ? List.of() : List.of(id);
        });
    }

    private static boolean isAddress(String idOrAddress) {
        return idOrAddress.indexOf('@') >= 0;
    }

    private @Nullable String usable(Found found) {
        if (found instanceof Found.One one) {
            reports.noteAgentFound();
            return one.id();
        }
        String why = found instanceof Found.NotOne none
                ? "Freshchat has " + (none.count() == 0 ? "no active agent" : none.count() + " active agents")
                        + " of the id or address that 'noteAgent' sets"
                : "Freshchat does not tell its agents: " + ((Found.Unreadable) found).why();
        reports.noteAgentMissing(why + ". The bot writes private notes.");
        return null;
    }
}
