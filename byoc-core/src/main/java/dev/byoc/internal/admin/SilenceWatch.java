package dev.byoc.internal.admin;

import dev.byoc.event.Health.Status;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.internal.report.Arrivals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/** Notices accounts from which no webhook has come for longer than their settings allow. */
public final class SilenceWatch {
    private final Collection<Account> accounts;
    private final Arrivals arrivals;
    private final Conditions conditions;
    private final Clock clock;
    private volatile Instant startedAt;

    public SilenceWatch(Collection<Account> accounts, Arrivals arrivals, Conditions conditions, Clock clock) {
        this.accounts = accounts;
        this.arrivals = arrivals;
        this.conditions = conditions;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** An account without webhooks counts as silent from here. */
    void start() {
        startedAt = clock.instant();
    }

    void look(StoreView.Seen seen) {
        accounts.forEach(account -> look(account, seen));
    }

    private void look(Account account, StoreView.Seen seen) {
        Duration after = account.options().silentAfter();
        if (after == null) {
            return;
        }
        // Also of webhooks that came to other hosts of the store.
        Instant since = Stream.of(
                        startedAt,
                        arrivals.at(account.id()).verified(),
                        seen.lastWebhooks().get(account.id()))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(startedAt);
        conditions.show(
                account.id(),
                HealthKind.SILENT,
                Status.DEGRADED,
                clock.instant().isAfter(since.plus(after)) ? "No webhook has come since " + since + "." : null,
                "Write to the account yourself. If that does not arrive, register the webhook again: relay.install(\""
                        + account.id() + "\").");
    }
}
