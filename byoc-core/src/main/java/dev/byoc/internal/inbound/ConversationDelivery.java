package dev.byoc.internal.inbound;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatConversation;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage.Voice;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpOutcome.Next;
import dev.byoc.internal.account.ConversationPolicy;
import dev.byoc.internal.checkpoint.PostCheckpoint.Call;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatDirectory;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.message.Content;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import java.time.Clock;
import java.util.List;

/** Posts a message of, or to, a known user into a conversation: the customer's, one that is found, or a new one. Thread-safe. */
public final class ConversationDelivery {
    private final CustomerMap customers;
    private final FreshchatClient freshchat;
    private final FreshchatDirectory directory;
    private final LowerForms forms;
    private final NewConversation beginning;
    private final PostedMessage posted;
    private final Clock clock;

    public ConversationDelivery(
            CustomerMap customers,
            FreshchatClient freshchat,
            FreshchatDirectory directory,
            LowerForms forms,
            NewConversation beginning,
            PostedMessage posted,
            Clock clock) {
        this.customers = customers;
        this.freshchat = freshchat;
        this.directory = directory;
        this.forms = forms;
        this.beginning = beginning;
        this.posted = posted;
        this.clock = clock;
    }

    /** To where the customer's messages go. */
    Outcome deliver(Posting posting, Target target) throws FreshchatDirectory.NoSuchUser {
        Link link = posting.link();
        if (link.conversation() == null) {
            return adoptOrCreate(posting, target);
        }
        if (posting.checkpoint().call() instanceof Call.Create create
                && create.before().stream().anyMatch(link::leadsTo)) {
            // An earlier attempt has found that it takes no message.
            return createBeside(posting, target);
        }
        if (link.resolvedAt() != null) {
            ConversationPolicy policy = posting.policy();
            if (policy.leaves(link.resolvedAt(), clock.instant())) {
                return createBeside(posting, target);
            }
            if (policy instanceof ConversationPolicy.Reopen) {
                reopen(posting, link.conversationIds());
            }
        }
        return post(posting, target, link.conversation());
    }

    /** Into a new conversation, of a user who has just been made. */
    Outcome begin(Posting posting, Target target) {
        return beginning.create(posting, target, List.of());
    }

    private Outcome adoptOrCreate(Posting posting, Target target) throws FreshchatDirectory.NoSuchUser {
        List<String> conversations = directory.conversationsOf(target.user());
        FreshchatConversation found =
                directory.conversationIn(target.topic(), posting.notAnothers(conversations, customers));
        if (found == null) {
            return beginning.create(posting, target, conversations);
        }
        if (found.isResolved()) {
            ConversationPolicy policy = posting.policy();
            if (policy instanceof ConversationPolicy.NewAfter) {
                return beginning.create(posting, target, conversations);
            }
            if (policy instanceof ConversationPolicy.Reopen) {
                reopen(posting, found.ids());
            }
        }
        String account = posting.account().id();
        posting.keep(Change.NONE
                .link(new LinkChange.Conversation(
                        account, posting.customerId(), found.id(), NewConversation.numberOf(found), null))
                .trace("conversation found", found.id()));
        posting.linked(customers.link(account, posting.customerId()));
        return post(posting, target, found.id());
    }

    /**
     * What is refused here may be a conversation that is gone: the post that follows finds out, and copes.
     *
     * @param ids the conversation's ids
     */
    private void reopen(Posting posting, List<String> ids) {
        posting.reopens();
        for (String id : ids) {
            try {
                freshchat.updateStatus(id, "new");
                return;
            } catch (FreshchatException e) {
                if (e.outcome().next(HttpOutcome.Call.UPDATE) != Next.GIVE_UP) {
                    throw e;
                }
                if (!e.isNotFound()) {
                    return;
                }
            }
        }
    }

