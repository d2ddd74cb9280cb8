package dev.byoc.internal.report;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells a wrong or changed key from a stray request, by the requests at right addresses that did not prove where they are from. A
 * request without the secret part of an address gets a 404 and is not counted. Thread-safe.
 */
public final class RefusedWebhooks {
    /** So many in a row, and none between that proved itself. */
    static final int LEAST = 3;

    /** So many of one body, where the key was right before: it may have been spoilt on its way, and is sent again and again. */
    static final int LEAST_REPEATS = 6;

    /** Requests that prove themselves and others that do not may come in turn: what has begun lasts for so long after the last of those. */
    static final Duration CALM = Duration.ofMinutes(1);

    /**
     * What was refused since the last one that proved itself.
     *
     * @param body a hash of the first one's
     * @param different whether not all had that body
     * @param keyWasRight whether one has proved itself since the start
     * @param toldAt when the last one was refused, if it is a condition; null: it is none
     */
    private record Row(
            int count,
            int body,
            boolean different,
            boolean keyWasRight,
            @Nullable Instant toldAt) {
        static final Row NONE = new Row(0, 0, false, false, null);
        static final Row NONE_SINCE_A_GOOD_ONE = new Row(0, 0, false, true, null);

        Row and(int next, Instant now) {
            Row row = count == 0
                    ? new Row(1, next, false, keyWasRight, toldAt)
                    : new Row(count + 1, body, different || next != body, keyWasRight, toldAt);
            return row.isEnough() || toldAt != null
                    ? new Row(row.count, row.body, row.different, row.keyWasRight, now)
                    : row;
        }

        Row andOneThatProvedItself() {
            return new Row(0, 0, false, true, toldAt);
        }

        boolean isEnough() {
            return count >= (different || !keyWasRight ? LEAST : LEAST_REPEATS);
        }

        /** A clock that was put back must not keep it going. */
        boolean isOver(Instant now) {
            return toldAt != null && count == 0 && (now.isBefore(toldAt) || !now.isBefore(toldAt.plus(CALM)));
        }
    }

    private final Conditions conditions;
    private final Clock clock;
    private final Map<String, Row> rows = new ConcurrentHashMap<>();

    public RefusedWebhooks(Conditions conditions, Clock clock) {
        this.conditions = conditions;
        this.clock = clock;
    }

    /** @param name the account's id, {@code freshchat} or {@code freshchat-app} */
    synchronized void refused(String name, byte[] body) {
        Row row = rows.getOrDefault(name, Row.NONE).and(Arrays.hashCode(body), clock.instant());
        rows.put(name, row);
        if (row.isEnough()) {
            conditions.begin(
                    component(name),
                    kind(name),
                    Status.DOWN,
                    "The last " + row.count() + " webhooks were refused, as they did not prove where they come from.",
                    remedy(name));
        }
    }

    void verified(String name) {
        if (!Row.NONE_SINCE_A_GOOD_ONE.equals(rows.get(name))) {
            hasVerified(name);
        }
    }

    private synchronized void hasVerified(String name) {
        rows.put(name, rows.getOrDefault(name, Row.NONE).andOneThatProvedItself());
    }

    /** Ends what is over; called at intervals. */
    public synchronized void settle() {
        Instant now = clock.instant();
        rows.replaceAll((name, row) -> {
            if (!row.isOver(now)) {
                return row;
            }
            conditions.end(component(name), kind(name));
            return Row.NONE_SINCE_A_GOOD_ONE;
        });
    }

    private static String component(String name) {
        return name.equals(ReservedIds.FRESHCHAT_APP) ? Health.FRESHCHAT : name;
    }

    private static HealthKind kind(String name) {
        return name.equals(ReservedIds.FRESHCHAT_APP) ? HealthKind.APP_SIGNATURE : HealthKind.SIGNATURE;
    }

    private static String remedy(String name) {
        return switch (name) {
            case Health.FRESHCHAT -> "Copy the public key from Freshchat's webhook page into webhookKey(...).";
            case ReservedIds.FRESHCHAT_APP -> "Give the marketplace app the secret that productEvents(...) was given.";
            default -> "Compare the account's key or token with the one that the messenger has now.";
        };
    }
}
