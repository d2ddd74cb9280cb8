package dev.byoc.internal.inbound;

import dev.byoc.event.Loss;
import dev.byoc.freshchat.ConversationDraft;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatConversation;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.http.HttpOutcome.Next;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.AccountOptions;
import dev.byoc.internal.account.ConversationPolicy;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatDirectory;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.internal.freshchat.PostReconciler;
import dev.byoc.internal.freshchat.Topics;
import dev.byoc.internal.gap.Activity;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.media.InboundMedia;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.render.Degrading;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.task.Task;
import dev.byoc.message.Content;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Brings what a customer said into Freshchat: user, conversation, message. One call where all of it is known. */
public final class PostHandler {
    private static final Duration TOPIC_RETRY = Duration.ofMinutes(1);

    private final CustomerMap customers;
    private final InstantSource storeTime;
    private final FreshchatClient freshchat;
    private final FreshchatDirectory directory;
    private final PostReconciler reconciler;
    private final Topics topics;
    private final ProfileHandler profiles;
    private final InboundMedia media;
    private final Gaps gaps;
    private final AgentNotes notes;
    private final Reports reports;
    private final Clock clock;
    private final Set<String> withoutTopic = ConcurrentHashMap.newKeySet();

    public PostHandler(
            CustomerMap customers,
            InstantSource storeTime,
            FreshchatClient freshchat,
            FreshchatDirectory directory,
            Topics topics,
            ProfileHandler profiles,
            InboundMedia media,
            Gaps gaps,
            AgentNotes notes,
            Reports reports,
            Clock clock) {
        this.customers = customers;
        this.storeTime = storeTime;
        this.freshchat = freshchat;
        this.directory = directory;
        this.reconciler = new PostReconciler(freshchat, directory);
        this.topics = topics;
        this.profiles = profiles;
        this.media = media;
        this.gaps = gaps;
        this.notes = notes;
        this.reports = reports;
        this.clock = clock;
    }

    /** One attempt at one message: what is posted of what the customer said. */
    private record Delivery(Attempt attempt, Account account, Task.Post post, List<Content> said, Link link) {
        String customer() {
            return post.customer().id();
        }

        Delivery with(List<Content> contents) {
            return new Delivery(attempt, account, new Task.Post(post.customer(), post.at(), contents), said, link);
        }
    }

    public Outcome post(Attempt attempt, Account account, Task.Post post) {
        Delivery delivery = new Delivery(
                attempt,
                account,
                post,
                post.contents(),
                linkOf(account, post.customer().id()));
        post.contents().forEach(content -> tellUnknown(attempt, content));
        try {
            if (attempt.entry().progress().unsettled()) {
                Outcome settled = settle(delivery);
                if (settled != null) {
                    return settled;
                }
                attempt.keep(Change.NONE.progress(attempt.entry().progress().settled()));
            }
            String topic = topics.of(account);
            InboundMedia.Ready ready = media.ready(attempt.entry(), account, post.contents());
            return ready.notYet() == null ? deliver(delivery.with(ready.contents()), topic) : ready.notYet();
        } catch (FreshchatException e) {
            // What posts has answered for itself: it was one of the look-ups around it.
            return FreshchatFailures.ofLookUp(e);
        } catch (Topics.NoSuchTopic e) {
            return withoutTopic(account, String.valueOf(e.getMessage()));
        } catch (FreshchatDirectory.NoSuchUser e) {
            return forgotten(delivery);
        }
    }

    /** The line that names the kind is all that the agent gets of it. */
    private void tellUnknown(Attempt attempt, Content content) {
        if (content instanceof Content.Unsupported unknown) {
            boolean words = unknown.text() != null && !unknown.text().isBlank();
            Loss.Kind kind = words ? Loss.Kind.DEGRADED : Loss.Kind.DROPPED;
            reports.lost(attempt.entry(), Loss.of(kind, unknown.kind(), Loss.Reason.UNREADABLE));
        }
    }

    private Link linkOf(Account account, String customer) {
        Link link = customers.link(account.id(), customer);
        return link == null ? Link.of(account.id(), customer) : link;
    }

