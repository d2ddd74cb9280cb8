package dev.byoc.internal.admin;

import dev.byoc.Visible;
import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Registration;
import dev.byoc.event.Health.Status;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators, in health, in the log and in sentences, what has become of a registration and what to do. Thread-safe. */
public final class RegistrationConditions {
    private static final Logger log = LoggerFactory.getLogger(RegistrationConditions.class);

    private static final String TAKE_OVER = "Set 'take-over' to yes if it may be replaced.";
    private static final String AGAIN = "Fix what the cause names; the relay retries every minute.";

    private final Conditions conditions;

    RegistrationConditions(Conditions conditions) {
        this.conditions = conditions;
    }

    void occupied(Account account, Registration.Occupied occupied) {
        begin(account, Status.DOWN, occupiedBy(occupied), TAKE_OVER);
    }

    /** @param comesStill the address was registered before, so that messages most likely still come */
    void failed(Account account, Registration.Failed failed, boolean comesStill) {
        Status status = comesStill ? Status.DEGRADED : Status.DOWN;
        begin(account, status, "the webhook is not registered: " + failed.detail(), AGAIN);
    }

    /** @param free nothing has to be done or allowed before it is registered again */
    void astray(Account account, AccountHealth.WebhookElsewhere elsewhere, boolean free) {
        String again = "relay.install(\"" + account.id() + "\")";
        begin(
                account,
                Status.DOWN,
                Visible.isBlank(elsewhere.current())
                        ? "The messenger sends this account's webhooks to no address."
                        : "The messenger sends this account's webhooks elsewhere, to " + hostOf(elsewhere.current())
                                + ".",
                free
                        ? "Register it again: " + again + "."
                        : "If that address may be replaced: set 'take-over' to yes, or remove it at the messenger and call "
                                + again + ".");
    }

    void end(Account account) {
        conditions.end(account.id(), HealthKind.REGISTRATION);
    }

    private void begin(Account account, Status status, String cause, String remedy) {
        conditions.begin(account.id(), HealthKind.REGISTRATION, status, cause, remedy);
    }

    /** Logs what went well; the sentence for what only an operator can repair, else null. */
    @Nullable
    String tell(Account account, Registration outcome) {
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

    /** Without what may be secret in it. */
    public static String hostOf(String url) {
        String rest = url.substring(url.indexOf("//") < 0 ? 0 : url.indexOf("//") + 2);
        String authority = rest.split("[/?#]", 2)[0];
        // What stands before an @ is a name and a password.
        return authority.substring(authority.lastIndexOf('@') + 1);
    }
}
