package dev.byoc.relay;

import dev.byoc.freshchat.ConversationDraft;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatConversation;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.http.HttpOutcome.Next;
import dev.byoc.message.Content;
import dev.byoc.store.Change;
import dev.byoc.store.Entry;
import dev.byoc.store.Link;
import dev.byoc.store.LinkChange;
import dev.byoc.store.Progress;
import dev.byoc.store.RelayStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Brings what a customer said into Freshchat: user, conversation, message. One call where all of it is known. */
final class InboundFlow {
    private static final Duration TOPIC_RETRY = Duration.ofMinutes(1);

    private final RelayStore store;
    private final FreshchatClient freshchat;
    private final Directory directory;
    private final Settlement settlement;
    private final Topics topics;
    private final ProfileFlow profiles;
    private final InboundMedia media;
    private final Gaps gaps;
    private final Notes notes;
    private final Reports reports;
    private final Clock clock;
    private final Set<String> withoutTopic = ConcurrentHashMap.newKeySet();

    InboundFlow(
            RelayStore store,
            FreshchatClient freshchat,
            Directory directory,
            Topics topics,
            ProfileFlow profiles,
            InboundMedia media,
            Gaps gaps,
            Notes notes,
            Reports reports,
            Clock clock) {
        this.store = store;
        this.freshchat = freshchat;
        this.directory = directory;
        this.settlement = new Settlement(freshchat, directory);
        this.topics = topics;
        this.profiles = profiles;
        this.media = media;
        this.gaps = gaps;
        this.notes = notes;
        this.reports = reports;
        this.clock = clock;
    }

    /** One attempt at one message: what is posted of what the customer said. */
    private record Attempt(Held held, Account account, Work.Post post, List<Content> said, Link link) {
        String customer() {
            return post.customer().id();
        }

        Attempt with(List<Content> contents) {
            return new Attempt(held, account, new Work.Post(post.customer(), post.at(), contents), said, link);
        }
    }

    Step post(Held held, Account account, Work.Post post) {
        Attempt attempt = new Attempt(
                held,
                account,
                post,
                post.contents(),
                linkOf(account, post.customer().id()));
        post.contents().forEach(content -> tellUnknown(held, content));
        try {
            if (held.entry().progress().unsettled()) {
                Step settled = settle(attempt);
                if (settled != null) {
                    return settled;
                }
                held.keep(Change.NONE.progress(held.entry().progress().settled()));
            }
            String topic = topics.of(account);
            InboundMedia.Ready ready = media.ready(held.entry(), account, post.contents());
            return ready.notYet() == null ? deliver(attempt.with(ready.contents()), topic) : ready.notYet();
        } catch (FreshchatException e) {
            // What posts has answered for itself: it was one of the look-ups around it.
            return Failures.ofLookUp(e);
        } catch (Topics.NoSuchTopic e) {
            return withoutTopic(account, String.valueOf(e.getMessage()));
        } catch (Directory.NoSuchUser e) {
            return forgotten(attempt);
        }
    }

    /** The line that names the kind is all that the agent gets of it. */
    private void tellUnknown(Held held, Content content) {
        if (content instanceof Content.Unsupported unknown) {
            boolean words = unknown.text() != null && !unknown.text().isBlank();
            Loss.Kind kind = words ? Loss.Kind.DEGRADED : Loss.Kind.DROPPED;
            reports.lost(held.entry(), Loss.of(kind, unknown.kind(), Loss.Reason.UNREADABLE));
        }
    }

    private Link linkOf(Account account, String customer) {
        Link link = store.link(account.id(), customer);
        return link == null ? Link.of(account.id(), customer) : link;
    }

    /** Asks whether the last attempt got through after all; null: it did not, try again. */
    private @Nullable Step settle(Attempt attempt) throws Directory.NoSuchUser {
        Progress progress = attempt.held().entry().progress();
        String user = attempt.link().userId();
        Settlement.Found found = null;
        if (user == null) {
            user = directory.find(attempt.account().reference(attempt.customer()));
            if (user != null) {
                return null;
            }
        } else if (progress.target() == null && progress.baseline() != null) {
            found = settlement.created(user, List.of(progress.baseline().split(" ", -1)));
        } else {
            // Null after a host has died in the middle of a call: then to where the customer's messages go.
            String target = progress.target() == null ? attempt.link().conversation() : progress.target();
            found = target == null
                    ? null
                    : settlement.posted(
                            attempt.held().entry(),
                            attempt.link(),
                            user,
                            target,
                            media.known(attempt.held().entry(), attempt.post().contents()));
        }
        if (found != null) {
            return done(attempt, found.conversation(), null, found.messageId());
        }
        Duration wait = Settlement.grace(progress.doubt(), progress.checks());
        return wait == null
                ? null
                : new Step.Settling(
                        wait, "waiting to see whether it arrived", Change.NONE.progress(progress.checked()));
    }

