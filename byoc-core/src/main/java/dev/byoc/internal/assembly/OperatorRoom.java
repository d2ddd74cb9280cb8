package dev.byoc.internal.assembly;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Accounts;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.intake.HostMessages;
import dev.byoc.internal.operations.CustomerErasure;
import dev.byoc.internal.operations.DeadLetterOperations;
import dev.byoc.internal.operations.OldRequests;
import dev.byoc.internal.operations.Operations;
import dev.byoc.internal.operations.TimelineReader;
import dev.byoc.internal.report.Listeners;
import java.util.Map;

/** Makes what a host asks for by code: the operations on what is stored, and messages of its own. */
final class OperatorRoom {
    final Operations operations;
    final HostMessages hostMessages;
    final OldRequests oldRequests;

    OperatorRoom(
            Foundations base,
            OwnAddress own,
            Gaps gaps,
            Dispatcher dispatcher,
            Acceptor acceptor,
            Map<String, Account> accounts,
            Listeners listeners) {
        Accounts named = new Accounts(accounts);
        this.hostMessages = new HostMessages(named, base.lifecycle, acceptor);
        this.oldRequests = new OldRequests(base.journal(), base.store.deadLetters(), base.clock);
        this.operations = new Operations(
                base.lifecycle,
                new DeadLetterOperations(base.store.deadLetters(), dispatcher, base.clock),
                new TimelineReader(base.store, named, accounts.keySet()),
                new CustomerErasure(named, base.store, acceptor),
                own.addresses,
                gaps,
                listeners);
    }
}
