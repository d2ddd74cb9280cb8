package dev.byoc.internal.admin;

import dev.byoc.Visible;
import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Registration;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.address.PublicAddressCheck;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.Deadline;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.SharedSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the messengers where their webhooks go, and remembers what was told, so that our own old addresses may be replaced. Thread-safe;
 * what concerns one account is for one caller at a time.
 */
public final class WebhookRegistrar {
    private static final Logger log = LoggerFactory.getLogger(WebhookRegistrar.class);

    /** How long another host's registration is waited for; after it this one is tried again like any that failed. */
    private static final Duration WAIT = Duration.ofMinutes(2);

    private static final Duration GLANCE = Duration.ofMillis(200);

    private final StoredRegistrations stored;
    private final boolean onStart;
    private final RegistrationConditions conditions;
    private final PublicAddressCheck publicAddress;
    private final Clock clock;
    private final Background background;
    private final Map<String, Registration> outcomes = new ConcurrentHashMap<>();

    /** Accounts whose registration was asked for since the start, and did not succeed: they are tried again. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    /** Accounts whose messenger has said that it sends their webhooks elsewhere, or nowhere. */
    private final Set<String> astray = ConcurrentHashMap.newKeySet();

    /** Accounts whose webhooks go nowhere because the host has said so. */
    private final Set<String> takenBack = ConcurrentHashMap.newKeySet();

    public WebhookRegistrar(
            Collection<Account> accounts,
            SharedSettings settings,
            boolean onStart,
            Conditions conditions,
            PublicAddressCheck publicAddress,
            Clock clock,
            Background background) {
        this.stored = new StoredRegistrations(settings);
        this.onStart = onStart;
        this.conditions = new RegistrationConditions(conditions);
        this.publicAddress = publicAddress;
        this.clock = clock;
        this.background = background;
        for (Account account : accounts) {
            if (stored.isTakenBack(account)) {
                takenBack.add(account.id());
            }
            Registration earlier = stored.outcomeOf(account);
            if (earlier != null) {
                outcomes.put(account.id(), earlier);
                if (!onStart) {
                    show(account, earlier);
                }
            }
        }
    }

    boolean onStart() {
        return onStart;
    }

    Map<String, Registration> registrations() {
        return new LinkedHashMap<>(outcomes);
    }

    /** Null: it was not tried yet, or was taken back. */
    public @Nullable Registration outcomeOf(String account) {
        return outcomes.get(account);
    }

    /**
     * Registers an account's webhook. One host at a time: two would take each other's webhook for another system's.
     *
     * @return a sentence, if only an operator can repair it; else null
     */
    @Nullable
    String install(Account account) {
        Instant lock;
        try {
            lock = awaitLock(account);
        } catch (StoreException e) {
            return ended(account, refusedBy(e));
        }
        return lock == null ? leftToAnother(account) : attempt(account, lock);
    }

    /** Not stored: the outcome that all hosts read is the other's. */
    private @Nullable String leftToAnother(Account account) {
        String why = Thread.currentThread().isInterrupted()
                ? "another host is registering it, and waiting for that was interrupted"
                : "another host has been registering it for a long time";
        Registration outcome = new Registration.Failed(true, why);
        failing.add(account.id());
        outcomes.put(account.id(), outcome);
        show(account, outcome);
        return conditions.tell(account, outcome);
    }

    /** Null: another host still has it, or the wait was interrupted, as by a host that ends. */
    private @Nullable Instant awaitLock(Account account) {
        Deadline end = new Deadline(WAIT, clock);
        Instant lock = stored.lock(account);
        while (lock == null && !end.isReached() && !Thread.currentThread().isInterrupted()) {
            background.pause(GLANCE);
            lock = stored.lock(account);
        }
        return lock;
    }

    /** Retries a registration that has failed, for whatever reason: the cause may have gone. */
    void retry(Account account) {
        try {
            Instant lock = failing.contains(account.id()) ? stored.lock(account) : null;
            if (lock != null) {
                String unused = attempt(account, lock);
            }
        } catch (StoreException e) {
            log.debug("{}: no registration is tried again now: {}", account.id(), e.getMessage());
        }
    }

    private @Nullable String attempt(Account account, Instant lock) {
        try {
            return ended(account, outcome(account));
        } finally {
            stored.unlock(account, lock);
        }
    }

