package dev.byoc.internal.admin;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.inbound.ProfileHandler;
import dev.byoc.internal.media.InboundMedia;
import dev.byoc.internal.task.FreshchatKeys;
import dev.byoc.internal.task.Task;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.Timeline;
import dev.byoc.store.spi.DeadLetters;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.RelayStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators ask of the store: dead letters, replays, timelines, erasure. */
public final class Archive {
    private static final Logger log = LoggerFactory.getLogger(Archive.class);

    private static final int MOST = 1_000;

    /** As long as one may take to erase what a person wants erased; an operator who has lost messages asks sooner. */
    static final Duration REQUESTS_KEPT = Duration.ofDays(30);

    private static final Duration ERASURE = Duration.ofHours(1);

    /** How often {@link #isErasureDue} is to be asked. */
    public static final Duration GLANCE = Duration.ofMillis(250);

    private final RelayStore store;
    private final Dispatcher dispatcher;
    private final InboundMedia media;
    private final Collection<Account> accounts;
    private final Clock clock;
    private volatile Instant erasedAt = Instant.MIN;

    public Archive(
            RelayStore store, Dispatcher dispatcher, InboundMedia media, Collection<Account> accounts, Clock clock) {
        this.store = store;
        this.dispatcher = dispatcher;
        this.media = media;
        this.accounts = accounts;
        this.clock = clock;
    }

    public List<DeadLetter> deadLetters(DeadLetterFilter filter) {
        return store.deadLetters().find(filter, MOST);
    }

    public List<DeadLetter> replayable(DeadLetterFilter filter) {
        return store.deadLetters().replayable(filter, MOST);
    }

    public ReplayResult replay(long deadLetter, ReplayMode mode) {
        DeadLetters.Replayed replayed = store.deadLetters().replay(deadLetter, mode);
        dispatcher.take(replayed.claims());
        return replayed.outcome();
    }

    public List<DeadLetter> replayAll(DeadLetterFilter filter) {
        return replayable(filter).stream()
                .filter(letter -> replay(letter.id(), ReplayMode.REFUSE_DUPLICATE) == ReplayResult.REPLAYED)
                .toList();
    }

    public boolean discard(long deadLetter) {
        return store.deadLetters().discard(deadLetter, "by an operator");
    }

    public int discardAll(DeadLetterFilter filter) {
        int discarded = 0;
        List<DeadLetter> letters;
        do {
            letters = store.deadLetters().find(filter, MOST);
            discarded += (int)
                    letters.stream().filter(letter -> discard(letter.id())).count();
        } while (letters.size() == MOST);
        return discarded;
    }

    public boolean isErasureDue() {
        Instant now = clock.instant();
        return now.isBefore(erasedAt) || !now.minus(ERASURE).isBefore(erasedAt);
    }

    /** Erases old requests that could not be read: nothing tells whose they are, so no {@link #forget} reaches them. */
    public void eraseOldRequests() {
        erasedAt = clock.instant();
        DeadLetterFilter old = DeadLetterFilter.ALL
                .party(Task.RawRequest.PARTY)
                .until(store.journal().now().minus(REQUESTS_KEPT));
        int erased = 0;
        int some;
        do {
            some = (int) store.deadLetters().find(old, MOST).stream()
                    // A customer of an account with bare ids may have the name of that lane.
                    .filter(letter -> letter.eventKey().startsWith(Task.RawRequest.keyOf(letter.account(), "")))
                    .filter(letter -> store.deadLetters().discard(letter.id(), "not replayed for too long"))
                    .count();
            erased += some;
        } while (some == MOST);
        if (erased > 0) {
            log.warn(
                    "{} requests that could not be read are erased, as they were not replayed for {} days",
                    erased,
                    REQUESTS_KEPT.toDays());
        }
    }

    public List<Timeline> timeline(String id) {
        Set<String> keys = new HashSet<>(Set.of(id, "message:" + id, "adopted:" + id));
        for (Account account : accounts) {
            keys.add(account.id() + " message:" + id);
            // Channels tell kinds of ids apart by a word before them; for messages it is this one.
            keys.add(account.id() + " message:message:" + id);
            keys.add("host:" + account.id() + ":" + id);
        }
        return store.journal().timeline(keys, id);
    }

    public int forget(Account account, String customer) {
        Lane inbound = account.inbound(customer);
        List<Lane> lanes =
                new ArrayList<>(List.of(inbound, account.outbound(customer), ProfileHandler.lane(account, customer)));
        Link link = store.customers().link(account.id(), customer);
        if (link != null) {
            // What waits there is of this customer alone, as a conversation is.
            Stream.of(link.conversation(), link.conversationNumber())
                    .filter(Objects::nonNull)
                    .forEach(id -> lanes.add(FreshchatKeys.waitingRoom(List.of(id))));
        }
        int erased = store.forget(account.id(), customer, lanes);
        media.forget(inbound);
        return erased;
    }
}
