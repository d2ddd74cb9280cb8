package dev.byoc.internal.inbound;

import dev.byoc.Visible;
import dev.byoc.event.Loss;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage.Voice;
import dev.byoc.freshchat.FreshchatUser;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.checkpoint.PostCheckpoint;
import dev.byoc.internal.checkpoint.PostCheckpoint.Call;
import dev.byoc.internal.checkpoint.Progress;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatDirectory;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.internal.freshchat.PostReconciler;
import dev.byoc.internal.freshchat.PostReconciler.Absence;
import dev.byoc.internal.freshchat.Topics;
import dev.byoc.internal.media.Brought;
import dev.byoc.internal.media.InboundMedia;
import dev.byoc.internal.task.Task;
import dev.byoc.message.Content;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a customer said into Freshchat, and what the host's code has said to a customer: user, conversation, message. One call where
 * all of it is known.
 */
public final class PostHandler {
    private final CustomerMap customers;
    private final FreshchatDirectory directory;
    private final PostReconciler reconciler;
    private final AccountTopics topics;
    private final InboundMedia media;
    private final ConversationDelivery conversations;
    private final PostedMessage posted;

    public PostHandler(
            CustomerMap customers,
            FreshchatDirectory directory,
            PostReconciler reconciler,
            AccountTopics topics,
            InboundMedia media,
            ConversationDelivery conversations,
            PostedMessage posted) {
        this.customers = customers;
        this.directory = directory;
        this.reconciler = reconciler;
        this.topics = topics;
        this.media = media;
        this.conversations = conversations;
        this.posted = posted;
    }

    public Outcome post(Attempt attempt, Account account, Task.Post post) {
        return post(attempt, account, post, new Voice.Customer());
    }

    /** The same of what is said in another voice. */
    Outcome post(Attempt attempt, Account account, Task.Post post, Voice voice) {
        Progress<PostCheckpoint> progress = Progress.ofPost(attempt);
        Link known = customers.link(account.id(), post.customer().id());
        Link link = known == null ? Link.of(account.id(), post.customer().id()) : known;
        try (Brought files = media.after(progress.now().files())) {
            Posting posting = new Posting(attempt, account, post, voice, progress, files, link);
            return posting.ended(outcome(posting));
        }
    }

    private Outcome outcome(Posting posting) {
        posting.said().forEach(content -> tellUnknown(posting, content));
        try {
            if (!posting.isUnsettled()) {
                return deliver(posting);
            }
            Settling settling = settle(posting);
            if (settling instanceof Settling.Ended ended) {
                return ended.outcome();
            }
            posting.keepNotDone();
            return deliver(posting);
        } catch (FreshchatException e) {
            // What posts has answered for itself: it was one of the look-ups around it.
            return FreshchatFailures.ofLookUp(e);
        } catch (Topics.NoSuchTopic e) {
            return topics.missing(posting.account(), String.valueOf(e.getMessage()));
        } catch (FreshchatDirectory.NoSuchUser e) {
            return NewConversation.forgotten(posting);
        }
    }

    /** The line that names the kind is all that the agent gets of it. */
    private static void tellUnknown(Posting posting, Content content) {
        if (content instanceof Content.Unsupported unknown) {
            boolean words = unknown.text() != null && !Visible.isBlank(unknown.text());
            Loss.Kind kind = words ? Loss.Kind.DEGRADED : Loss.Kind.DROPPED;
            posting.lost(Loss.of(kind, unknown.kind(), Loss.Reason.UNREADABLE));
        }
    }

    /** What became of a call of unknown outcome. */
    private sealed interface Settling {
        /** It was done, or is to be looked for again. */
        record Ended(Outcome outcome) implements Settling {}

        /** It was not done. */
        record NotDone() implements Settling {}
    }

