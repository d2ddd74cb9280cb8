package dev.byoc.internal.report;

import dev.byoc.Direction;
import dev.byoc.Visible;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.event.Loss;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.Timing;
import dev.byoc.internal.account.Proof;
import dev.byoc.internal.dispatch.DispatchListener;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.guard.Site;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.Findings;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.NewEntry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the listeners what happened, in ids and reasons alone. */
public final class Reports implements DispatchListener {
    private static final Logger log = LoggerFactory.getLogger(Reports.class);

    static final String SET_THE_TOPIC =
            "Set 'topic' to the name or id of a topic that there is, or make that one in Freshchat.";

    private static final String SET_THE_GROUP =
            "Set 'group' to the id of a group that there is, or to a name that only one has; the token needs the right to read groups.";

    private static final String SET_THE_NOTE_AGENT =
            "Set 'noteAgent' to the id or e-mail address of an agent who is active; the token needs the right to read agents.";

    private final Listeners listeners;
    private final Arrivals arrivals;
    private final Arriving arriving = new Arriving();
    private final RefusedWebhooks refusals;
    private final Conditions conditions;
    private final Findings findings;
    private final LogThrottle often;

    public Reports(
            Listeners listeners,
            Arrivals arrivals,
            RefusedWebhooks refusals,
            Conditions conditions,
            Findings findings,
            LogThrottle often) {
        this.often = often;
        this.listeners = listeners;
        this.conditions = conditions;
        this.findings = findings;
        this.arrivals = arrivals;
        this.refusals = refusals;
    }

    /** Never waits. */
    public void tell(RelayEvent event) {
        listeners.tell(event);
    }

    /** What may happen with each request or attempt, and is no news each time. */
    public void often(String what, String why) {
        often.log(what, why);
    }

    /** Logs how many lines were held back in minutes that are over. */
    public void flush() {
        often.flush();
    }

    /** The relay ends: its own end is not to be told as trouble of others. */
    public void ending() {
        conditions.close();
    }

    /** Waits until the listeners have heard what has happened, at most so long as one of them may take for one event. */
    public void awaitHeard() {
        listeners.awaitHeard(Site.MOST);
    }

    /** The same; what happens later they do not hear. */
    public void endTelling() {
        listeners.close(Site.MOST);
    }

    /** Logs how many lines were held back until now. */
    public void close() {
        often.close();
    }

    /** A request that is refused. At most one line a minute for each reason; listeners are told of each request. */
    public void refused(String account, int status, String why) {
        often.log(account + ": refused a request with " + status, why);
        if (status == 401) {
            arrivals.refused(account);
        }
        tell(new RelayEvent.RequestRefused(account, status, why));
    }

    /** A request at a right address that did not prove where it is from. */
    public void unproved(String account, String why, byte[] body) {
        refused(account, 401, why);
        refusals.refused(account, body);
    }

    /** A request has proved where it is from. */
    public void verified(String account, List<Proof> proofs) {
        String by = Proof.words(proofs);
        if (arrivals.verified(account, by) && !by.isEmpty()) {
            log.info("{}: webhooks come with {}", account, by);
        }
        refusals.verified(account);
    }

    /** What it holds is stored, and it is answered. */
    public void taken(String account, Duration took) {
        tell(new RelayEvent.WebhookTaken(account, took));
    }

    /** To be called before they are stored, and ended once they are told: what becomes of them is told later. */
    public Arriving.Telling arriving(List<NewEntry> entries) {
        return arriving.begin(entries);
    }

    public void stored(NewEntry entry, boolean fresh) {
        String account = entry.lane().account();
        Direction direction = entry.lane().direction();
        String eventKey = entry.eventKey();
        log.debug("{} {} {}", account, fresh ? "stored" : "has already", eventKey);
        tell(
                fresh
                        ? new RelayEvent.Stored(account, direction, eventKey)
                        : new RelayEvent.Duplicate(account, direction, eventKey));
        if (fresh && entry.deadReason() != null) {
            log.warn("{} {} is kept as a dead letter: {}", account, eventKey, entry.deadReason());
            tell(new RelayEvent.DeadLettered(account, direction, eventKey, entry.deadReason(), 0, Timing.NONE));
        }
    }

    public void ignored(String account, Direction direction, String why) {
        log.debug("{} ignored an event: {}", account, why);
        tell(new RelayEvent.Ignored(account, direction, why));
    }

    /** Behind that it is stored. */
    private void tell(Entry entry, RelayEvent event) {
        arriving.awaitTold(entry);
        tell(event);
    }

    @Override
    public void lost(Entry entry, Loss loss) {
        log.info("{} {}: {}", entry.account(), entry.eventKey(), loss);
        tell(entry, new RelayEvent.Degraded(entry.account(), entry.lane().direction(), entry.eventKey(), loss));
    }

