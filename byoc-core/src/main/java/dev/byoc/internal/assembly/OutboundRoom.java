package dev.byoc.internal.assembly;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.catchup.ReadingHandler;
import dev.byoc.internal.freshchat.ReplyFiles;
import dev.byoc.internal.freshchat.ShownAgents;
import dev.byoc.internal.freshchat.TypeLookUp;
import dev.byoc.internal.media.PastedPictures;
import dev.byoc.internal.media.UploadHealth;
import dev.byoc.internal.notes.NoteEchoFilter;
import dev.byoc.internal.notes.ShownEchoFilter;
import dev.byoc.internal.outbound.ChannelCall;
import dev.byoc.internal.outbound.EndSessionHandler;
import dev.byoc.internal.outbound.OrphanHandler;
import dev.byoc.internal.outbound.PartSender;
import dev.byoc.internal.outbound.PendingReplies;
import dev.byoc.internal.outbound.PostWatch;
import dev.byoc.internal.outbound.ReferenceLookUp;
import dev.byoc.internal.outbound.ReplyAdmission;
import dev.byoc.internal.outbound.ReplyHandler;
import dev.byoc.internal.outbound.SendFailures;
import dev.byoc.internal.outbound.UntypedReplies;
import dev.byoc.internal.report.Reports;
import java.util.Map;

/** Makes the handlers of agents' answers. */
final class OutboundRoom {
    final PendingReplies pending = new PendingReplies();
    final ReplyHandler replies;
    final EndSessionHandler sessions;
    private final Foundations base;
    private final FreshchatRoom freshchat;
    private final IntakeRoom intake;
    private final Reports reports;

    /** @param own the relay's own messages, which are no answers */
    OutboundRoom(
            Foundations base,
            FreshchatRoom freshchat,
            FileRoom files,
            IntakeRoom intake,
            NoteEchoFilter own,
            Reports reports) {
        this.base = base;
        this.freshchat = freshchat;
        this.intake = intake;
        this.reports = reports;
        this.sessions = new EndSessionHandler(base.store.customers(), reports);
        this.replies = new ReplyHandler(
                admission(own),
                new ReplyFiles(freshchat.client, freshchat.reach),
                new PastedPictures(
                        freshchat.client,
                        freshchat.reach,
                        new UploadHealth(freshchat.reach, base.conditions),
                        base.asked.media.maxBytes()),
                freshchat.reach,
                files.outbound,
                parts(),
                intake.notes);
    }

    private ReplyAdmission admission(NoteEchoFilter own) {
        PostWatch posts = new PostWatch(base.storeTime(), base.background);
        UntypedReplies untyped = new UntypedReplies(
                base.storeTime(),
                new TypeLookUp(freshchat.client, base.clock),
                freshchat.reach,
                own,
                intake.notes,
                base.conditions,
                posts);
        return new ReplyAdmission(new ShownEchoFilter(base.journal(), own), posts, untyped, intake.notes);
    }

    private PartSender parts() {
        ShownAgents agents = new ShownAgents(freshchat.client, freshchat.reach, base.clock);
        return new PartSender(
                base.store.customers(),
                base.storeTime(),
                new ChannelCall(base.store.references(), pending, agents, base.clock),
                new SendFailures(intake.notes, reports),
                intake.notes);
    }

    /** For an answer in a conversation that no link names. */
    OrphanHandler orphans(Map<String, Account> accounts, ReadingHandler readings) {
        return new OrphanHandler(
                base.store.customers(),
                base.storeTime(),
                new Owners(base.store.customers(), accounts),
                new ReferenceLookUp(freshchat.client, freshchat.topics, accounts),
                intake.gaps,
                readings,
                intake.notes);
    }
}
