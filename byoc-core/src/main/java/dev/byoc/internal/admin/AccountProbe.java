package dev.byoc.internal.admin;

import dev.byoc.internal.account.Account;

/** Asks one account's messenger how it is, in turn with its registration, while the store lets it. Thread-safe; never throws. */
public final class AccountProbe {
    private final MessengerProbe messengers;
    private final AccountTurns turns;
    private final StoreView store;

    public AccountProbe(MessengerProbe messengers, AccountTurns turns, StoreView store) {
        this.messengers = messengers;
        this.turns = turns;
        this.store = store;
    }

    /** After the sources of its keys. */
    void runAfterKeys(Account account) {
        if (store.letsAsk()) {
            account.keys().ask();
        }
        run(account);
    }

    void run(Account account) {
        if (store.letsAsk()) {
            turns.alone(account, () -> {
                messengers.ask(account);
                return true;
            });
        }
    }
}