    private Settling settle(Posting posting) throws FreshchatDirectory.NoSuchUser, Topics.NoSuchTopic {
        String user = posting.link().userId();
        PostReconciler.Found found = null;
        if (user != null) {
            found = find(posting, user);
        } else if (directory.find(posting.account().reference(posting.customerId())) != null) {
            return new Settling.NotDone();
        }
        if (found != null) {
            LowerForms.found(posting);
            return new Settling.Ended(new Outcome.Found(
                    posted.in(posting, new PostedMessage.Place(found.conversation(), null, found.messageId()))));
        }
        PostCheckpoint open = posting.checkpoint();
        if (PostReconciler.absence(open.doubt(), open.looks()) instanceof Absence.TooEarly early) {
            posting.looked();
            return new Settling.Ended(
                    new Outcome.Reconcile(early.lookAfter(), "waiting to see whether it arrived", Change.NONE));
        }
        return new Settling.NotDone();
    }

    private PostReconciler.@Nullable Found find(Posting posting, String user)
            throws FreshchatDirectory.NoSuchUser, Topics.NoSuchTopic {
        PostReconciler.Sought sought = new PostReconciler.Sought(user, posting.voice(), posting.words());
        Call call = posting.checkpoint().call();
        if (call instanceof Call.Create create) {
            return reconciler.created(topics.of(posting.account()), create.before(), sought);
        }
        // After a host has died in the middle of a call: to where the customer's messages go.
        String target = call instanceof Call.PostTo to
                ? to.conversation()
                : posting.link().conversation();
        return target == null ? null : reconciler.posted(posting.entry(), posting.link(), target, sought);
    }

    private Outcome deliver(Posting posting) throws FreshchatDirectory.NoSuchUser, Topics.NoSuchTopic {
        String topic = topics.of(posting.account());
        // A form that an earlier attempt has tried has not arrived.
        posting.files().takeBack();
        InboundMedia.Bringing files = media.bring(posting.account(), posting.files(), posting.said());
        if (files instanceof InboundMedia.Bringing.NotYet notYet) {
            return notYet.outcome();
        }
        posting.keepFiles();
        String user = posting.link().userId();
        return user == null
                ? deliverForUnknown(posting, topic)
                : conversations.deliver(posting, new Target(topic, user));
    }

    /** The customer's user is found or made first. */
    private Outcome deliverForUnknown(Posting posting, String topic) throws FreshchatDirectory.NoSuchUser {
        FreshchatUser found = directory.find(posting.account().reference(posting.customerId()));
        if (found != null) {
            posting.keep(found(posting, found).trace("user found", found.id()));
            linked(posting);
            return conversations.deliver(posting, new Target(topic, found.id()));
        }
        FreshchatDirectory.Made made;
        try {
            made = directory.create(posting.account(), posting.customer());
        } catch (FreshchatException e) {
            if (FreshchatFailures.mayHaveBeenDone(e, HttpOutcome.Call.CREATE_USER)) {
                posting.inDoubt(new Call.Usual(), FreshchatFailures.doubt(e));
            }
            return FreshchatFailures.of(e, HttpOutcome.Call.CREATE_USER, Change.NONE);
        }
        posting.keepNext(
                new Call.Create(List.of()),
                user(posting, made.id())
                        .link(ProfileHandler.made(posting.account(), made.told()))
                        .trace("user made", made.id()));
        linked(posting);
        return conversations.begin(posting, new Target(topic, made.id()));
    }

    private void linked(Posting posting) {
        posting.linked(customers.link(posting.account().id(), posting.customerId()));
    }

    private static Change found(Posting posting, FreshchatUser user) {
        Account account = posting.account();
        Change change = user(posting, user.id());
        // Nothing was told of a nameless one, as after the customer was forgotten there: all of it is new.
        return FreshchatDirectory.isNameless(account, user)
                ? change.link(new LinkChange.Profile(account.id(), posting.customerId(), ""))
                : change;
    }

    private static Change user(Posting posting, String user) {
        return Change.NONE.link(new LinkChange.User(posting.account().id(), posting.customerId(), user));
    }
}
