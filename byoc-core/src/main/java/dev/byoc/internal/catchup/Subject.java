package dev.byoc.internal.catchup;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Owners;
import dev.byoc.store.spi.Link;
import java.util.List;

/** Whose conversation was read. */
record Subject(Account account, Link link, List<String> conversations) {
    /**
     * With all ids of the conversation that are known: Freshchat may take it by one of them alone, and an event may name it by the other.
     *
     * @param named by what is to be read
     */
    static Subject of(Account account, Link link, List<String> named) {
        return new Subject(account, link, link.conversationIds(named));
    }

    Owners.Customer customer() {
        return new Owners.Customer(account, link.customer());
    }

    boolean isCurrent() {
        return conversations.contains(String.valueOf(link.conversation()));
    }

    /** The conversation by one id, whichever of the two it was asked for by. */
    String name() {
        return isCurrent() ? String.valueOf(link.conversation()) : conversations.get(0);
    }

    /** The conversation among those of all accounts. */
    String key() {
        return account.id() + " " + name();
    }
}
