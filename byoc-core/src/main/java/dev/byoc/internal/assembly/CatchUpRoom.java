package dev.byoc.internal.assembly;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.catchup.CatchUp;
import dev.byoc.internal.catchup.ConversationReader;
import dev.byoc.internal.catchup.ReadingHandler;
import dev.byoc.internal.catchup.Sweep;
import dev.byoc.internal.catchup.SweepReading;
import dev.byoc.internal.catchup.SweepThrottle;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.intake.WaitingRooms;
import dev.byoc.internal.report.Reports;
import java.util.Map;

/** Makes what looks for answers that no webhook told of. */
final class CatchUpRoom {
    final ReadingHandler readings;
    private final Foundations base;
    private final IntakeRoom intake;
    private final Map<String, Account> accounts;
    private final ConversationReader reader;
    private final CatchUp catchUp;

    CatchUpRoom(Foundations base, FreshchatClient freshchat, IntakeRoom intake, Map<String, Account> accounts) {
        this.base = base;
        this.intake = intake;
        this.accounts = accounts;
        this.reader = new ConversationReader(freshchat, base.journal(), base.store.references());
        this.catchUp = new CatchUp(
                base.storeTime(),
                intake.freshchat,
                intake.answers,
                intake.gaps,
                intake.notes,
                base.conditions,
                base.asked.retry.outboundAge());
        this.readings =
                new ReadingHandler(base.store.customers(), base.storeTime(), accounts, intake.gaps, reader, catchUp);
    }

    Sweep sweep(Dispatcher dispatcher, Acceptor acceptor, Reports reports) {
        SweepReading reading = new SweepReading(
                new WaitingRooms(base.journal()), base.store.customers(), accounts, reader, catchUp, acceptor);
        return new Sweep(
                base.store.customers(),
                base.store.settings(),
                intake.gaps,
                reading,
                new SweepThrottle(dispatcher, base.background, base.clock, base.asked.catchUp.callsPerSecond()),
                reports,
                base.asked.catchUp,
                base.clock);
    }
}
