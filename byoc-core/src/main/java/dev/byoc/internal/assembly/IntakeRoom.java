package dev.byoc.internal.assembly;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.freshchat.Topics;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.intake.AnswerFilter;
import dev.byoc.internal.intake.ChannelIntake;
import dev.byoc.internal.intake.FreshchatIntake;
import dev.byoc.internal.intake.ReplayWindow;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.spi.CustomerMap;
import java.util.Map;

/** Makes what turns requests into entries, and knows when some may have been missed. */
final class IntakeRoom {
    final Gaps gaps;
    final AgentNotes notes;
    final AnswerFilter answers;
    final Owners owners;
    final FreshchatIntake freshchat;
    final ChannelIntake channels;

    IntakeRoom(Foundations base, Topics topics, Map<String, Account> accounts, Reports reports) {
        CustomerMap customers = base.store.customers();
        ReplayWindow times = new ReplayWindow(base.journal(), base.clock);
        this.notes = new AgentNotes(accounts);
        this.gaps = new Gaps(base.store.settings(), base.journal(), base.asked.catchUp, base.clock);
        gaps.open();
        this.owners = new Owners(customers, accounts);
        this.answers = new AnswerFilter(topics, accounts, times);
        this.freshchat = new FreshchatIntake(base.journal(), answers, owners, gaps, notes, reports, base.clock);
        this.channels = new ChannelIntake(customers, base.store.references(), notes, reports, times, owners);
    }
}
