package dev.byoc.internal.admin;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.freshchat.NamedInSettings;
import dev.byoc.internal.health.Findings;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.store.StoreException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Freshchat for its account and for what settings name of it, and tells what is wrong. Thread-safe; never throws. */
public final class FreshchatProbe {
    private static final Logger log = LoggerFactory.getLogger(FreshchatProbe.class);

    private final FreshchatClient freshchat;
    private final AccountIdentity identity;
    private final NamedInSettings named;
    private final StoreView store;
    private final Findings findings;
    private final Resumption resumption;
    private final ReentrantLock asking = new ReentrantLock();

    public FreshchatProbe(
            FreshchatClient freshchat,
            AccountIdentity identity,
            NamedInSettings named,
            StoreView store,
            Findings findings,
            Resumption resumption) {
        this.freshchat = freshchat;
        this.identity = identity;
        this.named = named;
        this.store = store;
        this.findings = findings;
        this.resumption = resumption;
    }

    void run() {
        asking.lock();
        try {
            if (store.letsAsk()) {
                ask();
            }
        } finally {
            asking.unlock();
        }
    }

    private void ask() {
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
            named.look();
        } catch (FreshchatException e) {
            refusal = e;
        }
        if (refusal == null) {
            findings.nothingFound(Health.FRESHCHAT);
            resumption.works(Health.FRESHCHAT);
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
}