    /** Asks whether the last attempt got through after all; null: it did not, try again. */
    private @Nullable Outcome settle(Delivery delivery) throws FreshchatDirectory.NoSuchUser, Topics.NoSuchTopic {
        Entry entry = delivery.attempt().entry();
        List<Content> posted = media.known(entry, delivery.post().contents());
        Progress progress = entry.progress();
        String user = delivery.link().userId();
        PostReconciler.Found found = null;
        if (user == null) {
            user = directory.find(delivery.account().reference(delivery.customer()));
            if (user != null) {
                return null;
            }
        } else if (progress.target() == null && progress.baseline() != null) {
            List<String> before = List.of(progress.baseline().split(" ", -1));
            found = reconciler.created(user, topics.of(delivery.account()), before, posted);
        } else {
            // Null after a host has died in the middle of a call: then to where the customer's messages go.
            String target = progress.target() == null ? delivery.link().conversation() : progress.target();
            found = target == null ? null : reconciler.posted(entry, delivery.link(), user, target, posted);
        }
        if (found != null) {
            return new Outcome.Found(done(delivery, found.conversation(), null, found.messageId()));
        }
        Duration wait = PostReconciler.grace(progress.doubt(), progress.checks());
        return wait == null
                ? null
                : new Outcome.Reconcile(
                        wait, "waiting to see whether it arrived", Change.NONE.progress(progress.checked()));
    }

    private Outcome deliver(Delivery delivery, String topic) throws FreshchatDirectory.NoSuchUser {
        Link link = delivery.link();
        String user = link.userId();
        boolean made = false;
        if (user == null) {
            user = directory.find(delivery.account().reference(delivery.customer()));
            if (user == null) {
                try {
                    user = directory.create(delivery.account(), delivery.post().customer());
                } catch (FreshchatException e) {
                    return notCreated(delivery, e);
                }
                made = true;
            }
            Change known = Change.NONE
                    .link(new LinkChange.User(delivery.account().id(), delivery.customer(), user))
                    .trace(made ? "user made" : "user found", user);
            delivery.attempt()
                    .keep(
                            made
                                    ? known.progress(delivery.attempt()
                                            .entry()
                                            .progress()
                                            .before(""))
                                    : known);
        }
        if (made) {
            return create(delivery, topic, user, List.of());
        }
        if (link.conversation() == null) {
            return adoptOrCreate(delivery, topic, user);
        }
        if (link.resolvedAt() != null) {
            ConversationPolicy policy = delivery.account().options().conversations();
            if (policy.leaves(link.resolvedAt(), clock.instant())) {
                return create(delivery, topic, user, directory.conversationsOf(user));
            }
            if (policy instanceof ConversationPolicy.Reopen) {
                reopen(link.conversation(), link.conversationNumber());
            }
        }
        return postTo(
                delivery, topic, user, link.conversation(), delivery.post().contents(), false);
    }

    private Outcome notCreated(Delivery delivery, FreshchatException e) {
        Change change = Change.NONE;
        if (FreshchatFailures.mayHaveBeenDone(e, Call.CREATE_USER)) {
            change = change.progress(
                    delivery.attempt().entry().progress().unsettled(FreshchatFailures.doubt(e), null, null));
        }
        return FreshchatFailures.of(e, Call.CREATE_USER, change);
    }

    private Outcome adoptOrCreate(Delivery delivery, String topic, String user) throws FreshchatDirectory.NoSuchUser {
        List<String> conversations = directory.conversationsOf(user);
        FreshchatConversation found = directory.conversationIn(topic, conversations);
        if (found == null) {
            return create(delivery, topic, user, conversations);
        }
        String number = found.ids().size() > 1 ? found.ids().get(1) : null;
        if (found.status().equalsIgnoreCase("resolved")) {
            ConversationPolicy policy = delivery.account().options().conversations();
            if (policy instanceof ConversationPolicy.NewAfter) {
                return create(delivery, topic, user, conversations);
            }
            if (policy instanceof ConversationPolicy.Reopen) {
                reopen(found.id(), number);
            }
        }
        delivery.attempt()
                .keep(Change.NONE
                        .link(new LinkChange.Conversation(
                                delivery.account().id(), delivery.customer(), found.id(), number, null))
                        .trace("conversation found", found.id()));
        Delivery linked = new Delivery(
                delivery.attempt(),
                delivery.account(),
                delivery.post(),
                delivery.said(),
                linkOf(delivery.account(), delivery.customer()));
        return postTo(linked, topic, user, found.id(), delivery.post().contents(), false);
    }

