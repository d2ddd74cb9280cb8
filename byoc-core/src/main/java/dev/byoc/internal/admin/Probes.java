package dev.byoc.internal.admin;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Registration;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.KeyRing;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.freshchat.Topics;
import dev.byoc.internal.health.Findings;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.SideBySide;
import dev.byoc.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Freshchat and every messenger that can be asked whether the account works, and the public address whether it leads here. Tells
 * {@link Findings} what is wrong, and the circuit breakers what works. Also has the accounts' webhooks registered, as that and a probe of the
 * same account must not cross. Accounts wait for none of the others. Thread-safe; never throws.
 */
public final class Probes {
    private static final Logger log = LoggerFactory.getLogger(Probes.class);

    static final String SET_THE_KEY = "Set the account's current key or token.";

    private static final Duration LEAST_HOLD = Duration.ofSeconds(2);

    private final FreshchatClient freshchat;
    private final AccountIdentity identity;
    private final Topics topics;
    private final Collection<Account> accounts;
    private final KeyRing freshchatKeys;
    private final StoreView store;
    private final Dispatcher dispatcher;
    private final WebhookRegistrar registrar;
    private final PublicAddressProbe publicAddress;
    private final Findings findings;
    private final Reports reports;

    private final SideBySide sideBySide;

    /** Each held while its messenger is asked or told where webhooks go: an older answer must not replace a newer one. */
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    private final ReentrantLock askingFreshchat = new ReentrantLock();

    public Probes(
            FreshchatClient freshchat,
            AccountIdentity identity,
            Topics topics,
            Collection<Account> accounts,
            KeyRing freshchatKeys,
            StoreView store,
            Dispatcher dispatcher,
            Background background,
            WebhookRegistrar registrar,
            PublicAddressProbe publicAddress,
            Findings findings,
            Reports reports) {
        this.freshchat = freshchat;
        this.identity = identity;
        this.topics = topics;
        this.accounts = accounts;
        this.freshchatKeys = freshchatKeys;
        this.store = store;
        this.dispatcher = dispatcher;
        this.registrar = registrar;
        this.publicAddress = publicAddress;
        this.findings = findings;
        this.reports = reports;
        this.sideBySide = new SideBySide(background::execute);
    }

    /** Probes Freshchat and every account, with the current keys. */
    public void run() {
        List<Runnable> all = new ArrayList<>();
        all.add(() -> {
            if (mayAsk()) {
                freshchatKeys.ask();
            }
            freshchat();
        });
        all.add(this::publicAddress);
        accounts.forEach(account -> all.add(() -> probe(account)));
        sideBySide.each(all, Probes::done);
    }

    private static @Nullable Void done(Runnable task) {
        task.run();
        return null;
    }

    private void probe(Account account) {
        if (mayAsk()) {
            account.keys().ask();
        }
        look(account);
    }

    /** The relay's own. */
    void publicAddress() {
        if (mayAsk()) {
            publicAddress.run();
        }
    }

    /** Every messenger that can be asked. */
    void accounts() {
        forEach(this::look);
    }

    private void look(Account account) {
        if (mayAsk()) {
            alone(account, () -> ask(account));
        }
    }

    private void forEach(Consumer<Account> task) {
        sideBySide.each(accounts, account -> done(() -> task.accept(account)));
    }

    /** While a messenger is neither asked nor told anything else. */
    private <T extends @Nullable Object> T alone(Account account, Supplier<T> task) {
        ReentrantLock lock = lockOf(account);
        lock.lock();
        try {
            return task.get();
        } finally {
            lock.unlock();
        }
    }

    private ReentrantLock lockOf(Account account) {
        return locks.computeIfAbsent(account.id(), id -> new ReentrantLock());
    }

    /**
     * Registers every account's webhook: one that cannot be registered keeps no other from it.
     *
     * @return a sentence for each registration that only an operator can repair
     */
    public List<String> install() {
        return sideBySide.each(accounts, account -> alone(account, () -> registrar.install(account)));
    }

    /** Registers an account's webhook again, and asks the messenger what has become of it. */
    public Registration install(Account account) {
        return alone(account, () -> {
            registrar.install(account);
            Registration outcome = registrar.outcomeOf(account.id());
            ask(account);
            Registration found = registrar.outcomeOf(account.id());
            return found == null ? outcome : found;
        });
    }

    /** Tries the registrations again that have failed, but not of a messenger that is being asked or told something. */
    public void retryRegistrations() {
        forEach(account -> {
            ReentrantLock lock = lockOf(account);
            if (lock.tryLock()) {
                try {
                    registrar.retry(account);
                } finally {
                    lock.unlock();
                }
            }
        });
    }

    /** Takes every account's webhook back. */
    public void uninstall() {
        forEach(account -> alone(account, () -> {
            registrar.uninstall(account);
            return true;
        }));
    }

