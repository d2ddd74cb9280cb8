package dev.byoc.internal.intake;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Accounts;
import dev.byoc.internal.health.Lifecycle;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.message.Content;
import dev.byoc.message.Quote;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.NewEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes what a host's code sends to customers, behind the agents' answers that wait there. Thread-safe. */
public final class HostMessages {
    private final Accounts accounts;
    private final Lifecycle lifecycle;
    private final Acceptor acceptor;

    public HostMessages(Accounts accounts, Lifecycle lifecycle, Acceptor acceptor) {
        this.accounts = accounts;
        this.lifecycle = lifecycle;
        this.acceptor = acceptor;
    }

    /** Whether it is new; it is stored then. */
    public boolean send(
            String account, String customer, String id, List<? extends Content> contents, @Nullable Quote quote) {
        Account known = accounts.named(account);
        if (lifecycle.refusal() != null) {
            throw new StoreException("it is not stored: the relay is " + lifecycle.sentence());
        }
        Task.Reply reply =
                new Task.Reply(customer, id, List.of(), null, true, null, List.copyOf(contents), List.of(), quote);
        NewEntry entry =
                new NewEntry(known.outbound(customer), "host:" + known.id() + ":" + id, TaskCodec.write(reply));
        return acceptor.accept(List.of(entry), List.of()).get(0);
    }
}
