package dev.byoc.internal.assembly;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.catchup.ReadingHandler;
import dev.byoc.internal.handler.AccountTasks;
import dev.byoc.internal.handler.TaskHandler;
import dev.byoc.internal.notes.NoteEchoFilter;
import dev.byoc.internal.outbound.PendingReplies;
import dev.byoc.internal.report.Reports;
import java.util.Map;

/** Makes the handler of all tasks, of those for either direction. */
final class HandlerRoom {
    final PendingReplies pending;
    final TaskHandler handler;

    HandlerRoom(
            Foundations base,
            FreshchatRoom freshchat,
            FileRoom files,
            IntakeRoom intake,
            ReadingHandler readings,
            Map<String, Account> accounts,
            Reports reports) {
        NoteEchoFilter own = new NoteEchoFilter(base.journal(), base.store.references());
        InboundRoom inbound = new InboundRoom(base, freshchat, files, intake, own, reports);
        OutboundRoom outbound = new OutboundRoom(base, freshchat, files, intake, own, reports);
        this.pending = outbound.pending;
        AccountTasks tasks =
                new AccountTasks(accounts, files.transfers, inbound.tasks, outbound.replies, outbound.sessions);
        this.handler = new TaskHandler(
                freshchat.identity, outbound.orphans(accounts, readings), readings, tasks, intake.notes);
    }
}
