package dev.byoc.internal.operations;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.task.FreshchatKeys;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every lane in which something of a customer may wait, or has waited. */
final class CustomerLanes {
    private CustomerLanes() {}

    /** @param link null: the customer has never been told to Freshchat, or is forgotten */
    static List<Lane> of(Account account, String customer, @Nullable Link link) {
        List<Lane> lanes = new ArrayList<>(
                List.of(account.inbound(customer), account.outbound(customer), account.profile(customer)));
        if (link != null) {
            // What waits there is of this customer alone, as a conversation is.
            link.conversationIds().forEach(id -> lanes.add(FreshchatKeys.waitingRoom(List.of(id))));
        }
        return lanes;
    }
}
