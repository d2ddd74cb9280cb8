package dev.byoc.internal.assembly;

import dev.byoc.internal.freshchat.PostReconciler;
import dev.byoc.internal.handler.InboundTasks;
import dev.byoc.internal.inbound.AccountTopics;
import dev.byoc.internal.inbound.ConversationDelivery;
import dev.byoc.internal.inbound.LowerForms;
import dev.byoc.internal.inbound.NewConversation;
import dev.byoc.internal.inbound.PostHandler;
import dev.byoc.internal.inbound.PostedMessage;
import dev.byoc.internal.inbound.ProfileHandler;
import dev.byoc.internal.inbound.ShownHandler;
import dev.byoc.internal.media.InboundMedia;
import dev.byoc.internal.notes.ContextHandler;
import dev.byoc.internal.notes.NoteEchoFilter;
import dev.byoc.internal.notes.NoteHandler;
import dev.byoc.internal.outbound.ReceiptHandler;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.spi.CustomerMap;

/** Makes the handlers of what customers and their messengers tell. */
final class InboundRoom {
    final InboundTasks tasks;
    private final Foundations base;
    private final FreshchatRoom freshchat;
    private final IntakeRoom intake;
    private final InboundMedia media;
    private final AccountTopics topics;

    /** @param own the relay's own messages, which the handlers of answers know again */
    InboundRoom(
            Foundations base,
            FreshchatRoom freshchat,
            FileRoom files,
            IntakeRoom intake,
            NoteEchoFilter own,
            Reports reports) {
        this.base = base;
        this.freshchat = freshchat;
        this.intake = intake;
        this.media = files.inbound(freshchat);
        this.topics = new AccountTopics(freshchat.topics, freshchat.groups, reports);
        ProfileHandler profiles = new ProfileHandler(base.store.customers(), freshchat.directory, intake.owners);
        PostHandler posts = posts(profiles, own);
        this.tasks = new InboundTasks(
                posts,
                new ShownHandler(posts, freshchat.noteAgent, freshchat.directory),
                profiles,
                new ContextHandler(base.store.customers(), freshchat.client, intake.notes),
                new NoteHandler(
                        base.store.customers(), base.store.references(), freshchat.client, own, freshchat.noteAgent),
                new ReceiptHandler(base.store.references(), base.storeTime(), intake.notes),
                intake.channels);
    }

    private PostHandler posts(ProfileHandler profiles, NoteEchoFilter own) {
        CustomerMap customers = base.store.customers();
        PostedMessage posted = new PostedMessage(base.storeTime(), topics, profiles, intake.gaps, intake.notes, own);
        LowerForms forms = new LowerForms(media, freshchat.reach);
        NewConversation beginning = new NewConversation(freshchat.client, freshchat.directory, forms, topics, posted);
        return new PostHandler(
                customers,
                freshchat.directory,
                new PostReconciler(freshchat.client, freshchat.directory),
                topics,
                media,
                new ConversationDelivery(
                        customers, freshchat.client, freshchat.directory, forms, beginning, posted, base.clock),
                posted);
    }
}
