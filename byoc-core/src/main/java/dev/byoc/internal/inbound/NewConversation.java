package dev.byoc.internal.inbound;

import dev.byoc.freshchat.ConversationDraft;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatConversation;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage.Voice;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.checkpoint.PostCheckpoint.Call;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatDirectory;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.message.Content;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.LinkChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Begins a conversation with a message. What else Freshchat does not take of its beginning costs no message. Thread-safe. */
public final class NewConversation {
    private final FreshchatClient freshchat;
    private final FreshchatDirectory directory;
    private final LowerForms forms;
    private final AccountTopics topics;
    private final PostedMessage posted;

    public NewConversation(
            FreshchatClient freshchat,
            FreshchatDirectory directory,
            LowerForms forms,
            AccountTopics topics,
            PostedMessage posted) {
        this.freshchat = freshchat;
        this.directory = directory;
        this.forms = forms;
        this.topics = topics;
        this.posted = posted;
    }

    /**
     * Into a new conversation.
     *
     * @param before the user's conversations
     */
    Outcome create(Posting posting, Target target, List<String> before) {
        String group = topics.group(posting.account());
        posting.keepNext(new Call.Create(before), Change.NONE);
        return create(posting, target, before, new Opening(posting.contents(), group, context(posting)));
    }

    private static Map<String, String> context(Posting posting) {
        return posting.account().options().contextProperties(posting.link().context());
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
                return directory.isMissing(posting.agent())
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
            // With all that was left out for the refusals before, as they may have been of the file.
            return forms.orLower(
                    posting,
                    opening.contents(),
                    e,
                    FreshchatFailures.of(e, HttpOutcome.Call.CREATE_CONVERSATION, Change.NONE),
                    again -> create(posting, target, before, new Opening(again, opening.group(), context(posting))));
        }
    }

    /** Its id of the other family. */
    static @Nullable String numberOf(FreshchatConversation conversation) {
        return conversation.ids().size() > 1 ? conversation.ids().get(1) : null;
    }

    /** How else it may begin; the same: in no other way. A group or a context that Freshchat does not take costs no message. */
    private Opening afterRefusal(Posting posting, Opening opening, FreshchatException e) {
        List<Content> lower = forms.lower(posting, opening.contents(), e);
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

    /** Creating a conversation answers 404 for the topic or for the user. */
    private Outcome missing(Posting posting, Target target, FreshchatException e) {
        return freshchat.user(target.user()) == null
                ? forgotten(posting)
                : topics.gone(posting.account(), String.valueOf(e.getMessage()));
    }

    /** With the user went the conversations, and whatever may have been posted there. */
    static Outcome forgotten(Posting posting) {
        String account = posting.account().id();
        posting.keepSettled(Change.NONE
                .link(new LinkChange.User(account, posting.customerId(), null))
                .link(new LinkChange.Conversation(account, posting.customerId(), null, null, null)));
        return new Outcome.Retry(null, Outcome.Fault.ENTRY, "Freshchat has forgotten the user", Change.NONE);
    }
}