    /** Without a hold on the lanes no call is made, and that would look like trouble of the remote APIs. */
    private boolean mayAsk() {
        return store.holdsFor().compareTo(LEAST_HOLD) >= 0;
    }

    /** Freshchat's account and topics. */
    public void freshchat() {
        askingFreshchat.lock();
        try {
            if (mayAsk()) {
                askFreshchat();
            }
        } finally {
            askingFreshchat.unlock();
        }
    }

    private void askFreshchat() {
        FreshchatException refusal = null;
        try {
            identity.compare(freshchat.account());
        } catch (FreshchatException e) {
            identity.isNotTold(e);
            refusal = e;
        } catch (StoreException e) {
            log.debug("the account could not be compared: {}", e.getMessage());
        }
        if (refusal != null && refusal.outcome() == HttpOutcome.UNREADABLE) {
            // It has answered; whose account that is, the comparison does without.
            refusal = null;
        }
        if (refusal != null && !isOfThatCall(refusal)) {
            tell(refusal);
            return;
        }
        // A token may lack the right to that one call, and work for all others.
        try {
            Map<String, String> gone = topics.look();
            for (Account account : accounts) {
                String why = gone.get(account.id());
                if (why == null) {
                    reports.topicFound(account.id());
                } else {
                    reports.topicMissing(account.id(), why);
                }
            }
        } catch (FreshchatException e) {
            refusal = e;
        }
        if (refusal == null) {
            findings.nothingFound(Health.FRESHCHAT);
            works(Health.FRESHCHAT);
        } else {
            tell(refusal);
        }
    }

    private static boolean isOfThatCall(FreshchatException e) {
        return e.status() == 403;
    }

    private void tell(FreshchatException e) {
        String cause = String.valueOf(e.getMessage());
        switch (e.outcome()) {
            case MISCONFIGURED -> {
                if (isOfThatCall(e)) {
                    found(
                            HealthKind.RIGHT,
                            Status.DEGRADED,
                            cause,
                            "Use an API token that may make this call, such as one of the account's admin.");
                } else {
                    found(
                            HealthKind.TOKEN,
                            Status.DOWN,
                            cause,
                            "Set the API token that Freshchat's admin settings show now.");
                }
            }
            case ELSEWHERE, REDIRECTED, GONE ->
                found(
                        HealthKind.HOST,
                        Status.DOWN,
                        cause,
                        "Set url(...) to the address that Freshchat's API settings show.");
            case NOT_SENT ->
                found(
                        HealthKind.UNREACHABLE,
                        Status.DOWN,
                        cause,
                        "Is url(...) the account's own? Else look at the network, its name service and its proxy.");
            // It is reachable, and busy: nothing is known of token and rights.
            case THROTTLED -> {}
            default ->
                found(
                        HealthKind.UNREACHABLE,
                        Status.DEGRADED,
                        cause,
                        "It is asked again at each probe. If this lasts, ask Freshchat.");
        }
    }

    private void found(HealthKind kind, Status status, String cause, String remedy) {
        findings.found(Health.FRESHCHAT, kind, status, cause, remedy);
    }

    /** True: the messenger could be asked. */
    private boolean ask(Account account) {
        if (!account.channel().probes()) {
            return false;
        }
        String id = account.id();
        AccountHealth health = account.channel().probe();
        if (health instanceof AccountHealth.KeyRefused refused) {
            findings.found(id, HealthKind.KEY, Status.DOWN, said(refused.detail(), "The key is refused."), SET_THE_KEY);
        } else if (health instanceof AccountHealth.Unreachable unreachable) {
            findings.found(
                    id,
                    HealthKind.UNREACHABLE,
                    Status.DEGRADED,
                    said(unreachable.detail(), "The messenger could not be asked."),
                    "It is asked again at each probe. If this lasts, look at the network, and ask the messenger.");
        } else if (health instanceof AccountHealth.Impaired impaired) {
            findings.found(
                    id,
                    HealthKind.IMPAIRED,
                    Status.DEGRADED,
                    said(impaired.detail(), "The account does not work."),
                    "Repair what the cause names; relay.probe() asks again at once.");
        } else if (health instanceof AccountHealth.Unknown unknown) {
            log.debug("{}: the probe has learnt nothing: {}", id, unknown.detail());
        } else {
            findings.nothingFound(id);
            registrar.found(account, health);
            works(id);
        }
        return true;
    }

    private static String said(String detail, String otherwise) {
        return detail.isBlank() ? otherwise : detail;
    }

    private void works(String name) {
        StoreView.Seen seen = store.look();
        boolean nothingWaits = seen.failure() == null && seen.open() == 0;
        if (dispatcher.probed(name, nothingWaits)) {
            reports.resumed(name);
        }
    }
}