    /** A messenger has refused a call; whether that is the account's fault, its reason tells. */
    public void refused(String account, SendResult.Refused refused) {
        boolean key = refused.reason() == Reason.AUTH;
        if (!key && refused.reason() != Reason.MISCONFIGURED) {
            return;
        }
        findings.refused(
                account,
                key ? HealthKind.KEY : HealthKind.MISCONFIGURED,
                key ? Status.DOWN : Status.DEGRADED,
                refused.reason() + (Visible.isBlank(refused.detail()) ? "" : ": " + refused.detail()),
                (key ? "Set a key that the messenger accepts" : "Set the account right")
                        + "; then relay.replayAll(DeadLetterFilter.ALL.account(\"" + account + "\").reason(\""
                        + refused.reason() + "\")) sends again what was refused.");
    }

    /** A customer's first message needs a topic that there is not. */
    public void topicMissing(String account, String why) {
        conditions.begin(account, HealthKind.TOPIC, Status.DEGRADED, why, SET_THE_TOPIC);
    }

    public void topicFound(String account) {
        conditions.end(account, HealthKind.TOPIC);
    }

    /** An account's new conversations are given to no group. */
    public void groupMissing(String account, String why) {
        conditions.begin(account, HealthKind.GROUP, Status.DEGRADED, why, SET_THE_GROUP);
    }

    public void groupFound(String account) {
        conditions.end(account, HealthKind.GROUP);
    }

    /** Notes are the bot's. */
    public void noteAgentMissing(String why) {
        conditions.begin(Health.FRESHCHAT, HealthKind.NOTE_AGENT, Status.DEGRADED, why, SET_THE_NOTE_AGENT);
    }

    public void noteAgentFound() {
        conditions.end(Health.FRESHCHAT, HealthKind.NOTE_AGENT);
    }

    /** How the web server is, as it tells itself. */
    public void host(Status status, @Nullable String cause, @Nullable String remedy) {
        if (status == Status.UP) {
            conditions.end(Health.HOST, HealthKind.SERVER);
        } else {
            conditions.begin(
                    Health.HOST,
                    HealthKind.SERVER,
                    status,
                    cause == null ? "The web server has trouble." : cause,
                    remedy == null ? "Look at the web server before the relay." : remedy);
        }
    }

    @Override
    public void paused(String breaker, String why) {
        log.debug("{} is out of reach, waiting: {}", breaker, why);
        findings.fails(breaker);
        tell(new RelayEvent.Paused(breaker, why));
    }

    @Override
    public void resumed(String breaker) {
        log.debug("{} works again", breaker);
        tell(new RelayEvent.Resumed(breaker));
    }

    @Override
    public void retrying(Entry entry, Duration after, String why, Timing timing) {
        log.debug("{} {} again in {}: {}", entry.account(), entry.eventKey(), after, why);
        tell(
                entry,
                new RelayEvent.Retrying(
                        entry.account(),
                        entry.lane().direction(),
                        entry.eventKey(),
                        after,
                        why,
                        attempt(entry),
                        timing));
    }

    @Override
    public void ended(Entry entry, Outcome last, String why, Timing timing) {
        if (last instanceof Outcome.DeadLettered) {
            deadLettered(entry, why, timing);
            return;
        }
        String account = entry.account();
        Direction direction = entry.lane().direction();
        String eventKey = entry.eventKey();
        log.debug("{} {} is done {}", account, eventKey, why);
        if (last instanceof Outcome.Discarded || last instanceof Outcome.HandedOn) {
            tell(entry, new RelayEvent.Discarded(account, direction, eventKey, why, attempt(entry), timing));
            return;
        }
        if (direction == Direction.OUTBOUND) {
            findings.works(account);
        } else if (last.change().ref() != null) {
            findings.works(Health.FRESHCHAT);
        }
        tell(
                entry,
                last instanceof Outcome.Delivered delivered
                        ? new RelayEvent.Delivered(
                                account, direction, eventKey, delivered.messageIds(), attempt(entry), timing)
                        : new RelayEvent.Completed(account, direction, eventKey, attempt(entry), timing));
    }

    @Override
    public void deadLettered(Entry entry, String why, Timing timing) {
        log.warn("{} {} is dead letter {} now: {}", entry.account(), entry.eventKey(), entry.id(), why);
        tell(
                entry,
                new RelayEvent.DeadLettered(
                        entry.account(), entry.lane().direction(), entry.eventKey(), why, attempt(entry), timing));
    }

    /** Each attempt that failed is told by {@link #retrying}, and stored as a failure. */
    private static int attempt(Entry entry) {
        return entry.failures() + 1;
    }
}
