package dev.byoc.internal.health;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.http.Http;
import dev.byoc.http.HttpResult;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Compares our clock with the time at which Freshchat says that it has answered (RFC 9110, 6.6.1): by a clock that is off, messages count as
 * too old, and signatures and retries as out of time. Costs no call of its own. Thread-safe.
 */
public final class ClockSkew {
    /** Less may be a slow answer. */
    static final Duration MOST = Duration.ofMinutes(2);

    private final Conditions conditions;

    /** By our clock; null: it is not off. */
    private volatile @Nullable Instant lastOff;

    private volatile Told last = new Told("", null);

    /** @param time null: it names none */
    private record Told(String header, @Nullable Instant time) {}

    public ClockSkew(Conditions conditions) {
        this.conditions = conditions;
    }

    /** The same client, each of whose answers is looked at. */
    public Http looking(Http http) {
        return call -> {
            HttpResult result = http.call(call);
            if (result instanceof HttpResult.Answered answered) {
                look(answered);
            }
            return result;
        };
    }

    private void look(HttpResult.Answered answered) {
        Told told = told(answered.header("date"));
        Instant theirs = told.time();
        if (theirs == null) {
            return;
        }
        Instant now = answered.receivedAt();
        Duration ahead = Duration.between(theirs, now);
        if (ahead.abs().compareTo(MOST) > 0) {
            begins(now, ahead);
        } else if (lastOff != null) {
            ends(now);
        }
    }

    /** A server says the same for a second, and to read it costs more than all else here. */
    private Told told(String header) {
        Told told = last;
        if (!told.header().equals(header)) {
            told = new Told(header, read(header));
            last = told;
        }
        return told;
    }

    private static @Nullable Instant read(String header) {
        try {
            return ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** One of Freshchat's servers may be off and the others not; a clock that was set right has moved by more than that. */
    private synchronized void ends(Instant now) {
        if (lastOff != null && (now.isBefore(lastOff) || !now.isBefore(lastOff.plus(MOST)))) {
            lastOff = null;
            conditions.end(Health.RELAY, HealthKind.CLOCK);
        }
    }

    private synchronized void begins(Instant now, Duration ahead) {
        lastOff = now;
        conditions.begin(
                Health.RELAY,
                HealthKind.CLOCK,
                Status.DEGRADED,
                "The clock of this machine is " + ahead.abs().toMinutes() + " minutes "
                        + (ahead.isNegative() ? "behind" : "ahead of") + " Freshchat's.",
                "Let the machine take its time from the network (NTP): the age of messages is told by it.");
    }
}
