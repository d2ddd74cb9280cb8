package dev.byoc.internal.inbound;

import dev.byoc.event.Loss;
import dev.byoc.freshchat.ConversationDraft;
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
import dev.byoc.internal.media.InboundMedia;
import dev.byoc.internal.render.Degrading;
import dev.byoc.message.Content;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Posts a message of, or to, a known user into a conversation: the customer's, one that is found, or a new one. Thread-safe. */
public final class ConversationDelivery {
    private final CustomerMap customers;
    private final FreshchatClient freshchat;
    private final FreshchatDirectory directory;
    private final InboundMedia media;
    private final AccountTopics topics;
    private final PostedMessage posted;
    private final Clock clock;

    public ConversationDelivery(
            CustomerMap customers,
            FreshchatClient freshchat,
            FreshchatDirectory directory,
            InboundMedia media,
            AccountTopics topics,
            PostedMessage posted,
            Clock clock) {
        this.customers = customers;
        this.freshchat = freshchat;
        this.directory = directory;
        this.media = media;
        this.topics = topics;
        this.posted = posted;
        this.clock = clock;
    }

    /** Whose message it is, and in which topic. */
    record Target(String topic, String user) {}

    /** To where the customer's messages go. */
    Outcome deliver(Posting posting, Target target) throws FreshchatDirectory.NoSuchUser {
        Link link = posting.link();
        if (link.conversation() == null) {
            return adoptOrCreate(posting, target);
        }
        if (link.resolvedAt() != null) {
            ConversationPolicy policy = posting.policy();
            if (policy.leaves(link.resolvedAt(), clock.instant())) {
                return createBeside(posting, target);
            }
            if (policy instanceof ConversationPolicy.Reopen) {
                reopen(link.conversationIds());
            }
        }
        return post(posting, target, link.conversation());
    }

    private Outcome adoptOrCreate(Posting posting, Target target) throws FreshchatDirectory.NoSuchUser {
        List<String> conversations = directory.conversationsOf(target.user());
        FreshchatConversation found =
                directory.conversationIn(target.topic(), posting.notAnothers(conversations, customers));
        if (found == null) {
            return create(posting, target, conversations);
        }
        if (found.status().equalsIgnoreCase("resolved")) {
            ConversationPolicy policy = posting.policy();
            if (policy instanceof ConversationPolicy.NewAfter) {
                return create(posting, target, conversations);
            }
            if (policy instanceof ConversationPolicy.Reopen) {
                reopen(found.ids());
            }
        }
        String account = posting.account().id();
        posting.keep(Change.NONE
                .link(new LinkChange.Conversation(account, posting.customerId(), found.id(), numberOf(found), null))
                .trace("conversation found", found.id()));
        posting.linked(customers.link(account, posting.customerId()));
        return post(posting, target, found.id());
    }

    private static @Nullable String numberOf(FreshchatConversation conversation) {
        return conversation.ids().size() > 1 ? conversation.ids().get(1) : null;
    }

