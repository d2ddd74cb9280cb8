package dev.byoc.internal.inbound;

import dev.byoc.Direction;
import dev.byoc.Visible;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatDirectory;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.message.Customer;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;

/** Tells Freshchat when a customer's name or picture has changed, in a lane of its own: no message waits for that. */
public final class ProfileHandler {
    private final CustomerMap customers;
    private final FreshchatDirectory directory;

    public ProfileHandler(CustomerMap customers, FreshchatDirectory directory) {
        this.customers = customers;
        this.directory = directory;
    }

    /** What is to be stored with a message, as its sender's profile is another one than before. */
    Change changed(Account account, Customer customer, Link link, Entry entry) {
        String name = customer.name();
        if (name == null || Visible.isBlank(name)) {
            return Change.NONE;
        }
        String digest = FreshchatDirectory.digest(customer);
        if (digest.equals(link.profile())) {
            return Change.NONE;
        }
        Change change = Change.NONE.link(new LinkChange.Profile(account.id(), customer.id(), digest));
        if (link.profile() == null) {
            // The user was made from this profile, or an agent has put another name there.
            return change;
        }
        return change.entry(new NewEntry(
                lane(account, customer.id()),
                account.id() + " profile:" + entry.id(),
                TaskCodec.write(new Task.Profile(customer))));
    }

    /** Where a customer's profiles wait. */
    public static Lane lane(Account account, String customer) {
        return new Lane(Direction.INBOUND, account.id(), "profile " + account.reference(customer));
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
