package dev.byoc.internal.operations;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Accounts;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.store.ForgetMode;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.RelayStore;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Erases what the relay knows of a customer, and has Freshchat's profile blanked. Thread-safe. */
public final class CustomerErasure {
    private final Accounts accounts;
    private final RelayStore store;
    private final Acceptor acceptor;

    public CustomerErasure(Accounts accounts, RelayStore store, Acceptor acceptor) {
        this.accounts = accounts;
        this.store = store;
        this.acceptor = acceptor;
    }

    /** How many entries have lost their content. */
    public int forget(String name, String customer, ForgetMode mode) {
        Account account = accounts.named(name);
        Link link = store.customers().link(account.id(), customer);
        int erased = store.forget(account.id(), customer, CustomerLanes.of(account, customer, link));
        if (mode == ForgetMode.BLANK_FRESHCHAT_PROFILE) {
            acceptor.accept(List.of(blank(account, customer, link == null ? null : link.userId())), List.of());
        }
        return erased;
    }

    /** In the lane of the customer's messages: one that comes after this must not be blanked with what was known before. */
    private static NewEntry blank(Account account, String customer, @Nullable String user) {
        return new NewEntry(
                account.inbound(customer),
                account.id() + " blank:" + UUID.randomUUID(),
                TaskCodec.write(new Task.BlankProfile(customer, user)));
    }
}
