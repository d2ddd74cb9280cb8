package dev.byoc.internal.assembly;

import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.http.Http;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.FreshchatToken;
import dev.byoc.internal.account.KeyRing;
import dev.byoc.internal.admin.AccountIdentity;
import dev.byoc.internal.admin.TokenTrial;
import dev.byoc.internal.breaker.CircuitBreakers;
import dev.byoc.internal.freshchat.FreshchatDirectory;
import dev.byoc.internal.freshchat.FreshchatReach;
import dev.byoc.internal.freshchat.Groups;
import dev.byoc.internal.freshchat.NamedInSettings;
import dev.byoc.internal.freshchat.NoteAgent;
import dev.byoc.internal.freshchat.Topics;
import dev.byoc.internal.health.ClockSkew;
import dev.byoc.internal.report.Reports;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes what speaks with Freshchat. */
final class FreshchatRoom {
    final FreshchatClient client;
    final FreshchatClient uploads;
    final FreshchatDirectory directory;
    final FreshchatReach reach;
    final Topics topics;
    final Groups groups;
    final NoteAgent noteAgent;
    final NamedInSettings named;
    final AccountIdentity identity;
    final KeyRing keys;

    /** @param token that of the settings */
    FreshchatRoom(
            Foundations base,
            HttpClients clients,
            FreshchatSettings settings,
            FreshchatToken token,
            Map<String, Account> accounts,
            CircuitBreakers breakers,
            Reports reports) {
        Http http = clients.freshchat();
        ClockSkew skew = new ClockSkew(base.conditions);
        this.client = new FreshchatClient(settings, skew.looking(http));
        this.uploads = new FreshchatClient(settings, skew.looking(clients.uploads()));
        this.directory = new FreshchatDirectory(client);
        this.reach = new FreshchatReach(client, reports);
        this.topics = new Topics(client, accounts.values(), base.clock);
        this.groups = new Groups(client, accounts.values(), base.clock, reports);
        this.noteAgent = new NoteAgent(client, settings.noteAgent(), base.clock, reports);
        this.named = new NamedInSettings(topics, groups, noteAgent, reports);
        this.identity = new AccountIdentity(
                client,
                base.store.settings(),
                base.journal(),
                settings.scope(),
                accounts.keySet(),
                breakers,
                base.conditions,
                reports);
        this.keys = keys(base, settings.tokenSource(), token);
        // A new token is tried beside the traffic, before any of that goes with it.
        token.comesFrom(keys, new TokenTrial(settings, http, identity));
    }

    private static KeyRing keys(Foundations base, @Nullable Supplier<String> source, FreshchatToken token) {
        Map<String, Supplier<String>> sources = source == null ? Map.of() : Map.of(FreshchatToken.NAME, source);
        return new KeyRing(Health.FRESHCHAT, sources, token, base.guard, base.conditions);
    }
}
