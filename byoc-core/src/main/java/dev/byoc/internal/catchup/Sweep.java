package dev.byoc.internal.catchup;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.catchup.ConversationReader.Failure;
import dev.byoc.internal.catchup.ConversationReader.Read;
import dev.byoc.internal.dispatch.Backoff;
import dev.byoc.internal.dispatch.CircuitBreaker;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.gap.Gap;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.task.FreshchatKeys;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.SharedSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a gap in the webhooks: reads the conversations that may hold answers without a webhook, those with the latest activity first,
 * behind the live traffic and slowly. What was read is kept in the links, so that another host or a later process continues from there. One
 * host at a time does this; should two, each answer is stored once all the same.
 */
public final class Sweep {
    private static final Duration GLANCE = Duration.ofMillis(100);

    private static final Logger log = LoggerFactory.getLogger(Sweep.class);

    private static final String LOCK = "sweep";
    private static final Duration LOCK_FOR = Duration.ofMinutes(2);

    /** Less than the lock lasts by so much as a reading may take. */
    private static final Duration WORK_FOR = Duration.ofSeconds(60);

    private static final Duration REST = Duration.ofMinutes(1);
    private static final Duration LONGEST_REST = CircuitBreaker.LONGEST_PAUSE;

    /** While webhooks are still refused, sweeps follow each other no faster. */
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);

    private static final int AT_ONCE = 50;
    private static final int TRIES = 3;

    private final Journal journal;
    private final CustomerMap customers;
    private final SharedSettings settings;
    private final Map<String, Account> accounts;
    private final Gaps gaps;
    private final ConversationReader reader;
    private final CatchUp catchUp;
    private final Dispatcher dispatcher;
    private final Acceptor acceptor;
    private final ClosingEvents events;
    private final CatchUpPolicy policy;
    private final Clock clock;
    private final Pace pace;
    private final AtomicBoolean working = new AtomicBoolean();
    private volatile Instant restsUntil = Instant.MIN;
    private volatile boolean ended;

    /** When to tell what was read for a gap that is swept already. */
    private volatile Instant furtherAt = Instant.MIN;

    // Used by the one worker that sweeps.
    private final ArrayDeque<Link> next = new ArrayDeque<>();
    private final Set<String> passedOver = new HashSet<>();

    /** Of these: those that neither were read nor could not be. */
    private final Set<String> leftToOthers = new HashSet<>();

    private final Map<String, Integer> failures = new HashMap<>();

    /** What the store has answered to its asking; null: this host has no lock. */
    private @Nullable Instant lock;

    /** By this machine's clock. */
    private Instant worksUntil = Instant.MIN;

    private @Nullable Gap gap;

    public Sweep(
            Journal journal,
            CustomerMap customers,
            SharedSettings settings,
            Map<String, Account> accounts,
            Gaps gaps,
            ConversationReader reader,
            CatchUp catchUp,
            Dispatcher dispatcher,
            Acceptor acceptor,
            Reports reports,
            CatchUpPolicy policy,
            Clock clock) {
        this.journal = journal;
        this.customers = customers;
        this.settings = settings;
        this.accounts = accounts;
        this.gaps = gaps;
        this.reader = reader;
        this.catchUp = catchUp;
        this.dispatcher = dispatcher;
        this.acceptor = acceptor;
        this.events = new ClosingEvents(customers, reports);
        this.policy = policy;
        this.clock = clock;
        this.pace = new Pace(clock, policy.callsPerSecond());
    }

    /** Webhooks are taken from now on; conversations are read where some were missed. */
    public void start(Background background) {
        gaps.start();
        background.every(Gaps.BEAT, gaps::beat);
        background.whenever(GLANCE, this::isDue, this::work);
    }

    /** Whether {@link #work} has something to do now. Does no I/O. */
    private boolean isDue() {
        return !working.get() && isRested() && (gaps.isPending() || events.isDue() || isFurtherDue() || hasToSweep());
    }

    private boolean hasToSweep() {
        return maySweep() && gaps.due(longestWait()) != null;
    }

    private boolean isFurtherDue() {
        return Gaps.isOver(furtherAt, clock.instant(), BETWEEN_SWEEPS);
    }

    private Duration longestWait() {
        return policy.after().compareTo(BETWEEN_SWEEPS) > 0 ? policy.after() : BETWEEN_SWEEPS;
    }

    private boolean isRested() {
        return Gaps.isOver(restsUntil, clock.instant(), LONGEST_REST);
    }

    private boolean maySweep() {
        return !ended && isRested() && dispatcher.hasRoomAtFreshchat() && pace.allows();
    }

    /** Does what may be done now; nothing while another worker does, however long the store takes. */
    private void work() {
        if (!working.compareAndSet(false, true)) {
            return;
        }
        try {
            gaps.store();
            events.tell();
            // Without need no lock is taken: a process that dies with it leaves the next one waiting.
            if (hasToSweep()) {
                sweep();
            }
            if (isFurtherDue()) {
                tellFurther();
            }
        } catch (StoreException e) {
            log.debug("the store does not let conversations be read after a gap: {}", e.getMessage());
            rest(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            working.set(false);
            if (ended) {
                giveBack();
            }
        }
    }

    /** Reads nothing more, and leaves the rest to another host at once. A worker that still reads does so when it is done. */
    public void end() {
        ended = true;
        giveBack();
    }

    private void giveBack() {
        if (!working.compareAndSet(false, true)) {
            return;
        }
        try {
            unlock();
        } catch (StoreException e) {
            log.debug("the lock of the search for missed answers ends by itself: {}", e.getMessage());
        } finally {
            working.set(false);
        }
    }

    private void sweep() throws InterruptedException {
        while (!ended && pace.allows() && dispatcher.hasRoomAtFreshchat() && holdsLock()) {
            Gap now = gap == null ? begin() : gap;
            if (now == null) {
                unlock();
                return;
            }
            Link link = next(now);
            if (link == null) {
                finish(now);
                return;
            }
            if (!read(link, now)) {
                return;
            }
        }
    }

    private @Nullable Gap begin() {
        Gap due = gaps.due(longestWait());
        if (due != null) {
            gap = due;
            log.info("webhooks may have been missed since {}: reading conversations", due.from());
        }
        return due;
    }

    private void unlock() {
        Instant own = lock;
        if (own != null) {
            settings.unlock(LOCK, own);
        }
        lock = null;
    }

    private void forget() {
        gap = null;
        next.clear();
        passedOver.clear();
        leftToOthers.clear();
        failures.clear();
    }

    /** A lock is not renewed but taken anew, so that another host may have its turn. */
    private boolean holdsLock() {
        Instant now = clock.instant();
        if (lock != null && now.isBefore(worksUntil) && worksUntil.isBefore(now.plus(LOCK_FOR))) {
            return true;
        }
        unlock();
        lock = settings.lock(LOCK, LOCK_FOR);
        if (lock == null) {
            rest(Duration.ofSeconds(10));
            return false;
        }
        worksUntil = now.plus(WORK_FOR);
        // Another host may have read some of them meanwhile, or all.
        next.clear();
        if (gap != null && gaps.reloaded(gap)) {
            forget();
        }
        return true;
    }

    private @Nullable Link next(Gap now) {
        if (next.isEmpty()) {
            customers
                    .notCaughtUp(now.to(), now.from().minus(policy.activeWithin()), AT_ONCE + passedOver.size())
                    .stream()
                    .filter(link -> !passedOver.contains(key(link)))
                    .forEach(next::add);
        }
        return next.poll();
    }

    private static String key(Link link) {
        return link.account() + " " + link.customer();
    }

    /** Whether the sweep continues at once. */
    private boolean read(Link listed, Gap now) throws InterruptedException {
        Link link = customers.link(listed.account(), listed.customer());
        Account account = accounts.get(listed.account());
        List<String> conversations = link == null ? List.of() : conversations(link);
        if (link == null || account == null || isDone(link, now) || conversations.isEmpty()) {
            // Of no account here, forgotten meanwhile, or read before an answer that came.
            passedOver.add(key(listed));
            if (link != null && account == null) {
                leftToOthers.add(key(listed));
            }
            return true;
        }
        try {
            Read read = reader.read(conversations, now, this::awaitTurn);
            found(new Subject(account, link, conversations), read, now);
            return true;
        } catch (FreshchatException e) {
            return failed(account, link, now, e);
        }
    }

    /** Read for this gap, or forgotten. */
    private static boolean isDone(@Nullable Link link, Gap now) {
        return link == null || (link.caughtUpTo() != null && !link.caughtUpTo().isBefore(now.to()));
    }

    /** Both ids, as an account may know a conversation by one of them alone. */
    private static List<String> conversations(Link link) {
        String id = link.conversation();
        String number = link.conversationNumber();
        return id == null ? List.of() : number == null ? List.of(id) : List.of(id, number);
    }

    private void found(Subject subject, Read read, Gap now) {
        CatchUp.Found found = catchUp.of(subject, read, now, null);
        Link link = subject.link();
        boolean waits = subject.conversations().stream()
                .anyMatch(id -> !journal.isIdle(FreshchatKeys.waitingRoom(List.of(id))));
        if (waits || isDone(customers.link(link.account(), link.customer()), now)) {
            // What a webhook has told meanwhile reads the conversation itself and keeps the order, or has done so; or
            // it was forgotten.
            passedOver.add(key(link));
            if (waits) {
                leftToOthers.add(key(link));
            }
            return;
        }
        acceptor.accept(found.entries(), found.links());
    }

    private void change(LinkChange change) {
        journal.append(List.of(), List.of(change), dispatcher.paused());
    }

    private boolean failed(Account account, Link link, Gap now, FreshchatException e) {
        Failure failure = Failure.of(e);
        if (failure == Failure.GONE) {
            change(new LinkChange.CaughtUp(link.account(), link.customer(), now.to()));
            return true;
        }
        int times = failure == Failure.PERHAPS_ITS_OWN ? failures.merge(key(link), 1, Integer::sum) : 0;
        if (failure == Failure.FOR_GOOD || times >= TRIES) {
            passedOver.add(key(link));
            change(Finding.unreadable(new Subject(account, link, conversations(link))));
            return true;
        }
        next.addFirst(link);
        log.info("reading conversations after a gap rests: {}", e.getMessage());
        rest(e.retryAfter());
        return false;
    }

    private void awaitTurn() throws InterruptedException {
        while (!pace.takes()) {
            if (ended || Thread.interrupted()) {
                throw new InterruptedException("the relay stops");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private void rest(@Nullable Duration asked) {
        Duration believed = Backoff.believed(asked, LONGEST_REST);
        restsUntil = clock.instant().plus(believed == null ? REST : believed);
    }

    private void finish(Gap now) {
        int inactive = customers.inactive(now.to(), now.from().minus(policy.activeWithin()));
        gaps.swept(now, BETWEEN_SWEEPS);
        events.due(new ClosingEvents.Search(now.from(), leftToOthers.size(), inactive));
        forget();
        events.tell();
        unlock();
    }

    /**
     * What the sweep has left alone is read once something comes there, and what was found may not have been told when a process ended. Where
     * there is something to sweep, that tells.
     */
    private void tellFurther() {
        Gap last = gaps.swept();
        Instant own = last == null ? null : settings.lock(LOCK, LOCK_FOR);
        if (last != null && own != null) {
            try {
                events.tellFurther(last.from());
            } finally {
                settings.unlock(LOCK, own);
            }
        }
        furtherAt = clock.instant().plus(BETWEEN_SWEEPS);
    }
}
