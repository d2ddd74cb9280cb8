package dev.byoc.internal.assembly;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.catchup.ReadingHandler;
import dev.byoc.internal.freshchat.AgentNames;
import dev.byoc.internal.freshchat.PostReconciler;
import dev.byoc.internal.freshchat.ReplyFiles;
import dev.byoc.internal.freshchat.TypeLookUp;
import dev.byoc.internal.inbound.AccountTopics;
import dev.byoc.internal.inbound.ConversationDelivery;
import dev.byoc.internal.inbound.PostHandler;
import dev.byoc.internal.inbound.PostedMessage;
import dev.byoc.internal.inbound.ProfileHandler;
import dev.byoc.internal.media.InboundMedia;
import dev.byoc.internal.notes.NoteEchoFilter;
import dev.byoc.internal.notes.NoteHandler;
import dev.byoc.internal.outbound.ChannelCall;
import dev.byoc.internal.outbound.EndSessionHandler;
import dev.byoc.internal.outbound.OrphanHandler;
import dev.byoc.internal.outbound.PartSender;
import dev.byoc.internal.outbound.PendingReplies;
import dev.byoc.internal.outbound.ReceiptHandler;
import dev.byoc.internal.outbound.ReplyHandler;
import dev.byoc.internal.outbound.SendFailures;
import dev.byoc.internal.outbound.UntypedReplies;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.References;
import java.time.InstantSource;
import java.util.Map;

/** Makes the handlers of all kinds of tasks. */
final class HandlerRoom {
    final PendingReplies pending = new PendingReplies();
    final TaskHandler handler;
    private final Foundations base;
    private final InboundMedia media;
    private final CustomerMap customers;
    private final References references;
    private final InstantSource storeTime;
    private final FreshchatRoom freshchat;
    private final FileRoom files;
    private final IntakeRoom intake;
    private final Reports reports;

    HandlerRoom(
            Foundations base,
            FreshchatRoom freshchat,
            FileRoom files,
            IntakeRoom intake,
            ReadingHandler readings,
            Map<String, Account> accounts,
            Reports reports) {
        this.base = base;
        this.customers = base.store.customers();
        this.references = base.store.references();
        this.storeTime = base.storeTime();
        this.freshchat = freshchat;
        this.files = files;
        this.intake = intake;
        this.reports = reports;
        this.media = new InboundMedia(
                files.fetcher,
                freshchat.uploads,
                freshchat.reach,
                base.asked.media.maxBytes(),
                base.asked.media.retryFor(),
                base.clock);
        NoteEchoFilter own = new NoteEchoFilter(base.journal(), references);
        AccountTasks tasks = new AccountTasks(
                accounts, files.transfers, inbound(own), replies(own), new EndSessionHandler(customers, reports));
        this.handler = new TaskHandler(freshchat.identity, orphans(accounts, readings), readings, tasks, intake.notes);
    }

    private OrphanHandler orphans(Map<String, Account> accounts, ReadingHandler readings) {
        return new OrphanHandler(
                customers,
                storeTime,
                freshchat.client,
                freshchat.topics,
                accounts,
                intake.gaps,
                readings,
                intake.notes);
    }

    private InboundTasks inbound(NoteEchoFilter own) {
        ProfileHandler profiles = new ProfileHandler(customers, freshchat.directory);
        AccountTopics topics = new AccountTopics(freshchat.topics, reports);
        PostedMessage posted = new PostedMessage(storeTime, topics, profiles, intake.gaps, intake.notes);
        PostHandler posts = new PostHandler(
                customers,
                freshchat.directory,
                new PostReconciler(freshchat.client, freshchat.directory),
                topics,
                media,
                new ConversationDelivery(
                        customers, freshchat.client, freshchat.directory, media, topics, posted, base.clock),
                posted);
        return new InboundTasks(
                posts,
                profiles,
                new NoteHandler(customers, references, freshchat.client, own),
                new ReceiptHandler(references, storeTime, intake.notes),
                intake.channels);
    }

    private ReplyHandler replies(NoteEchoFilter own) {
        UntypedReplies untyped = new UntypedReplies(
                storeTime,
                new TypeLookUp(freshchat.client, base.clock),
                freshchat.reach,
                own,
                intake.notes,
                base.conditions);
        AgentNames names = new AgentNames(freshchat.client, freshchat.reach, base.clock);
        return new ReplyHandler(
                untyped,
                new ReplyFiles(freshchat.client, freshchat.reach),
                freshchat.reach,
                files.outbound,
                new PartSender(
                        customers,
                        storeTime,
                        new ChannelCall(references, pending, names, base.clock),
                        new SendFailures(intake.notes, reports),
                        intake.notes),
                intake.notes);
    }
}
