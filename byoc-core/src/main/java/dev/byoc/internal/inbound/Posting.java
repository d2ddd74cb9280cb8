package dev.byoc.internal.inbound;

import dev.byoc.event.Loss;
import dev.byoc.freshchat.FreshchatMessage.Voice;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.AccountOptions;
import dev.byoc.internal.account.ConversationPolicy;
import dev.byoc.internal.checkpoint.Doubt;
import dev.byoc.internal.checkpoint.PostCheckpoint;
import dev.byoc.internal.checkpoint.PostCheckpoint.Call;
import dev.byoc.internal.checkpoint.Progress;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.SameWords;
import dev.byoc.internal.media.Brought;
import dev.byoc.internal.render.Preface;
import dev.byoc.internal.task.Task;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Link;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a customer's message, or at what the host has said to a customer: where it goes, and how far it has come. Used by one
 * thread.
 */
final class Posting {
    private final Attempt attempt;
    private final Account account;
    private final Task.Post post;
    private final List<Content> said;
    private final Voice voice;
    private final Progress<PostCheckpoint> progress;
    private final Brought files;
    private Link link;
    private boolean reopensNow;

    Posting(
            Attempt attempt,
            Account account,
            Task.Post post,
            Voice voice,
            Progress<PostCheckpoint> progress,
            Brought files,
            Link link) {
        this.attempt = attempt;
        this.account = account;
        this.post = post;
        this.said = Preface.before(post.contents(), post.quote(), post.forward(), account.agentWording());
        this.voice = voice;
        this.progress = progress;
        this.files = files;
        this.link = link;
    }

    Account account() {
        return account;
    }

    Voice voice() {
        return voice;
    }

    /** The agent in whose name it is said, openly or as a note; null: in no agent's. */
    @Nullable
    String agent() {
        if (voice instanceof Voice.Agent named) {
            return named.id();
        }
        return voice instanceof Voice.Note note ? note.agent() : null;
    }

    boolean isByCustomer() {
        return voice instanceof Voice.Customer;
    }

    /** What becomes of it where the conversation was resolved: what the host has said begins no new one beside it, and a note opens none. */
    ConversationPolicy policy() {
        ConversationPolicy ofAccount = account.options().conversations();
        boolean opens = voice instanceof Voice.Agent && ofAccount instanceof ConversationPolicy.Reopen;
        return isByCustomer() || opens ? ofAccount : new ConversationPolicy.Reuse();
    }

    /** Freshchat does not take what is said in this voice. */
    Outcome voiceRefused(String why) {
        return new Outcome.DeadLettered(why + "; see the setting '" + AccountOptions.SENT_FROM_CODE + "'", Change.NONE);
    }

    /** As the messenger has told of the customer with the message and before it. */
    Customer customer() {
        Customer told = post.customer();
        return told.source() == null && link.context() != null
                ? told.toBuilder().source(link.context()).build()
                : told;
    }

    String customerId() {
        return post.customer().id();
    }

    Entry entry() {
        return attempt.entry();
    }

    /** As the customer has said it, behind what it answers. */
    List<Content> said() {
        return said;
    }

    Brought files() {
        return files;
    }

    /** As it is posted, as far as its files are brought. */
    List<Content> contents() {
        return files.of(said);
    }

    /** To look for it, should an earlier call have posted it; before a restart the agents' language may have been another. */
    List<SameWords> words() {
        return account.options().words().everOfAgents().stream()
                .map(wording -> new SameWords(
                        files.of(Preface.before(post.contents(), post.quote(), post.forward(), wording)), wording))
                .toList();
    }

    Link link() {
        return link;
    }

    /** What is known of the customer has changed; null: a store keeps no link. */
    void linked(@Nullable Link now) {
        link = now == null ? Link.of(account.id(), customerId()) : now;
    }

    /** Those of its user's conversations that are no other customer's: two accounts may have the user in common. */
    List<String> notAnothers(List<String> conversations, CustomerMap customers) {
        return conversations.stream()
                .filter(conversation -> {
                    Link known = customers.byConversation(conversation);
                    return known == null
                            || (known.account().equals(account.id())
                                    && known.customer().equals(customerId()));
                })
                .toList();
    }

    /** The conversation's status is about to be set to new: should this attempt end there, the next one is to know. */
    void reopens() {
        reopensNow = true;
        if (!isReopened()) {
            progress.note(progress.now().reopens());
            progress.keep(Change.NONE);
        }
    }

    /** Whether this attempt has set it. */
    boolean reopensNow() {
        return reopensNow;
    }

    /** Whether it was set, or may have been. */
    boolean isReopened() {
        return progress.now().reopened();
    }

    PostCheckpoint checkpoint() {
        return progress.now();
    }

    boolean isUnsettled() {
        return progress.isUnsettled();
    }

    void lost(Loss loss) {
        progress.lost(loss);
    }

    /** Something is lost of one content, behind what was lost of its files before. */
    void lost(int number, Loss loss) {
        files.losses().forEach(progress::lost);
        progress.lost(number, loss);
    }

    /** Right before a call that must not be made twice. */
    void check() {
        attempt.check();
    }

    /** Stores what was learnt. */
    void keep(Change change) {
        attempt.keep(change);
    }

    /** Stores what has become of its files: after a crash the message is looked for as it was posted. */
    void keepFiles() {
        if (!files.state().equals(progress.now().files())) {
            progress.note(progress.now().files(files.state()));
            progress.keep(Change.NONE);
        }
    }

    /** Stores that the last call was not done; which one it was is known still. */
    void keepNotDone() {
        PostCheckpoint now = progress.now();
        progress.settled(now.call(now.call(), Doubt.BROKE_OFF));
        progress.keep(Change.NONE);
    }

    /** Stores what was learnt, and that nothing is in doubt. */
    void keepSettled(Change change) {
        progress.settled(progress.now().settled());
        progress.keep(change);
    }

    /** Stores what was learnt, and which call is made next; unless that is stored already. */
    void keepNext(Call call, Change change) {
        if (!call.equals(progress.now().call()) || !change.equals(Change.NONE)) {
            progress.settled(progress.now().call(call, Doubt.BROKE_OFF));
            progress.keep(change);
        }
    }

    /** That call may have been done. */
    void inDoubt(Call call, Doubt why) {
        progress.unsettled(progress.now().call(call, why));
    }

    /** It was looked for, and not found yet. */
    void looked() {
        progress.unsettled(progress.now().looked());
    }

    /** The outcome with how far this attempt has come. */
    Outcome ended(Outcome outcome) {
        files.losses().forEach(progress::lost);
        if (outcome instanceof Outcome.Again) {
            progress.note(progress.now().files(files.state()));
        }
        return progress.ended(outcome);
    }
}
