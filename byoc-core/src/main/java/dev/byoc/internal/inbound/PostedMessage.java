package dev.byoc.internal.inbound;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.ConversationPolicy;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.gap.Activity;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.notes.NoteEchoFilter;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is stored once a customer's message, or what the host has said to a customer, is in Freshchat. Thread-safe. */
public final class PostedMessage {
    private final InstantSource storeTime;
    private final AccountTopics topics;
    private final ProfileHandler profiles;
    private final Gaps gaps;
    private final AgentNotes notes;
    private final NoteEchoFilter own;

    public PostedMessage(
            InstantSource storeTime,
            AccountTopics topics,
            ProfileHandler profiles,
            Gaps gaps,
            AgentNotes notes,
            NoteEchoFilter own) {
        this.storeTime = storeTime;
        this.topics = topics;
        this.profiles = profiles;
        this.gaps = gaps;
        this.notes = notes;
        this.own = own;
    }

    /** Where a message is: its conversation, the id of that of the other family, and its own id. */
    record Place(
            String conversation,
            @Nullable String number,
            @Nullable String message) {}

    /** The message began a conversation. */
    Outcome inNewConversation(Posting posting, Place place) {
        Outcome ended = in(posting, place, true);
        return posting.link().conversation() == null
                ? ended.and(gaps.begun(posting.account().id(), posting.customerId()))
                : ended;
    }

    /** A customer's message is delivered then; what the host has said had been delivered before, and is no message a second time. */
    Outcome in(Posting posting, Place place) {
        return in(posting, place, false);
    }

    private Outcome in(Posting posting, Place place, boolean isNew) {
        Account account = posting.account();
        topics.works(account);
        String customer = posting.customerId();
        Link link = posting.link();
        String message = place.message();
        Change change = ref(posting, place);
        boolean same = link.leadsTo(place.conversation());
        if (!same) {
            change = change.link(new LinkChange.Conversation(
                            account.id(), customer, place.conversation(), place.number(), message))
                    .trace("conversation made", place.conversation());
        } else if (message != null) {
            change = change.link(new LinkChange.Posted(account.id(), customer, message, opened(posting)));
        } else {
            Instant opened = opened(posting);
            change = opened == null ? change : change.link(new LinkChange.State(place.conversation(), false, opened));
        }
        change = change.and(Activity.at(storeTime.instant(), account.id(), customer, link));
        if (posting.isByCustomer()) {
            // What the host has said tells nothing of the customer, and must not pass for what Freshchat was told.
            change = change.and(profiles.changed(account, posting.customer(), link, posting.entry()));
        }
        if (link.context() != null) {
            String key = "context:" + posting.entry().id();
            change = change.link(new LinkChange.Context(account.id(), customer, null));
            List<NewEntry> told = isNew
                    ? List.of(notes.cameWith(account, customer, key, link.context()))
                    : notes.context(account, customer, key, link.context());
            for (NewEntry each : told) {
                change = change.entry(each);
            }
        }
        return posting.isByCustomer()
                ? new Outcome.Delivered(message == null ? List.of() : List.of(message), change)
                : new Outcome.Done(change);
    }

    /**
     * A customer's message opens a resolved conversation, as does what is posted after its status was set to new: the webhook that says so may
     * be late, or never come. It keeps an open one open, as a resolve of before may be told late. From when on, so that no older event
     * resolves it again; null: it opens none.
     */
    private static @Nullable Instant opened(Posting posting) {
        Instant resolvedAt = posting.link().resolvedAt();
        // The time of the entry and not that of the post, which an agent may have answered already.
        Instant said = posting.entry().at();
        if (resolvedAt == null) {
            // A resolve of the same moment is an answer to it.
            return posting.isByCustomer() ? said.minusMillis(1) : null;
        }
        boolean opens =
                posting.isByCustomer() || posting.isReopened() || posting.policy() instanceof ConversationPolicy.Reopen;
        if (!opens) {
            return null;
        }
        return said.isAfter(resolvedAt) ? said : resolvedAt.plusMillis(1);
    }

    private Change ref(Posting posting, Place place) {
        String message = place.message();
        if (message == null) {
            return Change.NONE.ref(place.conversation());
        }
        return posting.isByCustomer() ? Change.NONE.ref(message) : Change.NONE.posted(own.posted(message));
    }
}
