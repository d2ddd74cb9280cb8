package dev.byoc.internal.inbound;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatDirectory;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.internal.freshchat.ProfileDigest;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.message.Customer;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import java.util.Set;

/** Tells Freshchat when something of a customer's profile has changed, in a lane of its own: no message waits for that. */
public final class ProfileHandler {
    private final CustomerMap customers;
    private final FreshchatDirectory directory;
    private final Owners owners;

    public ProfileHandler(CustomerMap customers, FreshchatDirectory directory, Owners owners) {
        this.customers = customers;
        this.directory = directory;
        this.owners = owners;
    }

    /** What is to be stored with a message, as its sender's profile is another one than before. */
    Change changed(Account account, Customer customer, Link link, Entry entry) {
        String before = link.profile();
        String digest = ProfileDigest.after(before, account, customer);
        if (digest.equals(before)) {
            return Change.NONE;
        }
        Change change = Change.NONE.link(new LinkChange.Profile(account.id(), customer.id(), digest));
        // A user who was there before the customer's first message: an agent may have put another name there.
        Customer told =
                before == null ? customer.toBuilder().name(null).avatar(null).build() : customer;
        boolean nothing = told.name() == null
                && account.options().userProperties().of(told).isEmpty();
        return nothing
                ? change
                : change.entry(new NewEntry(
                        account.profile(customer.id()),
                        account.id() + " profile:" + entry.id(),
                        TaskCodec.write(new Task.Profile(told))));
    }

    /** What is to be stored with a user who is made, by what Freshchat has taken of the profile: the rest is told as a change. */
    static LinkChange made(Account account, Customer customer) {
        return new LinkChange.Profile(account.id(), customer.id(), ProfileDigest.after(null, account, customer));
    }

    /** Blanks what Freshchat shows of a customer who was forgotten. What it does not take of that is an operator's to do. */
    public Outcome blank(Account account, Task.BlankProfile blank) {
        try {
            FreshchatDirectory.Blanked blanked = directory.blank(
                    account,
                    blank.customer(),
                    blank.userId(),
                    user -> owners.isAnothers(user, account, blank.customer()));
            Change change = untold(account, blank.customer(), blanked.users());
            return blanked.left().isEmpty()
                    ? new Outcome.Done(change)
                    : new Outcome.DeadLettered(
                            "Freshchat keeps of a forgotten customer's profile: " + String.join("; ", blanked.left()),
                            change);
        } catch (FreshchatException e) {
            return FreshchatFailures.of(e, Call.UPDATE, Change.NONE);
        }
    }

    /** A message that came between was told with what is blank now: the next one tells all of it again. */
    private Change untold(Account account, String customer, Set<String> blanked) {
        Link link = customers.link(account.id(), customer);
        String user = link == null ? null : link.userId();
        return user == null || !blanked.contains(user)
                ? Change.NONE
                : Change.NONE.link(new LinkChange.Profile(account.id(), customer, ""));
    }

    /** Tells Freshchat the profile of now. */
    public Outcome tell(Account account, Task.Profile profile) {
        Link link = customers.link(account.id(), profile.customer().id());
        String user = link == null ? null : link.userId();
        if (user == null) {
            return new Outcome.Discarded("a profile of a customer without a user", Change.NONE);
        }
        try {
            directory.update(account, user, profile.customer());
            return new Outcome.Done(Change.NONE);
        } catch (FreshchatException e) {
            Outcome failed = FreshchatFailures.of(e, Call.UPDATE, Change.NONE);
            // A missing name harms no one: no dead letter for it.
            return failed instanceof Outcome.DeadLettered dead
                    ? new Outcome.Discarded(dead.why(), Change.NONE)
                    : failed;
        }
    }
}
