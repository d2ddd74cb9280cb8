package dev.byoc.internal.admin;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.Registration;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Accounts;
import dev.byoc.internal.health.Lifecycle;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.SideBySide;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has the accounts' webhooks registered, each while its messenger is not being probed. Accounts wait for none of the others. Thread-safe. */
public final class Registrations {
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Lifecycle lifecycle;
    private final Collection<Account> accounts;
    private final Accounts named;
    private final WebhookRegistrar registrar;
    private final MessengerProbe probe;
    private final AccountTurns turns;
    private final SideBySide sideBySide;

    public Registrations(
            Lifecycle lifecycle,
            Map<String, Account> accounts,
            WebhookRegistrar registrar,
            MessengerProbe probe,
            AccountTurns turns,
            SideBySide sideBySide) {
        this.lifecycle = lifecycle;
        this.accounts = accounts.values();
        this.named = new Accounts(accounts);
        this.registrar = registrar;
        this.probe = probe;
        this.turns = turns;
        this.sideBySide = sideBySide;
    }

    /** Tries at intervals those again that have failed. */
    public void start(Background background) {
        background.every(RETRY, this::retry);
    }

    /**
     * Registers every account's webhook, if that is to be done at the start of the relay.
     *
     * @return a sentence for each registration that only an operator can repair
     */
    public List<String> atStart() {
        return registrar.onStart() ? installAll() : List.of();
    }

    /**
     * Registers every account's webhook: one that cannot be registered keeps no other from it.
     *
     * @throws ConfigurationException with a sentence for each registration that only an operator can repair
     * @throws IllegalStateException if the relay ends
     */
    public void install() {
        lifecycle.mustBeOpen();
        List<String> faults = installAll();
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
    }

    private List<String> installAll() {
        return sideBySide.each(accounts, account -> turns.alone(account, () -> registrar.install(account)));
    }

    /**
     * Registers an account's webhook again, and asks the messenger what has become of it.
     *
     * @throws IllegalArgumentException if there is no such account
     * @throws IllegalStateException if the relay ends
     */
    public Registration install(String id) {
        lifecycle.mustBeOpen();
        Account account = named.named(id);
        return turns.alone(account, () -> {
            registrar.install(account);
            Registration outcome = registrar.outcomeOf(id);
            probe.ask(account);
            Registration found = registrar.outcomeOf(id);
            return found == null ? outcome : found;
        });
    }

    /** Tries the registrations again that have failed, but not of a messenger that is being asked or told something. */
    public void retry() {
        forEach(account -> turns.ifFree(account, () -> registrar.retry(account)));
    }

    /**
     * Takes every account's webhook back.
     *
     * @throws IllegalStateException if the relay ends
     */
    public void uninstall() {
        lifecycle.mustBeOpen();
        forEach(account -> turns.alone(account, () -> {
            registrar.uninstall(account);
            return true;
        }));
    }

    /**
     * Takes one account's webhook back.
     *
     * @return why that did not work; null: it is taken back
     * @throws IllegalArgumentException if there is no such account
     * @throws IllegalStateException if the relay ends
     */
    public @Nullable String uninstall(String id) {
        lifecycle.mustBeOpen();
        Account account = named.named(id);
        return turns.alone(account, () -> registrar.uninstall(account));
    }

    public List<String> accounts() {
        return accounts.stream().map(Account::id).toList();
    }

    /** What became of each, by account. */
    public Map<String, Registration> outcomes() {
        return registrar.registrations();
    }

    private void forEach(Consumer<Account> task) {
        sideBySide.each(accounts, account -> done(account, task));
    }

    private static @Nullable Void done(Account account, Consumer<Account> task) {
        task.accept(account);
        return null;
    }
}
