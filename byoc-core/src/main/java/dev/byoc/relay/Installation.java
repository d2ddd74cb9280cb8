package dev.byoc.relay;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.Registration;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.store.RelayStore;
import dev.byoc.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the messengers where their webhooks go, and remembers what was told, so that our own old addresses may be replaced. */
final class Installation {
    private static final Logger log = LoggerFactory.getLogger(Installation.class);

    private static final String LOCK = "install";
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final int GLANCES = 600;

    private final Collection<Account> accounts;
    private final RelayStore store;
    private final boolean onStart;
    private final Map<String, Registration> outcomes = new ConcurrentHashMap<>();

    Installation(Collection<Account> accounts, RelayStore store, boolean onStart) {
        this.accounts = accounts;
        this.store = store;
        this.onStart = onStart;
        for (Account account : accounts) {
            Registration earlier = RegistrationCodec.read(store.setting(key(account)), account.webhookUrl());
            if (earlier != null) {
                outcomes.put(account.id(), earlier);
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
    @Nullable
    Registration outcomeOf(String account) {
        return outcomes.get(account);
    }

    /** One host at a time: two would take each other's webhook for somebody else's. */
    void install() {
        for (int glance = 0; !store.lock(LOCK, LONGEST) && glance < GLANCES; glance++) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        try {
            installAll();
        } finally {
            store.unlock(LOCK);
        }
    }

    private void installAll() {
        List<String> faults = new ArrayList<>();
        for (Account account : accounts) {
            Registration outcome = register(account);
            keep(account, outcome);
            String fault = tell(account, outcome);
            if (fault != null) {
                faults.add(fault);
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
    }

    /** In the store too, so that a person who has still to register something is told so after a restart. */
    private void keep(Account account, Registration outcome) {
        outcomes.put(account.id(), outcome);
        try {
            store.putSetting(key(account), RegistrationCodec.write(outcome, account.webhookUrl()));
        } catch (StoreException e) {
            log.warn("{}: the outcome of the registration could not be stored: {}", account.id(), e.getMessage());
        }
    }

    private static String key(Account account) {
        return "registration " + account.id();
    }

    private Registration register(Account account) {
        String name = "webhook " + account.id();
        String url = account.webhookUrl().toString();
        String earlier = store.setting(name);
        List<String> ours = earlier == null ? List.of() : List.of(earlier.split("\n", -1));
        Registration outcome = account.channel()
                .registerWebhook(new WebhookTarget(
                        account.webhookUrl(), ours, account.options().takeOver()));
        boolean known = outcome instanceof Registration.Registered || outcome instanceof Registration.ByHand;
        if (known && !ours.contains(url)) {
            store.putSetting(name, earlier == null ? url : earlier + "\n" + url);
        }
        return outcome;
    }

    /** Logs what happened; the sentence for what only a person can mend, else null. */
    private @Nullable String tell(Account account, Registration outcome) {
        String who = "account '" + account.id() + "'";
        if (outcome instanceof Registration.Registered) {
            log.info("{}: the webhook is registered", account.id());
            return null;
        }
        if (outcome instanceof Registration.ByHand byHand) {
            log.warn(
                    "{}: a person has to register the webhook, in {} steps; see registrations()",
                    account.id(),
                    byHand.steps().size());
            return null;
        }
        if (outcome instanceof Registration.Occupied occupied) {
            return who + ": another webhook is registered (" + hostOf(occupied.current())
                    + "). Set 'take-over' to yes if it may be replaced.";
        }
        Registration.Failed failed = (Registration.Failed) outcome;
        if (failed.again()) {
            log.warn("{}: the webhook could not be registered now: {}", account.id(), failed.detail());
            return null;
        }
        return who + ": the webhook could not be registered: " + failed.detail();
    }

    static String hostOf(String url) {
        String rest = url.substring(url.indexOf("//") < 0 ? 0 : url.indexOf("//") + 2);
        String authority = rest.split("[/?#]", 2)[0];
        // What stands before an @ is a name and a password.
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    /** Tries again those whose registration may work now. */
    void retry() {
        for (Account account : accounts) {
            if (outcomes.get(account.id()) instanceof Registration.Failed failed && failed.again()) {
                Registration outcome = register(account);
                keep(account, outcome);
                tell(account, outcome);
            }
        }
    }

    void uninstall() {
        for (Account account : accounts) {
            String trouble = account.channel().unregisterWebhook();
            if (trouble != null) {
                log.warn("{}: the webhook could not be taken back: {}", account.id(), trouble);
                continue;
            }
            outcomes.remove(account.id());
            log.info("{}: the webhook was taken back", account.id());
            try {
                store.putSetting(key(account), RegistrationCodec.NONE);
            } catch (StoreException e) {
                log.warn("{}: that the webhook was taken back could not be stored: {}", account.id(), e.getMessage());
            }
        }
    }

    /** What is wrong with an account's registration; null: nothing is known to be. */
    @Nullable
    String troubleOf(String account) {
        Registration outcome = outcomes.get(account);
        if (outcome instanceof Registration.Failed failed) {
            return "the webhook is not registered: " + failed.detail();
        }
        return outcome instanceof Registration.Occupied ? "another webhook is registered" : null;
    }
}
