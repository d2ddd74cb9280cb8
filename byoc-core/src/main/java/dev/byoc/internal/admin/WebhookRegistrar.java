package dev.byoc.internal.admin;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Registration;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.event.Health.Status;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.RegistrationCodec;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the messengers where their webhooks go, and remembers what was told, so that our own old addresses may be replaced. Thread-safe;
 * what concerns one account is for one caller at a time.
 */
public final class WebhookRegistrar {
    private static final Logger log = LoggerFactory.getLogger(WebhookRegistrar.class);

    /** Outlives a registration: what the guard grants to a channel's code and to its calls by HTTP, 130 s where there are two. */
    private static final Duration LOCKED_FOR = Duration.ofMinutes(5);

    /** How long another host's registration is waited for; after it this one is tried again like any that failed. */
    private static final Duration WAIT = Duration.ofMinutes(2);

    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final String TAKE_OVER = "Set 'take-over' to yes if it may be replaced.";
    private static final String AGAIN = "Fix what the cause names; the relay retries every minute.";

    private final SharedSettings settings;
    private final boolean onStart;
    private final Conditions conditions;
    private final Clock clock;
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
            Clock clock) {
        this.settings = settings;
        this.onStart = onStart;
        this.conditions = conditions;
        this.clock = clock;
        for (Account account : accounts) {
            String stored = settings.get(key(account));
            if (RegistrationCodec.NONE.equals(stored)) {
                takenBack.add(account.id());
            }
            Registration earlier = RegistrationCodec.read(stored, account.webhookUrl());
            if (earlier != null) {
                outcomes.put(account.id(), earlier);
                if (!onStart) {
                    show(account, earlier);
                }
            }
        }
    }

    public boolean onStart() {
        return onStart;
    }

    public Map<String, Registration> registrations() {
        return new LinkedHashMap<>(outcomes);
    }

    /** Null: it was not tried yet, or was taken back. */
    @Nullable
    Registration outcomeOf(String account) {
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
        Registration outcome = new Registration.Failed(true, "another host has been registering it for a long time");
        failing.add(account.id());
        outcomes.put(account.id(), outcome);
        show(account, outcome);
        return tell(account, outcome);
    }

    /** Null: another host still has it. */
    private @Nullable Instant awaitLock(Account account) {
        Instant begun = clock.instant();
        long begunNanos = System.nanoTime();
        while (true) {
            Instant lock = settings.lock(lockOf(account), LOCKED_FOR);
            // By the machine's time too, as a clock may be put back.
            boolean isOver =
                    !clock.instant().isBefore(begun.plus(WAIT)) || System.nanoTime() - begunNanos >= WAIT.toNanos();
            if (lock != null || isOver) {
                return lock;
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    /** Retries a registration that has failed, for whatever reason: the cause may have gone. */
    void retry(Account account) {
        try {
            Instant lock = failing.contains(account.id()) ? settings.lock(lockOf(account), LOCKED_FOR) : null;
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
            unlock(account, lock);
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
        return tell(account, outcome);
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

    private void unlock(Account account, Instant lock) {
        try {
            settings.unlock(lockOf(account), lock);
        } catch (StoreException e) {
            log.debug("{}: the lock of the registration ends by itself: {}", account.id(), e.getMessage());
        }
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
            conditions.end(id, HealthKind.REGISTRATION);
        }
    }

    private void isAstray(Account account, AccountHealth.WebhookElsewhere elsewhere, @Nullable Registration before) {
        boolean nowhere = elsewhere.current().isBlank();
        Registration found = nowhere
                ? new Registration.Failed(false, "the messenger sends this account's webhooks to no address")
                : new Registration.Occupied(elsewhere.current());
        if (!found.equals(before)) {
            keep(account, found);
        }
        String again = "relay.install(\"" + account.id() + "\")";
        boolean free = nowhere || account.options().takeOver() || isOurs(account, elsewhere.current());
        begin(
                account,
                Status.DOWN,
                nowhere
                        ? "The messenger sends this account's webhooks to no address."
                        : "The messenger sends this account's webhooks elsewhere, to " + hostOf(elsewhere.current())
                                + ".",
                free
                        ? "Register it again: " + again + "."
                        : "If that address may be replaced: set 'take-over' to yes, or remove it at the messenger and call "
                                + again + ".");
    }

    /** In the store too, so that open steps are shown after a restart too. */
    private void keep(Account account, Registration outcome) {
        outcomes.put(account.id(), outcome);
        try {
            settings.put(key(account), RegistrationCodec.write(outcome, account.webhookUrl()));
        } catch (StoreException e) {
            log.warn("{}: the outcome of the registration could not be stored: {}", account.id(), e.getMessage());
        }
    }

    private static String addresses(Account account) {
        return "webhook " + account.id();
    }

    private static String lockOf(Account account) {
        return "install " + account.id();
    }

    private static String key(Account account) {
        return "registration " + account.id();
    }

    private Registration register(Account account) {
        String url = account.webhookUrl().toString();
        List<String> ours = addressesOf(account);
        Registration outcome = account.channel()
                .registerWebhook(new WebhookTarget(
                        account.webhookUrl(), ours, account.options().takeOver()));
        boolean known = outcome instanceof Registration.Registered || outcome instanceof Registration.ByHand;
        if (known && !ours.contains(url)) {
            settings.put(addresses(account), ours.isEmpty() ? url : String.join("\n", ours) + "\n" + url);
        }
        return outcome;
    }

    /** What {@link dev.byoc.relay.RelayEngine#health} tells of it. */
    private void show(Account account, Registration outcome) {
        if (outcome instanceof Registration.Occupied occupied) {
            begin(account, Status.DOWN, occupiedBy(occupied), TAKE_OVER);
        } else if (outcome instanceof Registration.Failed failed) {
            // Where this very address was registered before, messages most likely still come.
            boolean comesStill = failed.again() && !astray.contains(account.id()) && wasRegistered(account);
            Status status = comesStill ? Status.DEGRADED : Status.DOWN;
            begin(account, status, "the webhook is not registered: " + failed.detail(), AGAIN);
        } else if (!astray.contains(account.id())) {
            conditions.end(account.id(), HealthKind.REGISTRATION);
        }
    }

    private void begin(Account account, Status status, String cause, String remedy) {
        conditions.begin(account.id(), HealthKind.REGISTRATION, status, cause, remedy);
    }

    private boolean wasRegistered(Account account) {
        return isOurs(account, account.webhookUrl().toString());
    }

    /** Whether it was registered by this relay, or by another one on the same store. */
    private boolean isOurs(Account account, String address) {
        try {
            return addressesOf(account).contains(address);
        } catch (StoreException e) {
            return false;
        }
    }

    private List<String> addressesOf(Account account) {
        String stored = settings.get(addresses(account));
        return stored == null ? List.of() : List.of(stored.split("\n", -1));
    }

    /** Logs what went well; the sentence for what only an operator can repair, else null. */
    private @Nullable String tell(Account account, Registration outcome) {
        String who = "account '" + account.id() + "': ";
        if (outcome instanceof Registration.Registered) {
            log.info("{}: the webhook is registered", account.id());
            return null;
        }
        if (outcome instanceof Registration.ByHand byHand) {
            log.warn(
                    "{}: the webhook has to be registered by hand, in {} steps; see registrations()",
                    account.id(),
                    byHand.steps().size());
            return null;
        }
        if (outcome instanceof Registration.Occupied occupied) {
            return who + occupiedBy(occupied) + ". " + TAKE_OVER;
        }
        Registration.Failed failed = (Registration.Failed) outcome;
        return failed.again() ? null : who + "the webhook could not be registered: " + failed.detail();
    }

    private static String occupiedBy(Registration.Occupied occupied) {
        return "another webhook is registered (" + hostOf(occupied.current()) + ")";
    }

    static String hostOf(String url) {
        String rest = url.substring(url.indexOf("//") < 0 ? 0 : url.indexOf("//") + 2);
        String authority = rest.split("[/?#]", 2)[0];
        // What stands before an @ is a name and a password.
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    /** Takes an account's webhook back. */
    void uninstall(Account account) {
        String trouble = account.channel().unregisterWebhook();
        if (trouble != null) {
            log.warn("{}: the webhook could not be taken back: {}", account.id(), trouble);
            return;
        }
        outcomes.remove(account.id());
        takenBack.add(account.id());
        astray.remove(account.id());
        failing.remove(account.id());
        conditions.end(account.id(), HealthKind.REGISTRATION);
        log.info("{}: the webhook was taken back", account.id());
        try {
            settings.put(key(account), RegistrationCodec.NONE);
        } catch (StoreException e) {
            log.warn("{}: that the webhook was taken back could not be stored: {}", account.id(), e.getMessage());
        }
    }
}
