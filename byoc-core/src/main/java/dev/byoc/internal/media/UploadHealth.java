package dev.byoc.internal.media;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.http.HttpOutcome.Next;
import dev.byoc.internal.freshchat.FreshchatReach;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;

/**
 * Tells uploads that are refused alone, for a right that the token lacks or by a firewall, from a Freshchat that refuses everything: the
 * former costs files and is told to an operator, and no message waits for that. Thread-safe.
 */
public final class UploadHealth {
    private final FreshchatReach reach;
    private final Conditions conditions;

    public UploadHealth(FreshchatReach reach, Conditions conditions) {
        this.reach = reach;
        this.conditions = conditions;
    }

    /** @param kind {@link HealthKind#PICTURE_UPLOADS} or {@link HealthKind#FILE_UPLOADS} */
    void works(HealthKind kind) {
        conditions.end(Health.FRESHCHAT, kind);
    }

    /** Whether a failed upload says something of all calls to Freshchat. */
    boolean isForAll(HealthKind kind, FreshchatException e) {
        Next next = e.outcome().next(Call.UPLOAD);
        if (!next.needsOperator() || e.isOfReplacedToken() || !reach.takesOtherCalls()) {
            return next.isForAll();
        }
        conditions.begin(
                Health.FRESHCHAT,
                kind,
                Status.DEGRADED,
                "Uploads are refused, and other calls are not: " + e.getMessage(),
                "Use an API token that may upload, and have proxies and firewalls let uploads pass.");
        return false;
    }

    /** Whether another time will not do; of what is not for all. */
    static boolean isRefused(FreshchatException e) {
        return e.outcome().next(Call.UPLOAD) == Next.GIVE_UP;
    }
}