    /** False: the token has no right to it, as an earlier attempt has found too, so that waiting will not bring it. */
    private boolean reopened(Posting posting, List<String> ids) {
        boolean triedBefore = posting.isReopened();
        try {
            reopen(posting, ids);
            return true;
        } catch (FreshchatException e) {
            if (triedBefore && e.outcome() == HttpOutcome.MISCONFIGURED) {
                return false;
            }
            throw e;
        }
    }

    private Outcome post(Posting posting, Target target, String conversation) throws FreshchatDirectory.NoSuchUser {
        if (posting.checkpoint().call() instanceof Call.Create) {
            // Else the next host would look for a new conversation, should this one die in the middle of the call.
            posting.keepSettled(Change.NONE);
        }
        return post(posting, target, posting.link().conversationIds(List.of(conversation)), posting.contents(), true);
    }

    /**
     * @param ids the conversation's ids that Freshchat has not said it does not know
     * @param mayReopen false: a lower form, and the conversation was looked at when the form before was refused
     */
    private Outcome post(Posting posting, Target target, List<String> ids, List<Content> contents, boolean mayReopen)
            throws FreshchatDirectory.NoSuchUser {
        String conversation = ids.get(0);
        posting.check();
        try {
            String message = freshchat.post(
                    conversation,
                    target.user(),
                    posting.voice(),
                    contents,
                    posting.account().agentWording());
            return posted.in(
                    posting,
                    new PostedMessage.Place(conversation, posting.link().conversationNumber(), message));
        } catch (FreshchatException e) {
            if (e.isNotLatestConversation()) {
                return createBeside(posting, target);
            }
            if (e.isNotFound()) {
                if (directory.isMissing(posting.agent())) {
                    return posting.voiceRefused("Freshchat has no active agent of that id");
                }
                return ids.size() > 1
                        ? post(posting, target, ids.subList(1, ids.size()), contents, mayReopen)
                        : gone(posting, target);
            }
            List<Content> lower = forms.lower(posting, contents, e);
            if (!lower.equals(contents)) {
                return post(posting, target, ids, lower, mayReopen);
            }
            if (FreshchatFailures.mayHaveBeenDone(e, HttpOutcome.Call.POST)) {
                posting.inDoubt(new Call.PostTo(conversation), FreshchatFailures.doubt(e));
            }
            boolean refused = e.outcome() == HttpOutcome.REFUSED || e.outcome() == HttpOutcome.CONFLICT;
            // Also where an earlier attempt was to set the status, as it may not have come so far.
            if (refused
                    && mayReopen
                    && !posting.reopensNow()
                    && isResolved(posting, conversation)
                    && reopened(posting, ids)) {
                return post(posting, target, ids, contents, true);
            }
            Outcome failed = FreshchatFailures.of(e, HttpOutcome.Call.POST, Change.NONE);
            Outcome outcome =
                    forms.orLower(posting, contents, e, failed, again -> post(posting, target, ids, again, false));
            boolean inNoForm = outcome.equals(failed) || outcome instanceof Outcome.DeadLettered;
            if (!refused || !mayReopen || !inNoForm || !posting.isReopened()) {
                return outcome;
            }
            // Should this host die in the middle of it, the next looks for what is posted now.
            posting.keepFiles();
            return createBeside(posting, target);
        }
    }

    /** Some accounts take a message again only once the status is new, and in what words they refuse one is not known. A note opens none. */
    private boolean isResolved(Posting posting, String id) {
        if (posting.voice() instanceof Voice.Note || directory.isMissing(posting.agent())) {
            return false;
        }
        FreshchatConversation conversation = freshchat.conversation(id);
        return conversation != null && conversation.isResolved();
    }

    /** The conversation is gone; perhaps the user too. */
    private Outcome gone(Posting posting, Target target) throws FreshchatDirectory.NoSuchUser {
        return freshchat.user(target.user()) == null
                ? NewConversation.forgotten(posting)
                : createBeside(posting, target);
    }

    private Outcome createBeside(Posting posting, Target target) throws FreshchatDirectory.NoSuchUser {
        return beginning.create(posting, target, directory.conversationsOf(target.user()));
    }
}
