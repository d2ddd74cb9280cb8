package dev.byoc.internal.admin;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.KeyRing;
import dev.byoc.internal.address.PublicAddressProbe;
import dev.byoc.internal.runtime.SideBySide;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks Freshchat, every messenger that can be asked and the public address how they are, with the current keys. Accounts wait for none of the
 * others. Thread-safe; never throws.
 */
public final class Probes {
    private final FreshchatProbe freshchat;
    private final KeyRing freshchatKeys;
    private final AccountProbe messengers;
    private final PublicAddressProbe publicAddress;
    private final Collection<Account> accounts;
    private final StoreView store;
    private final SideBySide sideBySide;

    public Probes(
            FreshchatProbe freshchat,
            KeyRing freshchatKeys,
            AccountProbe messengers,
            PublicAddressProbe publicAddress,
            Collection<Account> accounts,
            StoreView store,
            SideBySide sideBySide) {
        this.freshchat = freshchat;
        this.freshchatKeys = freshchatKeys;
        this.messengers = messengers;
        this.publicAddress = publicAddress;
        this.accounts = accounts;
        this.store = store;
        this.sideBySide = sideBySide;
    }

    /** All of them, after the sources of their keys. */
    void run() {
        List<Runnable> all = new ArrayList<>();
        all.add(() -> {
            if (store.letsAsk()) {
                freshchatKeys.ask();
            }
            freshchat.run();
        });
        all.add(this::publicAddress);
        accounts.forEach(account -> all.add(() -> messengers.runAfterKeys(account)));
        sideBySide.each(all, Probes::done);
    }

    private static @Nullable Void done(Runnable task) {
        task.run();
        return null;
    }

    /** The relay's own. */
    void publicAddress() {
        if (store.letsAsk()) {
            publicAddress.run();
        }
    }

    /** Every messenger that can be asked. */
    void accounts() {
        sideBySide.each(accounts, account -> done(() -> messengers.run(account)));
    }

    /** Freshchat's account and topics. */
    void freshchat() {
        freshchat.run();
    }
}