    /**
     * What is refused here may be a conversation that is gone: the post that follows finds out, and copes.
     *
     * @param ids the conversation's ids
     */
    private void reopen(List<String> ids) {
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

    private Outcome post(Posting posting, Target target, String conversation) throws FreshchatDirectory.NoSuchUser {
        if (posting.checkpoint().call() instanceof Call.Create) {
            // Else the next host would look for a new conversation, should this one die in the middle of the call.
            posting.keepSettled(Change.NONE);
        }
        return post(posting, target, posting.link().conversationIds(List.of(conversation)), posting.contents());
    }

    /** @param ids the conversation's ids that Freshchat has not said it does not know */
    private Outcome post(Posting posting, Target target, List<String> ids, List<Content> contents)
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
                if (isSpeakerMissing(posting)) {
                    return posting.voiceRefused("Freshchat has no active agent of that id");
                }
                return ids.size() > 1
                        ? post(posting, target, ids.subList(1, ids.size()), contents)
                        : gone(posting, target);
            }
            List<Content> lower = lower(posting, contents, e);
            if (!lower.equals(contents)) {
                return post(posting, target, ids, lower);
            }
            if (FreshchatFailures.mayHaveBeenDone(e, HttpOutcome.Call.POST)) {
                posting.inDoubt(new Call.PostTo(conversation), FreshchatFailures.doubt(e));
            }
            return FreshchatFailures.of(e, HttpOutcome.Call.POST, Change.NONE);
        }
    }

    /** The conversation is gone; perhaps the user too. */
    private Outcome gone(Posting posting, Target target) throws FreshchatDirectory.NoSuchUser {
        return freshchat.user(target.user()) == null ? forgotten(posting) : createBeside(posting, target);
    }

    /** With the user went the conversations, and whatever may have been posted there. */
    static Outcome forgotten(Posting posting) {
        String account = posting.account().id();
        posting.keepSettled(Change.NONE
                .link(new LinkChange.User(account, posting.customerId(), null))
                .link(new LinkChange.Conversation(account, posting.customerId(), null, null, null)));
        return new Outcome.Retry(Duration.ZERO, Outcome.Fault.ENTRY, "Freshchat has forgotten the user", Change.NONE);
    }

    private Outcome createBeside(Posting posting, Target target) throws FreshchatDirectory.NoSuchUser {
        return create(posting, target, directory.conversationsOf(target.user()));
    }

    /**
     * Into a new conversation.
     *
     * @param before the user's conversations
     */
    Outcome create(Posting posting, Target target, List<String> before) {
        String group = topics.group(posting.account());
        posting.keepNext(new Call.Create(before), Change.NONE);
        Map<String, String> context =
                posting.account().options().contextProperties(posting.link().context());
        return create(posting, target, before, new Opening(posting.contents(), group, context));
    }

    /**
     * How a conversation begins.
     *
     * @param context set as properties beside the account's own
     */
    private record Opening(List<Content> contents, @Nullable String group, Map<String, String> context) {}

    private Outcome create(Posting posting, Target target, List<String> before, Opening opening) {
        Map<String, String> properties =
                new LinkedHashMap<>(posting.account().options().properties());
        properties.putAll(opening.context());
        posting.check();
        try {
            FreshchatConversation made = freshchat.createConversation(new ConversationDraft(
                    target.topic(),
                    target.user(),
                    posting.voice(),
                    opening.contents(),
                    posting.account().agentWording(),
                    opening.group(),
                    properties));
            return posted.inNewConversation(
                    posting, new PostedMessage.Place(made.id(), numberOf(made), made.messageId()));
        } catch (FreshchatException e) {
            Opening other = afterRefusal(posting, opening, e);
            if (!other.equals(opening)) {
                return create(posting, target, before, other);
            }
            if (e.isNotFound()) {
                return isSpeakerMissing(posting)
                        ? posting.voiceRefused("Freshchat has no active agent of that id")
                        : missing(posting, target, e);
            }
            if (FreshchatFailures.mayHaveBeenDone(e, HttpOutcome.Call.CREATE_CONVERSATION)) {
                posting.inDoubt(new Call.Create(before), FreshchatFailures.doubt(e));
            }
            if (posting.voice() instanceof Voice.Note && e.outcome() == HttpOutcome.REFUSED) {
                return posting.voiceRefused(
                        e.getMessage() + "; it may take no private note as a conversation's first message");
            }
            return FreshchatFailures.of(e, HttpOutcome.Call.CREATE_CONVERSATION, Change.NONE);
        }
    }

    /** How else it may begin; the same: in no other way. A group or a context that Freshchat does not take costs no message. */
    private Opening afterRefusal(Posting posting, Opening opening, FreshchatException e) {
        List<Content> lower = lower(posting, opening.contents(), e);
        if (!lower.equals(opening.contents())) {
            return new Opening(lower, opening.group(), opening.context());
        }
        if (e.outcome() != HttpOutcome.REFUSED && !e.isNotFound()) {
            return opening;
        }
        String group = topics.groupInPlaceOf(opening.group(), posting.account());
        if (!Objects.equals(group, opening.group())) {
            return new Opening(opening.contents(), group, opening.context());
        }
        return e.isNotFound() ? opening : new Opening(opening.contents(), group, Map.of());
    }

    /** What is posted in an agent's name may be answered 404 for the agent. */
    private boolean isSpeakerMissing(Posting posting) {
        String agent = posting.agent();
        return agent != null && !directory.isActiveAgent(agent);
    }

    /** Creating a conversation answers 404 for the topic or for the user. */
    private Outcome missing(Posting posting, Target target, FreshchatException e) {
        return freshchat.user(target.user()) == null
                ? forgotten(posting)
                : topics.gone(posting.account(), String.valueOf(e.getMessage()));
    }

    /** The same in the next lower form, where it was the form that Freshchat did not take: pictures as files, then files in words. */
    private List<Content> lower(Posting posting, List<Content> contents, FreshchatException refusal) {
        if (!refusal.isImageRefused() && !refusal.isPartRefused()) {
            return contents;
        }
        List<Content> lower = contents;
        if (refusal.isImageRefused()) {
            lower = media.asFiles(posting.files(), posting.account(), posting.said());
        }
        if (lower.equals(contents)) {
            lower = media.inWords(posting.files(), posting.account(), posting.said());
        }
        for (int i = 0; i < contents.size(); i++) {
            if (!lower.get(i).equals(contents.get(i))) {
                String detail = "Freshchat answered " + refusal.status();
                posting.lost(i, Loss.refused(Degrading.nameOf(contents.get(i)), detail));
            }
        }
        posting.keepFiles();
        return lower;
    }
}
