package dev.byoc.internal.operations;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Accounts;
import dev.byoc.internal.task.FreshchatKeys;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.RelayStore;
import java.util.ArrayList;
import java.util.List;

/** Erases what the relay knows of a customer. Thread-safe. */
public final class CustomerErasure {
    private final Accounts accounts;
    private final RelayStore store;

    public CustomerErasure(Accounts accounts, RelayStore store) {
        this.accounts = accounts;
        this.store = store;
    }

    /** How many entries have lost their content. */
    public int forget(String name, String customer) {
        Account account = accounts.named(name);
        List<Lane> lanes = new ArrayList<>(
                List.of(account.inbound(customer), account.outbound(customer), account.profile(customer)));
        Link link = store.customers().link(account.id(), customer);
        if (link != null) {
            // What waits there is of this customer alone, as a conversation is.
            link.conversationIds().forEach(id -> lanes.add(FreshchatKeys.waitingRoom(List.of(id))));
        }
        return store.forget(account.id(), customer, lanes);
    }
}
