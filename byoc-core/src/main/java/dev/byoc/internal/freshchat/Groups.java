package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.freshchat.NamedLookUp.Found;
import dev.byoc.internal.report.Reports;
import java.time.Clock;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which Freshchat group each account's new conversations are given to. A group that is not to be had costs no message: its conversations are
 * given to none, and an operator is told. Thread-safe.
 */
public final class Groups {
    private final Collection<Account> accounts;
    private final NamedLookUp lookUp;
    private final Reports reports;

    public Groups(FreshchatClient freshchat, Collection<Account> accounts, Clock clock, Reports reports) {
        this.accounts = accounts;
        this.lookUp = new NamedLookUp(
                () -> freshchat.groups().stream()
                        .map(group -> new Named(group.id(), group.name()))
                        .toList(),
                clock);
        this.reports = reports;
    }

    /**
     * The id of an account's group; null: it sets none, or there is not one of that name or id.
     *
     * @throws FreshchatException if Freshchat did not say
     */
    public @Nullable String of(Account account) {
        String wanted = account.options().group();
        if (wanted == null) {
            return null;
        }
        Found found = lookUp.of(wanted);
        // A token without the right to read them may give them conversations by their ids.
        return found instanceof Found.Unreadable ? wanted : usable(account, found);
    }

    /**
     * The same, after Freshchat has refused a conversation with that group: it may have gone.
     *
     * @throws FreshchatException if Freshchat did not say
     */
    public @Nullable String anew(Account account) {
        String wanted = account.options().group();
        return wanted == null ? null : usable(account, lookUp.anew(wanted));
    }

    /**
     * Looks whether the accounts' groups are there, by one look at Freshchat's, and tells.
     *
     * @throws FreshchatException if Freshchat did not say
     */
    public void look() {
        lookUp.anew(accounts.stream()
                .flatMap(account -> Stream.ofNullable(account.options().group()))
                .collect(Collectors.toSet()));
        accounts.forEach(account -> {
            String wanted = account.options().group();
            if (wanted != null) {
                usable(account, lookUp.of(wanted));
            }
        });
    }

    private @Nullable String usable(Account account, Found found) {
        if (found instanceof Found.One one) {
            reports.groupFound(account.id());
            return one.id();
        }
        // The setting's value is not quoted: it may be a token in the wrong place.
        String why = found instanceof Found.NotOne none
                ? "Freshchat has " + (none.count() == 0 ? "no group" : none.count() + " groups")
                        + " of the name or id that account '" + account.id() + "' sets as 'group'"
                : "Freshchat does not tell its groups, an id is used unseen: " + ((Found.Unreadable) found).why();
        reports.groupMissing(account.id(), why + ". Its new conversations are given to none.");
        return null;
    }
}
