package dev.byoc.relay;

import dev.byoc.Direction;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.message.Customer;
import dev.byoc.store.Change;
import dev.byoc.store.Entry;
import dev.byoc.store.Lane;
import dev.byoc.store.Link;
import dev.byoc.store.LinkChange;
import dev.byoc.store.NewEntry;
import dev.byoc.store.RelayStore;

/** Tells Freshchat when a customer's name or picture has changed, in a lane of its own: no message waits for that. */
final class ProfileFlow {
    private final RelayStore store;
    private final Directory directory;

    ProfileFlow(RelayStore store, Directory directory) {
        this.store = store;
        this.directory = directory;
    }

    /** What is to be stored with a message, as its sender's profile is another one than before. */
    Change changed(Account account, Customer customer, Link link, Entry entry) {
        String name = customer.name();
        if (name == null || name.isBlank()) {
            return Change.NONE;
        }
        String digest = Directory.digest(customer);
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
                WorkCodec.write(new Work.Profile(customer))));
    }

    /** Where a customer's profiles wait. */
    static Lane lane(Account account, String customer) {
        return new Lane(Direction.INBOUND, account.id(), "profile " + account.reference(customer));
    }

    /** Tells Freshchat the profile of now. */
    Step tell(Account account, Work.Profile profile) {
        Link link = store.link(account.id(), profile.customer().id());
        String user = link == null ? null : link.userId();
        if (user == null) {
            return new Step.Dropped("a profile of somebody without a user", Change.NONE);
        }
        try {
            directory.update(account, user, profile.customer());
            return new Step.Done(Change.NONE);
        } catch (FreshchatException e) {
            Step failed = Failures.of(e, Call.UPDATE, Change.NONE);
            // Nobody misses a name: no dead letter for it.
            return failed instanceof Step.Buried buried ? new Step.Dropped(buried.why(), Change.NONE) : failed;
        }
    }
}