    /** The sentence for what only an operator can repair, else null. */
    private @Nullable String ended(Account account, Registration outcome) {
        if (outcome instanceof Registration.Occupied || outcome instanceof Registration.Failed) {
            failing.add(account.id());
        } else {
            failing.remove(account.id());
        }
        if (outcome instanceof Registration.Registered) {
            astray.remove(account.id());
        }
        takenBack.remove(account.id());
        keep(account, outcome);
        show(account, outcome);
        return conditions.tell(account, outcome);
    }

    private Registration outcome(Account account) {
        try {
            return register(account);
        } catch (StoreException e) {
            return refusedBy(e);
        }
    }

    private static Registration refusedBy(StoreException e) {
        return new Registration.Failed(true, "the store is in the way: " + e.getMessage());
    }

    private Registration register(Account account) {
        String url = account.webhookUrl().toString();
        List<String> ours = stored.addressesOf(account);
        Registration outcome = account.channel()
                .registerWebhook(new WebhookTarget(
                        account.webhookUrl(), ours, account.options().takeOver(), account.agentWording()));
        if (outcome instanceof Registration.Registered || outcome instanceof Registration.ByHand) {
            stored.addAddress(account, ours, url);
        }
        return outcome instanceof Registration.Failed failed && failed.ofAddress() ? explained(failed) : outcome;
    }

    /** What the messenger has met at the address is seen better from here. */
    private Registration explained(Registration.Failed failed) {
        String why = publicAddress.whyNotReached();
        return why == null ? failed : new Registration.Failed(failed.again(), sentence(failed.detail()) + why, true);
    }

    private static String sentence(String detail) {
        if (Visible.isBlank(detail)) {
            return "";
        }
        String text = detail.strip();
        return text + (text.endsWith(".") || text.endsWith(")") ? " " : ". ");
    }

    /** What the messenger has said when it was asked replaces what it said when it was told. */
    void found(Account account, AccountHealth health) {
        String id = account.id();
        Registration before = outcomes.get(id);
        if (health instanceof AccountHealth.WebhookElsewhere elsewhere) {
            if (!takenBack.contains(id)) {
                astray.add(id);
                isAstray(account, elsewhere, before);
            }
        } else if (health instanceof AccountHealth.Healthy healthy && healthy.receives()) {
            astray.remove(id);
            failing.remove(id);
            if (!(before instanceof Registration.Registered)) {
                keep(account, new Registration.Registered("The messenger says that it sends its webhooks here."));
            }
            conditions.end(account);
        }
    }

    private void isAstray(Account account, AccountHealth.WebhookElsewhere elsewhere, @Nullable Registration before) {
        boolean nowhere = Visible.isBlank(elsewhere.current());
        if (nowhere && before instanceof Registration.Failed && failing.contains(account.id())) {
            // That follows from it; why it failed, and that it is tried again, says more.
            show(account, before);
            return;
        }
        Registration found = nowhere
                ? new Registration.Failed(false, "the messenger sends this account's webhooks to no address")
                : new Registration.Occupied(elsewhere.current());
        if (!found.equals(before)) {
            keep(account, found);
        }
        boolean free = nowhere || account.options().takeOver() || stored.isOurs(account, elsewhere.current());
        conditions.astray(account, elsewhere, free);
    }

    private void keep(Account account, Registration outcome) {
        outcomes.put(account.id(), outcome);
        stored.put(account, outcome);
    }

    /** What {@link dev.byoc.relay.RelayEngine#health} tells of it. */
    private void show(Account account, Registration outcome) {
        if (outcome instanceof Registration.Occupied occupied) {
            conditions.occupied(account, occupied);
        } else if (outcome instanceof Registration.Failed failed) {
            boolean comesStill = failed.again()
                    && !astray.contains(account.id())
                    && stored.isOurs(account, account.webhookUrl().toString());
            conditions.failed(account, failed, comesStill);
        } else if (!astray.contains(account.id())) {
            conditions.end(account);
        }
    }

    /**
     * Takes an account's webhook back.
     *
     * @return why that did not work; null: it is taken back
     */
    @Nullable
    String uninstall(Account account) {
        String trouble = account.channel().unregisterWebhook();
        if (trouble != null) {
            log.warn("{}: the webhook could not be taken back: {}", account.id(), trouble);
            return trouble;
        }
        outcomes.remove(account.id());
        takenBack.add(account.id());
        astray.remove(account.id());
        failing.remove(account.id());
        conditions.end(account);
        log.info("{}: the webhook was taken back", account.id());
        stored.putTakenBack(account);
        return null;
    }
}
