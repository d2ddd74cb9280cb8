package dev.byoc.internal.gap;

import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.SharedSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows when webhooks of Freshchat may have been missed, and which conversations were not read since: this process was down or frozen, or
 * webhooks were refused. The store keeps it, for all hosts. Thread-safe.
 */
public final class Gaps {
    /** How often it is noted that webhooks are taken. */
    public static final Duration BEAT = Duration.ofMinutes(1);

    /** Older answers are not sent any more. */
    public static final Duration OLDEST = Duration.ofHours(24);

    private static final Logger log = LoggerFactory.getLogger(Gaps.class);

    private static final String GAP = "webhook gap";
    private static final String LISTENED = "webhooks taken until";
    private static final String SINCE = "messages known since";
    private static final Duration LOCK_FOR = Duration.ofSeconds(10);
    private static final Duration FROZEN = BEAT.multipliedBy(3);

    private final SharedSettings settings;
    private final Journal journal;
    private final CatchUpPolicy policy;
    private final Clock clock;

    /** Noticed, and not stored yet. */
    private final AtomicReference<@Nullable Pending> pending = new AtomicReference<>();

    private volatile @Nullable Gap gap;
    private volatile Instant knownSince = Instant.MIN;

    /** When the sweep for what is not swept may begin, by this machine's clock. */
    private volatile Instant dueAt = Instant.MAX;

    /** While webhooks are still refused, sweeps follow each other no faster. */
    private volatile Instant notBefore = Instant.MIN;

    /** When webhooks were last known to be taken: noted in the store, or one has come. */
    private final AtomicReference<@Nullable Instant> lastBeat = new AtomicReference<>();

    public Gaps(SharedSettings settings, Journal journal, CatchUpPolicy policy, Clock clock) {
        this.settings = settings;
        this.journal = journal;
        this.policy = policy;
        this.clock = clock;
    }

    /** In milliseconds, as the store keeps it. */
    private Instant now() {
        return Instant.ofEpochMilli(journal.now().toEpochMilli());
    }

    /** Before any webhook is taken: whatever came since the store was last used for them may have been missed. */
    public void open() {
        knownSince = time(settings.getOrPut(SINCE, text(now())));
        gap = counted(stored());
        String until = settings.get(LISTENED);
        if (until != null) {
            Instant last = time(until);
            // A clock that was put back does not tell how long it was.
            missed(last.isAfter(now()) ? now().minus(OLDEST) : last);
        }
    }

    /** Webhooks are taken from now on. */
    public void start() {
        if (pending.get() != null || isUnswept(gap)) {
            dueAt = clock.instant().plus(policy.after());
        }
        try {
            store();
            beat();
        } catch (StoreException e) {
            log.debug("a gap in the webhooks is stored later: {}", e.getMessage());
        }
    }

    /** Every {@link #BEAT}, while webhooks are taken. */
    public synchronized void beat() {
        Instant now = now();
        noticeFreeze(now);
        settings.put(LISTENED, text(now));
        lastBeat.set(now);
        gap = counted(stored());
        if (isUnswept(gap) && dueAt.equals(Instant.MAX)) {
            dueAt = soon();
        }
    }

    /**
     * Before a webhook is judged: after a freeze, such as that of a paused virtual machine, the first one may come before the next beat. Does
     * not block.
     */
    public void webhookCame() {
        noticeFreeze(now());
    }

    /** For longer than {@link #FROZEN} nothing was noted: the process was frozen, or the store did not take it. */
    private void noticeFreeze(Instant now) {
        Instant before = lastBeat.get();
        if (before != null && Duration.between(before, now).compareTo(FROZEN) > 0) {
            // In this order: a reader that finds the later time finds the gap too.
            missed(before);
            lastBeat.compareAndSet(before, now);
        }
    }

    /** No webhook is taken from now on, until the next start. */
    public void end() {
        try {
            store();
            settings.put(LISTENED, text(now()));
        } catch (StoreException e) {
            log.debug("until when webhooks were taken is known to the minute alone: {}", e.getMessage());
        }
    }

    /**
     * What Freshchat sent since then may have been missed, as because it was refused just now. Stores nothing yet, as it may be the store that
     * fails.
     */
    public void missed(Instant since) {
        if (policy.automatic()) {
            notice(since, false);
            if (dueAt.equals(Instant.MAX)) {
                dueAt = soon();
            }
        }
    }

    private Instant soon() {
        Instant soon = clock.instant().plus(policy.after());
        return soon.isBefore(notBefore) ? notBefore : soon;
    }

