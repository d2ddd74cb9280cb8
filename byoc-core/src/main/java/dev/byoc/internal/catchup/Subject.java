package dev.byoc.internal.catchup;

import dev.byoc.internal.account.Account;
import dev.byoc.store.spi.Link;
import java.util.List;

/** Whose conversation was read. */
record Subject(Account account, Link link, List<String> conversations) {
    boolean isCurrent() {
        return conversations.contains(String.valueOf(link.conversation()));
    }

    /** The conversation by one id, whichever of the two it was asked for by. */
    String name() {
        return isCurrent() ? String.valueOf(link.conversation()) : conversations.get(0);
    }
}