    private Step deliver(Attempt attempt, String topic) throws Directory.NoSuchUser {
        Link link = attempt.link();
        String user = link.userId();
        boolean made = false;
        if (user == null) {
            user = directory.find(attempt.account().reference(attempt.customer()));
            if (user == null) {
                try {
                    user = directory.create(attempt.account(), attempt.post().customer());
                } catch (FreshchatException e) {
                    return notCreated(attempt, e);
                }
                made = true;
            }
            Change known = Change.NONE
                    .link(new LinkChange.User(attempt.account().id(), attempt.customer(), user))
                    .trace(made ? "user made" : "user found", user);
            attempt.held()
                    .keep(
                            made
                                    ? known.progress(
                                            attempt.held().entry().progress().before(""))
                                    : known);
        }
        if (made) {
            return create(attempt, topic, user, List.of());
        }
        if (link.conversation() == null) {
            return adoptOrCreate(attempt, topic, user);
        }
        if (link.resolvedAt() != null) {
            ConversationPolicy policy = attempt.account().options().conversations();
            if (policy.leaves(link.resolvedAt(), clock.instant())) {
                return create(attempt, topic, user, directory.conversationsOf(user));
            }
            if (policy instanceof ConversationPolicy.Reopen) {
                reopen(link.conversation(), link.conversationNumber());
            }
        }
        return postTo(attempt, topic, user, link.conversation(), attempt.post().contents(), false);
    }

    private Step notCreated(Attempt attempt, FreshchatException e) {
        Change change = Change.NONE;
        if (Failures.mayHaveBeenDone(e, Call.CREATE_USER)) {
            change = change.progress(attempt.held().entry().progress().unsettled(Failures.doubt(e), null, null));
        }
        return Failures.of(e, Call.CREATE_USER, change);
    }

