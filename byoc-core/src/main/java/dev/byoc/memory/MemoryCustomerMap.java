package dev.byoc.memory;

import dev.byoc.message.ReplyHandle;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The links of a {@link MemoryStore}, whose one lock guards them. */
final class MemoryCustomerMap implements CustomerMap {
    private final Object lock;
    private final Map<Key, Known> links = new HashMap<>();
    private final Map<String, Known> byConversation = new HashMap<>();
    private final Map<String, Known> byUser = new HashMap<>();

    MemoryCustomerMap(Object lock) {
        this.lock = lock;
    }

    /** Of which no caller was told yet. */
    private final List<Reading> readings = new ArrayList<>();

    private record Reading(Key of, String found) {}

    private record Key(String account, String customer) {}

    /** What is known of one customer, as it changes. */
    private static final class Known {
        private final Key key;
        private @Nullable String user;
        private @Nullable String conversation;
        private @Nullable String number;
        private @Nullable String lastRef;
        private @Nullable ReplyHandle handle;
        private @Nullable Instant resolvedAt;
        private @Nullable Instant stateAt;
        private @Nullable String context;
        private @Nullable String profile;
        private @Nullable Instant activeAt;
        private @Nullable Instant caughtUpTo;

        Known(Key key) {
            this.key = key;
        }

        Link link() {
            return new Link(
                    key.account(),
                    key.customer(),
                    user,
                    conversation,
                    number,
                    lastRef,
                    handle,
                    resolvedAt,
                    stateAt,
                    context,
                    profile,
                    activeAt,
                    caughtUpTo);
        }
    }

    @Override
    public @Nullable Link link(String account, String customer) {
        synchronized (lock) {
            Known known = links.get(new Key(account, customer));
            return known == null ? null : known.link();
        }
    }

    @Override
    public @Nullable Link byConversation(String id) {
        synchronized (lock) {
            Known known = byConversation.get(id);
            return known == null ? null : known.link();
        }
    }

    @Override
    public @Nullable Link byUser(String id) {
        synchronized (lock) {
            Known known = byUser.get(id);
            return known == null ? null : known.link();
        }
    }

    /** Those of conversations that are open as far as is known and were not read for this gap. */
    private Stream<Known> notCaughtUp(Instant gap) {
        return links.values().stream()
                .filter(known -> known.conversation != null && known.resolvedAt == null)
                .filter(known -> known.caughtUpTo == null || known.caughtUpTo.isBefore(gap));
    }

    private static boolean isActive(Known known, Instant since) {
        return known.activeAt != null && !known.activeAt.isBefore(since);
    }

    /** Those of them that were active since then, the latest first. */
    @Override
    public List<Link> notCaughtUp(Instant gap, Instant activeSince, int most) {
        synchronized (lock) {
            return notCaughtUp(gap)
                    .filter(known -> isActive(known, activeSince))
                    .map(Known::link)
                    .sorted(Comparator.comparing(
                                    Link::activeAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                            .reversed())
                    .limit(most)
                    .toList();
        }
    }

    /** How many of them were not active since then. */
    @Override
    public int inactive(Instant gap, Instant activeSince) {
        synchronized (lock) {
            return (int) notCaughtUp(gap)
                    .filter(known -> !isActive(known, activeSince))
                    .count();
        }
    }

    @Override
    public List<String> takeReadings() {
        synchronized (lock) {
            List<String> taken = readings.stream().map(Reading::found).toList();
            readings.clear();
            return taken;
        }
    }

    void forget(String account, String customer) {
        Key key = new Key(account, customer);
        Known known = links.remove(key);
        readings.removeIf(reading -> reading.of().equals(key));
        byConversation.values().removeIf(each -> each == known);
        byUser.values().removeIf(each -> each == known);
    }

    void apply(LinkChange change) {
        if (change instanceof LinkChange.State state) {
            apply(state);
        } else if (change instanceof LinkChange.Active
                || change instanceof LinkChange.CaughtUp
                || change instanceof LinkChange.WasRead) {
            touch((LinkChange.OfCustomer) change);
        } else if (change instanceof LinkChange.OfCustomer ofCustomer) {
            apply(ofCustomer, links.computeIfAbsent(new Key(ofCustomer.account(), ofCustomer.customer()), Known::new));
        }
    }

    /** Makes no link: the customer may have been forgotten meanwhile. */
    private void touch(LinkChange.OfCustomer change) {
        Known known = links.get(new Key(change.account(), change.customer()));
        if (known != null && change instanceof LinkChange.Active active) {
            known.activeAt = active.at();
        } else if (known != null && change instanceof LinkChange.CaughtUp caughtUp) {
            known.caughtUpTo = caughtUp.upTo();
        } else if (known != null && change instanceof LinkChange.WasRead read) {
            readings.add(new Reading(known.key, read.found()));
        }
    }

    private void apply(LinkChange.State state) {
        Known known = byConversation.get(state.anyConversationId());
        if (known == null) {
            return;
        }
        boolean current = state.anyConversationId().equals(known.conversation)
                || state.anyConversationId().equals(known.number);
        if (current) {
            apply(known, state.resolved(), state.at());
        }
    }

    private static void apply(Known known, boolean resolved, @Nullable Instant at) {
        if (at != null && (known.stateAt == null || at.isAfter(known.stateAt))) {
            known.resolvedAt = resolved ? at : null;
            known.stateAt = at;
        }
    }

    private void apply(LinkChange.OfCustomer change, Known known) {
        if (change instanceof LinkChange.User user) {
            known.user = user.userId();
            if (user.userId() != null) {
                byUser.put(user.userId(), known);
            }
        } else if (change instanceof LinkChange.Conversation conversation) {
            if (conversation.id() == null || !conversation.id().equals(known.conversation)) {
                // Another conversation starts open.
                known.resolvedAt = null;
                known.stateAt = null;
            }
            known.conversation = conversation.id();
            known.number = conversation.number();
            known.lastRef = conversation.lastRef();
            remember(conversation.id(), known);
            remember(conversation.number(), known);
        } else if (change instanceof LinkChange.Seen seen) {
            known.conversation = known.conversation == null ? seen.id() : known.conversation;
            boolean current = seen.id().equals(known.conversation);
            known.number = current && known.number == null ? seen.otherId() : known.number;
            remember(seen.id(), known);
            remember(seen.otherId(), known);
        } else if (change instanceof LinkChange.Posted posted) {
            known.lastRef = posted.lastRef();
            apply(known, false, posted.opened());
        } else if (change instanceof LinkChange.Handle handle) {
            known.handle = isOlder(handle.handle(), known.handle) ? known.handle : handle.handle();
        } else if (change instanceof LinkChange.HandleSpent spent) {
            boolean current = known.handle != null && known.handle.value().equals(spent.value());
            known.handle = current ? null : known.handle;
        } else if (change instanceof LinkChange.Context context) {
            known.context = context.text();
        } else if (change instanceof LinkChange.Profile profile) {
            known.profile = profile.digest();
        }
    }

    /** Sessions go by the network's clock, what serves once by our own, which may be put back: there the last to come is the newest. */
    private static boolean isOlder(ReplyHandle handle, @Nullable ReplyHandle known) {
        return known != null
                && known.expires() != null
                && handle.expires() != null
                && !handle.once()
                && handle.expires().isBefore(known.expires());
    }

    private void remember(@Nullable String conversationId, Known known) {
        if (conversationId != null) {
            byConversation.put(conversationId, known);
        }
    }
}
