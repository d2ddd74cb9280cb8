package dev.byoc.internal.admin;

import dev.byoc.ConfigurationException;
import dev.byoc.Direction;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.AccountInfo;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.internal.breaker.CircuitBreakers;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.runtime.Background;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.SharedSettings;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the Freshchat account that answers with the one whose state the store keeps under this relay's scope: customers, conversations
 * and open messages of one account must not reach another one. Rows are never moved. Thread-safe.
 */
public final class AccountIdentity {
    private static final Logger log = LoggerFactory.getLogger(AccountIdentity.class);

    private static final String SETTING = "freshchat account";
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final FreshchatClient freshchat;
    private final SharedSettings settings;
    private final Journal journal;
    private final String scope;
    private final Set<String> accounts;
    private final Conditions conditions;
    private final Reports reports;
    private final CircuitBreakers breakers;

    /** Whether the account that answers was compared, and is the right one. */
    private volatile boolean verified;

    /** Freshchat does not tell whose token it is; it is asked again at each {@link #look}. */
    private volatile boolean isNotTold;

    /** Whether it was told that another one answers. Guarded by this. */
    private boolean another;

    public AccountIdentity(
            FreshchatClient freshchat,
            SharedSettings settings,
            Journal journal,
            String scope,
            Set<String> accounts,
            CircuitBreakers breakers,
            Conditions conditions,
            Reports reports) {
        this.freshchat = freshchat;
        this.settings = settings;
        this.journal = journal;
        this.scope = scope;
        this.accounts = Set.copyOf(accounts);
        this.breakers = breakers;
        this.conditions = conditions;
        this.reports = reports;
    }

    /** Looks at once whether another scope holds this account, and at intervals which account answers. */
    public void start(Background background) {
        lookElsewhere();
        background.every(INTERVAL, this::look);
    }

    /** Now and then: asks Freshchat until the account is known to be the right one. Never throws. */
    private void look() {
        try {
            if (!verified) {
                compare(freshchat.account());
            }
        } catch (FreshchatException e) {
            if (!isNotTold) {
                log.warn("which Freshchat account answers is not known yet: {}", e.getMessage());
            }
            isNotTold(e);
        } catch (StoreException e) {
            log.warn("which Freshchat account answers cannot be compared yet: {}", e.getMessage());
        }
        lookElsewhere();
    }

    /** Who has asked Freshchat for the account was not told it. */
    void isNotTold(FreshchatException e) {
        isNotTold = !mayAnswerLater(e);
    }

    /** Whether other scopes of the store hold something that this relay should have. Never throws. */
    private void lookElsewhere() {
        try {
            compareScopes();
        } catch (StoreException e) {
            log.debug("whether other scopes hold this account is not known: {}", e.getMessage());
        }
    }

    /** Whether an entry may be worked on. */
    public sealed interface Admission {
        /** It may: its Freshchat account is the right one, or is no matter for it, or cannot be told. */
        record Admitted() implements Admission {}

        /** It may not yet; what becomes of it. */
        record Held(Outcome outcome) implements Admission {}
    }

    /** The first call to Freshchat is the one that compares. */
    public Admission admission(Entry entry) {
        boolean concerned = entry.lane().direction() == Direction.INBOUND || !accounts.contains(entry.account());
        if (verified || isNotTold || !concerned || settings.get(SETTING) == null) {
            return new Admission.Admitted();
        }
        try {
            return compare(freshchat.account())
                    ? new Admission.Admitted()
                    : new Admission.Held(new Outcome.Wait(PAUSE, "another Freshchat account answers", Change.NONE));
        } catch (FreshchatException e) {
            if (mayAnswerLater(e)) {
                return new Admission.Held(FreshchatFailures.ofLookUp(e));
            }
            isNotTold = true;
            return new Admission.Admitted();
        }
    }

    /** Not after a token without that right or an answer without an id: what is wrong besides, the next call meets. */
    private static boolean mayAnswerLater(FreshchatException e) {
        return switch (e.outcome()) {
            case NOT_SENT, NO_ANSWER, LATE, NOT_NOW, THROTTLED, UNAVAILABLE, FAILED -> true;
            default -> e.isOfReplacedToken();
        };
    }