    private Step adoptOrCreate(Attempt attempt, String topic, String user) throws Directory.NoSuchUser {
        List<String> conversations = directory.conversationsOf(user);
        FreshchatConversation found = directory.conversationIn(topic, conversations);
        if (found == null) {
            return create(attempt, topic, user, conversations);
        }
        String number = found.ids().size() > 1 ? found.ids().get(1) : null;
        if (found.status().equalsIgnoreCase("resolved")) {
            ConversationPolicy policy = attempt.account().options().conversations();
            if (policy instanceof ConversationPolicy.NewAfter) {
                return create(attempt, topic, user, conversations);
            }
            if (policy instanceof ConversationPolicy.Reopen) {
                reopen(found.id(), number);
            }
        }
        attempt.held()
                .keep(Change.NONE
                        .link(new LinkChange.Conversation(
                                attempt.account().id(), attempt.customer(), found.id(), number, null))
                        .trace("conversation found", found.id()));
        Attempt linked = new Attempt(
                attempt.held(),
                attempt.account(),
                attempt.post(),
                attempt.said(),
                linkOf(attempt.account(), attempt.customer()));
        return postTo(linked, topic, user, found.id(), attempt.post().contents(), false);
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

    private Step postTo(
            Attempt attempt, String topic, String user, String conversation, List<Content> contents, boolean otherId)
            throws Directory.NoSuchUser {
        Progress progress = attempt.held().entry().progress();
        if (progress.baseline() != null) {
            // Else the next host would look for a new conversation, should this one die in the middle of the call.
            attempt.held().keep(Change.NONE.progress(progress.settled()));
        }
        attempt.held().check();
        try {
            String message = freshchat.postAsUser(conversation, user, contents);
            return done(attempt, conversation, attempt.link().conversationNumber(), message);
        } catch (FreshchatException e) {
            if (e.isNotLatestConversation()) {
                return create(attempt, topic, user, directory.conversationsOf(user));
            }
            if (e.isNotFound()) {
                String other = otherId ? null : Settlement.otherId(attempt.link(), conversation);
                return other != null ? postTo(attempt, topic, user, other, contents, true) : gone(attempt, topic, user);
            }
            List<Content> lower = lower(attempt, contents, e);
            if (!lower.equals(contents)) {
                return postTo(attempt, topic, user, conversation, lower, otherId);
            }
            Change change = Failures.mayHaveBeenDone(e, Call.POST)
                    ? Change.NONE.progress(progress.unsettled(Failures.doubt(e), conversation, null))
                    : Change.NONE;
            return Failures.of(e, Call.POST, change);
        }
    }

    /** The conversation is gone; perhaps the user too. */
    private Step gone(Attempt attempt, String topic, String user) throws Directory.NoSuchUser {
        return freshchat.user(user) == null
                ? forgotten(attempt)
                : create(attempt, topic, user, directory.conversationsOf(user));
    }

    /** With the user went the conversations, and whatever may have been posted there. */
    private Step forgotten(Attempt attempt) {
        String account = attempt.account().id();
        attempt.held()
                .keep(Change.NONE
                        .progress(attempt.held().entry().progress().settled())
                        .link(new LinkChange.User(account, attempt.customer(), null))
                        .link(new LinkChange.Conversation(account, attempt.customer(), null, null, null)));
        return new Step.Later(Duration.ZERO, true, "Freshchat has forgotten the user", Change.NONE);
    }

    private Step create(Attempt attempt, String topic, String user, List<String> before) {
        return create(attempt, topic, user, before, attempt.post().contents());
    }

    private Step create(Attempt attempt, String topic, String user, List<String> before, List<Content> contents) {
        AccountOptions options = attempt.account().options();
        Progress progress = attempt.held().entry().progress();
        String baseline = String.join(" ", before);
        if (!baseline.equals(progress.baseline())) {
            attempt.held().keep(Change.NONE.progress(progress.before(baseline)));
        }
        attempt.held().check();
        try {
            FreshchatConversation made = freshchat.createConversation(
                    new ConversationDraft(topic, user, contents, options.group(), options.properties()));
            String number = made.ids().size() > 1 ? made.ids().get(1) : null;
            Step.Delivered done = done(attempt, made.id(), number, made.messageId());
            return attempt.link().conversation() == null
                    ? new Step.Delivered(done.messageIds(), done.change().and(begun(attempt)))
                    : done;
        } catch (FreshchatException e) {
            List<Content> lower = lower(attempt, contents, e);
            if (!lower.equals(contents)) {
                return create(attempt, topic, user, before, lower);
            }
            if (e.isNotFound()) {
                return missing(attempt, user, e);
            }
            Change change = Failures.mayHaveBeenDone(e, Call.CREATE_CONVERSATION)
                    ? Change.NONE.progress(progress.unsettled(Failures.doubt(e), null, baseline))
                    : Change.NONE;
            return Failures.of(e, Call.CREATE_CONVERSATION, change);
        }
    }

    private Change begun(Attempt attempt) {
        return gaps.begun(attempt.account().id(), attempt.customer());
    }

    /** Creating a conversation answers 404 for the topic or for the user. */
    private Step missing(Attempt attempt, String user, FreshchatException e) {
        if (freshchat.user(user) == null) {
            return forgotten(attempt);
        }
        topics.forget(attempt.account());
        return withoutTopic(
                attempt.account(),
                "Freshchat does not know the topic of account '"
                        + attempt.account().id() + "': " + e.getMessage());
    }

    /** A person has to mend that. It holds up this account alone, and costs none of its messages. */
    private Step withoutTopic(Account account, String why) {
        withoutTopic.add(account.id());
        reports.topicMissing(account.id(), why);
        return new Step.Waits(TOPIC_RETRY, why, Change.NONE);
    }

    /** The same in the next lower form, where it was the form that Freshchat did not take: pictures as files, then files in words. */
    private List<Content> lower(Attempt attempt, List<Content> contents, FreshchatException refusal) {
        if (!refusal.isImageRefused() && !refusal.isPartRefused()) {
            return contents;
        }
        Entry entry = attempt.held().entry();
        List<Content> lower = contents;
        if (refusal.isImageRefused()) {
            lower = media.asFiles(entry, attempt.account(), attempt.said());
        }
        if (lower.equals(contents)) {
            lower = media.inWords(entry, attempt.account(), attempt.said());
        }
        for (int i = 0; i < contents.size(); i++) {
            if (!lower.get(i).equals(contents.get(i))) {
                String detail = "Freshchat answered " + refusal.status();
                reports.lost(entry, Loss.refused(Degrading.nameOf(contents.get(i)), detail));
            }
        }
        return lower;
    }

    private Step.Delivered done(
            Attempt attempt, String conversation, @Nullable String number, @Nullable String message) {
        String account = attempt.account().id();
        if (withoutTopic.remove(account)) {
            reports.topicFound(account);
        }
        String customer = attempt.customer();
        Link link = attempt.link();
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
                && attempt.account().options().conversations() instanceof ConversationPolicy.Reopen) {
            // Reopened by us: the webhook that says so may be late, or never come. Just after the resolve it answers.
            change = change.link(
                    new LinkChange.State(conversation, false, link.resolvedAt().plusMillis(1)));
        }
        change = change.and(Activity.at(store.now(), account, customer, link));
        change = change.and(profiles.changed(
                attempt.account(),
                attempt.post().customer(),
                link,
                attempt.held().entry()));
        if (link.context() != null) {
            String key = "context:" + attempt.held().entry().id();
            change = change.link(new LinkChange.Context(account, customer, null))
                    .entry(notes.note(attempt.account(), customer, key, link.context()));
        }
        return new Step.Delivered(message == null ? List.of() : List.of(message), change);
    }
}
