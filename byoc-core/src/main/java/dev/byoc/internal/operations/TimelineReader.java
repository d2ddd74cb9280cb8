package dev.byoc.internal.operations;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Accounts;
import dev.byoc.store.Timeline;
import dev.byoc.store.spi.RelayStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what happened to a message, by any id that an operator may have of it, and to those of a customer. Thread-safe. */
public final class TimelineReader {
    private static final int MOST = 1_000;

    private final RelayStore store;
    private final Accounts accounts;
    private final Set<String> names;

    /** @param names of all of the accounts */
    public TimelineReader(RelayStore store, Accounts accounts, Set<String> names) {
        this.store = store;
        this.accounts = accounts;
        this.names = Set.copyOf(names);
    }

    public List<Timeline> read(String id) {
        Set<String> keys = new HashSet<>(Set.of(id, "message:" + id, "adopted:" + id));
        for (String account : names) {
            keys.add(account + " message:" + id);
            // Channels tell kinds of ids apart by a word before them; for messages it is this one.
            keys.add(account + " message:message:" + id);
            keys.add("host:" + account + ":" + id);
        }
        return store.journal().timeline(keys, id);
    }

    /** The newest first. */
    public List<Timeline> ofCustomer(String name, String customer, int most) {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("from 1 to " + MOST + " timelines are read at a time");
        }
        Account account = accounts.named(name);
        return store.journal()
                .timelines(CustomerLanes.of(account, customer, store.customers().link(account.id(), customer)), most);
    }
}