    /**
     * Asks with a token that is not in use yet.
     *
     * @return what to do once it is
     * @throws ConfigurationException if it is not known to be accepted, or to be of this account
     */
    public Runnable tryOut(FreshchatClient candidate) {
        try {
            AccountInfo answered = candidate.account();
            String stored = settings.get(SETTING);
            if (stored != null && AccountIds.read(stored).differsFrom(AccountIds.of(answered))) {
                throw new ConfigurationException("the token that its source gives is of another Freshchat account, "
                        + AccountIds.of(answered).shown());
            }
            return () -> comparedLater(answered);
        } catch (FreshchatException e) {
            if (e.status() != 403) {
                throw new ConfigurationException("the token that its source gives was tried: " + e.getMessage());
            }
            // It lacks the right to that one call, and may work for all others.
            return () -> {};
        } catch (StoreException e) {
            throw new ConfigurationException("the token that its source gives could not be tried: " + e.getMessage());
        }
    }

    private void comparedLater(AccountInfo answered) {
        try {
            compare(answered);
        } catch (StoreException e) {
            log.debug("the account is compared at the next look: {}", e.getMessage());
        }
    }

    /** Takes what Freshchat says of itself. Whether that is the account of this scope. */
    synchronized boolean compare(AccountInfo answered) {
        AccountIds now = AccountIds.of(answered);
        AccountIds stored = AccountIds.read(settings.getOrPut(SETTING, now.text()));
        verified = !stored.differsFrom(now);
        breakers.hold(!verified);
        if (!verified) {
            isAnother(stored, now);
        } else if (another) {
            another = false;
            conditions.end(Health.FRESHCHAT, HealthKind.ANOTHER_ACCOUNT);
            reports.tell(new RelayEvent.Resumed(Health.FRESHCHAT));
        }
        return verified;
    }

    private void isAnother(AccountIds stored, AccountIds now) {
        String cause =
                "the address and token are of Freshchat account " + now.shown() + ", and what is stored under scope \""
                        + scope + "\" is of account " + stored.shown()
                        + ": nothing is sent, in neither direction; what comes is stored.";
        conditions.begin(
                Health.FRESHCHAT,
                HealthKind.ANOTHER_ACCOUNT,
                Status.DOWN,
                cause,
                "Set url and token of account " + stored.shown() + ", or give account " + now.shown()
                        + " a scope of its own: " + line(now.shown()));
        if (!another) {
            another = true;
            reports.tell(new RelayEvent.Paused(Health.FRESHCHAT, cause));
        }
    }

    private void compareScopes() {
        String mine = settings.get(SETTING);
        Set<String> same = new TreeSet<>();
        if (mine != null) {
            settings.elsewhere(SETTING).forEach((other, ids) -> {
                if (AccountIds.read(ids).isSameAs(AccountIds.read(mine))) {
                    same.add(other);
                }
            });
        }
        Set<String> open = journal.openElsewhere();
        if (!same.isEmpty()) {
            String other = same.stream()
                    .filter(open::contains)
                    .findFirst()
                    .orElse(same.iterator().next());
            conditions.begin(
                    Health.RELAY,
                    HealthKind.ANOTHER_SCOPE,
                    Status.DEGRADED,
                    "this Freshchat account has worked under scope \"" + other
                            + "\" of this store too, and this relay works under \"" + scope
                            + "\": open entries there are not relayed, and webhook addresses made there answer 404.",
                    "To keep that state: " + line(other));
        } else if (!open.isEmpty()) {
            String other = open.iterator().next();
            conditions.begin(
                    Health.RELAY,
                    HealthKind.ANOTHER_SCOPE,
                    Status.DEGRADED,
                    "messages are open under scope \"" + other + "\" of this store, and no relay works on them.",
                    "If they are of this account: " + line(other) + "; else start the relay that they belong to.");
        } else {
            conditions.end(Health.RELAY, HealthKind.ANOTHER_SCOPE);
        }
    }

    private static String line(String scope) {
        return "FreshchatSettings.builder().scope(\"" + scope + "\")";
    }
}