    /** What is refused here may be a conversation that is gone: the post that follows finds out, and copes. */
    private void reopen(String conversation, @Nullable String otherId) {
        try {
            freshchat.updateStatus(conversation, "new");
        } catch (FreshchatException e) {
            if (e.outcome().next(Call.UPDATE) != Next.GIVE_UP) {
                throw e;
            }
            if (e.isNotFound() && otherId != null) {
                reopen(otherId, null);
            }
        }
    }

    private Outcome postTo(
            Delivery delivery, String topic, String user, String conversation, List<Content> contents, boolean otherId)
            throws FreshchatDirectory.NoSuchUser {
        Progress progress = delivery.attempt().entry().progress();
        if (progress.baseline() != null) {
            // Else the next host would look for a new conversation, should this one die in the middle of the call.
            delivery.attempt().keep(Change.NONE.progress(progress.settled()));
        }
        delivery.attempt().check();
        try {
            String message = freshchat.postAsUser(conversation, user, contents);
            return done(delivery, conversation, delivery.link().conversationNumber(), message);
        } catch (FreshchatException e) {
            if (e.isNotLatestConversation()) {
                return create(delivery, topic, user, directory.conversationsOf(user));
            }
            if (e.isNotFound()) {
                String other = otherId ? null : PostReconciler.otherId(delivery.link(), conversation);
                return other != null
                        ? postTo(delivery, topic, user, other, contents, true)
                        : gone(delivery, topic, user);
            }
            List<Content> lower = lower(delivery, contents, e);
            if (!lower.equals(contents)) {
                return postTo(delivery, topic, user, conversation, lower, otherId);
            }
            Change change = FreshchatFailures.mayHaveBeenDone(e, Call.POST)
                    ? Change.NONE.progress(progress.unsettled(FreshchatFailures.doubt(e), conversation, null))
                    : Change.NONE;
            return FreshchatFailures.of(e, Call.POST, change);
        }
    }

    /** The conversation is gone; perhaps the user too. */
    private Outcome gone(Delivery delivery, String topic, String user) throws FreshchatDirectory.NoSuchUser {
        return freshchat.user(user) == null
                ? forgotten(delivery)
                : create(delivery, topic, user, directory.conversationsOf(user));
    }

    /** With the user went the conversations, and whatever may have been posted there. */
    private Outcome forgotten(Delivery delivery) {
        String account = delivery.account().id();
        delivery.attempt()
                .keep(Change.NONE
                        .progress(delivery.attempt().entry().progress().settled())
                        .link(new LinkChange.User(account, delivery.customer(), null))
                        .link(new LinkChange.Conversation(account, delivery.customer(), null, null, null)));
        return new Outcome.Retry(Duration.ZERO, true, "Freshchat has forgotten the user", Change.NONE);
    }

    private Outcome create(Delivery delivery, String topic, String user, List<String> before) {
        return create(delivery, topic, user, before, delivery.post().contents());
    }