    private void notice(Instant since, boolean asked) {
        pending.accumulateAndGet(
                new Pending(since, asked),
                (before, fresh) -> before == null || fresh == null ? fresh : before.and(fresh));
    }

    /** From code: swept at once. A time outside of what the store can keep means the same as its bound. */
    public void add(Instant since) {
        Instant now = now();
        Instant from = since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since;
        notice(from.isAfter(now) ? now : from, true);
        store();
        dueAt = Instant.MIN;
        if (pending.get() != null) {
            throw new StoreException("another host stores a gap just now");
        }
    }

    public boolean isPending() {
        return pending.get() != null;
    }

    /** Stores what was noticed. */
    public synchronized void store() {
        Pending fresh = pending.get();
        Instant locked = fresh == null ? null : settings.lock(GAP, LOCK_FOR);
        if (fresh == null || locked == null) {
            return;
        }
        try {
            Instant now = now();
            Gap before = stored();
            Gap known = before == null || counts(before) ? before : before.forgotten();
            Gap next = Gap.until(now, fresh.from, fresh.asked, known, now.minus(OLDEST));
            settings.put(GAP, next.text());
            gap = next;
            pending.compareAndSet(fresh, null);
        } finally {
            settings.unlock(GAP, locked);
        }
    }

    /** The gap that conversations are to be read for; null: there is none, or it cannot be told yet. */
    public @Nullable Gap current() {
        store();
        return pending.get() == null ? gap : null;
    }

    /** Whether answers in a customer's conversation may be missing: it was not read since the last gap. */
    public boolean isUnread(Link link) {
        if (pending.get() != null) {
            return true;
        }
        Gap last = gap;
        Instant read = link.caughtUpTo();
        return last != null && (read == null || read.isBefore(last.to()));
    }

    /** What is stored of a conversation that was made just now: no answer can have been given there during a gap. */
    public Change begun(String account, String customer) {
        Gap last = gap;
        return last == null || pending.get() != null
                ? Change.NONE
                : Change.NONE.link(new LinkChange.CaughtUp(account, customer, last.to()));
    }

    /** Messages from before this time may have been relayed though the store does not know them. */
    public Instant knownSince() {
        // One that is still to come is of a clock that was put back.
        Instant begun = knownSince.isAfter(journal.now()) ? Instant.MIN : knownSince;
        return latest(latest(begun, journal.remembersSince()), policy.notBefore());
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** A gap that is to be swept now; null: none. */
    public @Nullable Gap due(Duration longestWait) {
        Gap last = gap;
        return isUnswept(last) && isOver(dueAt, clock.instant(), longestWait) ? last : null;
    }

    /** The last gap, where it is swept and nothing is to be swept; null: there is none such. */
    public @Nullable Gap swept() {
        Gap last = gap;
        return last == null || isUnswept(last) || isPending() ? null : last;
    }

    /** Looks at what other hosts have stored. Whether that gap was swept. */
    public synchronized boolean reloaded(Gap asked) {
        Gap now = counted(stored());
        gap = now;
        return now == null || (now.swept() != null && !now.swept().isBefore(asked.to()));
    }

    /** All conversations within bounds were read for that gap. What was missed since then is swept after a pause. */
    public synchronized void swept(Gap done, Duration pause) {
        Instant locked = settings.lock(GAP, LOCK_FOR);
        if (locked != null) {
            try {
                // Another host may have made it longer.
                Gap now = stored();
                if (now != null) {
                    gap = now.sweptUpTo(done.to());
                    settings.put(GAP, now.sweptUpTo(done.to()).text());
                }
            } finally {
                settings.unlock(GAP, locked);
            }
        }
        notBefore = clock.instant().plus(pause);
        dueAt = isUnswept(gap) || isPending() ? notBefore : Instant.MAX;
    }

    /** Whether a time has come; one further ahead than anything waits is of a clock that was put back since. */
    public static boolean isOver(Instant until, Instant now, Duration longest) {
        return !now.isBefore(until) || (until.isAfter(now.plus(longest)) && !until.equals(Instant.MAX));
    }

    private static boolean isUnswept(@Nullable Gap gap) {
        return gap != null && !gap.isSwept();
    }

    /** Where none is looked for automatically, one that was noticed is nothing. */
    private boolean counts(Gap gap) {
        return policy.automatic() || gap.asked();
    }

    private @Nullable Gap counted(@Nullable Gap gap) {
        return gap != null && counts(gap) ? gap : null;
    }

    private @Nullable Gap stored() {
        String text = settings.get(GAP);
        return text == null ? null : Gap.read(text);
    }

    private static String text(Instant time) {
        return String.valueOf(time.toEpochMilli());
    }

    private static Instant time(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
