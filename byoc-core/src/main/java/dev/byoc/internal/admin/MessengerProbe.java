package dev.byoc.internal.admin;

import dev.byoc.Visible;
import dev.byoc.channel.AccountHealth;
import dev.byoc.event.Health.Status;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.health.Findings;
import dev.byoc.internal.health.HealthKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a messenger whether its account works and where its webhooks go, and tells what is wrong. Thread-safe; never throws. */
public final class MessengerProbe {
    private static final Logger log = LoggerFactory.getLogger(MessengerProbe.class);

    private static final String SET_THE_KEY = "Set the account's current key or token.";

    private final WebhookRegistrar registrar;
    private final Findings findings;
    private final Resumption resumption;

    public MessengerProbe(WebhookRegistrar registrar, Findings findings, Resumption resumption) {
        this.registrar = registrar;
        this.findings = findings;
        this.resumption = resumption;
    }

    /** Asks one that can be asked; the caller has the account's turn. */
    void ask(Account account) {
        if (!account.channel().probes()) {
            return;
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
            resumption.works(id);
        }
    }

    private static String said(String detail, String otherwise) {
        return Visible.isBlank(detail) ? otherwise : detail;
    }
}