    private Outcome create(Delivery delivery, String topic, String user, List<String> before, List<Content> contents) {
        AccountOptions options = delivery.account().options();
        Progress progress = delivery.attempt().entry().progress();
        String baseline = String.join(" ", before);
        if (!baseline.equals(progress.baseline())) {
            delivery.attempt().keep(Change.NONE.progress(progress.before(baseline)));
        }
        delivery.attempt().check();
        try {
            FreshchatConversation made = freshchat.createConversation(
                    new ConversationDraft(topic, user, contents, options.group(), options.properties()));
            String number = made.ids().size() > 1 ? made.ids().get(1) : null;
            Outcome.Delivered done = done(delivery, made.id(), number, made.messageId());
            return delivery.link().conversation() == null
                    ? new Outcome.Delivered(done.messageIds(), done.change().and(begun(delivery)))
                    : done;
        } catch (FreshchatException e) {
            List<Content> lower = lower(delivery, contents, e);
            if (!lower.equals(contents)) {
                return create(delivery, topic, user, before, lower);
            }
            if (e.isNotFound()) {
                return missing(delivery, user, e);
            }
            Change change = FreshchatFailures.mayHaveBeenDone(e, Call.CREATE_CONVERSATION)
                    ? Change.NONE.progress(progress.unsettled(FreshchatFailures.doubt(e), null, baseline))
                    : Change.NONE;
            return FreshchatFailures.of(e, Call.CREATE_CONVERSATION, change);
        }
    }

    private Change begun(Delivery delivery) {
        return gaps.begun(delivery.account().id(), delivery.customer());
    }

    /** Creating a conversation answers 404 for the topic or for the user. */
    private Outcome missing(Delivery delivery, String user, FreshchatException e) {
        if (freshchat.user(user) == null) {
            return forgotten(delivery);
        }
        topics.forget(delivery.account());
        return withoutTopic(
                delivery.account(),
                "Freshchat does not know the topic of account '"
                        + delivery.account().id() + "': " + e.getMessage());
    }

    /** An operator has to fix that. It delays this account alone, and loses none of its messages. */
    private Outcome withoutTopic(Account account, String why) {
        withoutTopic.add(account.id());
        reports.topicMissing(account.id(), why);
        return new Outcome.Wait(TOPIC_RETRY, why, Change.NONE);
    }

    /** The same in the next lower form, where it was the form that Freshchat did not take: pictures as files, then files in words. */
    private List<Content> lower(Delivery delivery, List<Content> contents, FreshchatException refusal) {
        if (!refusal.isImageRefused() && !refusal.isPartRefused()) {
            return contents;
        }
        Entry entry = delivery.attempt().entry();
        List<Content> lower = contents;
        if (refusal.isImageRefused()) {
            lower = media.asFiles(entry, delivery.account(), delivery.said());
        }
        if (lower.equals(contents)) {
            lower = media.inWords(entry, delivery.account(), delivery.said());
        }
        for (int i = 0; i < contents.size(); i++) {
            if (!lower.get(i).equals(contents.get(i))) {
                String detail = "Freshchat answered " + refusal.status();
                reports.lost(entry, Loss.refused(Degrading.nameOf(contents.get(i)), detail));
            }
        }
        return lower;
    }

    private Outcome.Delivered done(
            Delivery delivery, String conversation, @Nullable String number, @Nullable String message) {
        String account = delivery.account().id();
        if (withoutTopic.remove(account)) {
            reports.topicFound(account);
        }
        String customer = delivery.customer();
        Link link = delivery.link();
        Change change = Change.NONE.ref(message == null ? conversation : message);
        boolean same = conversation.equals(link.conversation()) || conversation.equals(link.conversationNumber());
        if (!same) {
            change = change.link(new LinkChange.Conversation(account, customer, conversation, number, message))
                    .trace("conversation made", conversation);
        } else if (message != null) {
            change = change.link(new LinkChange.Posted(account, customer, message));
        }
        if (same
                && link.resolvedAt() != null
                && delivery.account().options().conversations() instanceof ConversationPolicy.Reopen) {
            // Reopened by us: the webhook that says so may be late, or never come. Just after the resolve it answers.
            change = change.link(
                    new LinkChange.State(conversation, false, link.resolvedAt().plusMillis(1)));
        }
        change = change.and(Activity.at(storeTime.instant(), account, customer, link));
        change = change.and(profiles.changed(
                delivery.account(),
                delivery.post().customer(),
                link,
                delivery.attempt().entry()));
        if (link.context() != null) {
            String key = "context:" + delivery.attempt().entry().id();
            change = change.link(new LinkChange.Context(account, customer, null))
                    .entry(notes.note(delivery.account(), customer, key, link.context()));
        }
        return new Outcome.Delivered(message == null ? List.of() : List.of(message), change);
    }
}
