package dev.byoc.internal.address;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.store.spi.Counters;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the public address for what only a host of this store can answer. While it does not answer, webhooks do not arrive either: a condition
 * of the relay and a gap. Many networks do not lead back to their own public address, so one that has never answered here is no trouble, and
 * only noted. Thread-safe; never throws.
 */
public final class PublicAddressProbe {
    private static final Logger log = LoggerFactory.getLogger(PublicAddressProbe.class);

    /**
     * Rounds in a row without an answer after which the address is unreachable. One may be a lost packet, or a proxy or another host that is
     * just being replaced; a second one, minutes later, is not. Waiting costs nothing: the gap reaches back to the last answer.
     */
    private static final int FAILURES = 2;

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final URI publicUrl;
    private final Http http;
    private final PublicAddressTokens tokens;
    private final Gaps gaps;
    private final Conditions conditions;
    private final Counters counters;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();

    private boolean hasAnswered;

    /** When a webhook last could come for sure: the address answered, or one of Freshchat came to any host; null: not yet. */
    private volatile @Nullable Instant heard;

    private volatile int failures;
    private volatile @Nullable String note;

    public PublicAddressProbe(
            URI publicUrl,
            Http http,
            PublicAddressTokens tokens,
            Gaps gaps,
            Conditions conditions,
            Counters counters,
            Clock clock) {
        this.publicUrl = publicUrl;
        this.http = http;
        this.tokens = tokens;
        this.gaps = gaps;
        this.conditions = conditions;
        this.counters = counters;
        this.clock = clock;
    }

    /** What is worth knowing, and no trouble; null: nothing. */
    public @Nullable String note() {
        return note;
    }

    /** Asks once. A second caller waits for its own turn. */
    public void run() {
        asking.lock();
        try {
            String why = ask();
            if (why == null) {
                answered();
            } else {
                failed(why);
            }
        } finally {
            asking.unlock();
        }
    }

    /** Why the answer is not this relay's; null: it is. */
    private @Nullable String ask() {
        String token = tokens.issue();
        URI url = URI.create(publicUrl + "/" + ReservedIds.REACHABLE + "/" + token);
        HttpResult result = http.call(HttpCall.get(url).within(DEADLINE));
        if (result instanceof HttpResult.Answered answer) {
            if (answer.status() != 200) {
                return "it answers " + answer.status();
            }
            String body = new String(answer.body(), StandardCharsets.UTF_8).strip();
            return tokens.isAnswer(token, body) ? null : "something else answers there";
        }
        return result instanceof HttpResult.NotSent notSent
                ? notSent.detail()
                : result instanceof HttpResult.NoAnswer noAnswer ? noAnswer.detail() : "no answer";
    }

    private synchronized void answered() {
        reached(clock.instant());
        hasAnswered = true;
        note = null;
    }

    private synchronized void failed(String why) {
        if (!hasAnswered) {
            if (note == null) {
                note = "The public address could not be checked from here (" + why
                        + "). That is no trouble where a network does not lead back to its own public address.";
                log.info("{}", note);
            }
            return;
        }
        webhookElsewhere();
        failures++;
        Instant since = heard;
        if (failures >= FAILURES && since != null) {
            conditions.begin(
                    Health.RELAY,
                    HealthKind.PUBLIC_ADDRESS,
                    Status.DEGRADED,
                    "The public address has not been reached since " + since + ": " + why
                            + ". Webhooks of Freshchat and of the messengers may not arrive.",
                    "Look at what leads to publicUrl: name service, proxy, certificate, firewall. Agents' answers of that time are"
                            + " looked for by reading conversations.");
            // Each time, as for webhooks that are refused: answers are looked for while it lasts, too.
            gaps.missed(since);
        }
    }

    /** Before a webhook of Freshchat is judged: the address works, whatever the probe finds. */
    public void webhookCame() {
        reached(clock.instant());
    }

    /** One that came to another host of the store. */
    private void webhookElsewhere() {
        for (String address : List.of(Health.FRESHCHAT, ReservedIds.FRESHCHAT_APP)) {
            Instant last = counters.lastWebhook(address);
            Instant before = heard;
            if (last != null && (before == null || last.isAfter(before))) {
                reached(last);
            }
        }
    }

    private void reached(Instant at) {
        if (failures > 0) {
            endFailures();
        }
        heard = at;
    }

    private synchronized void endFailures() {
        Instant since = heard;
        if (failures >= FAILURES && since != null) {
            gaps.missed(since);
            conditions.end(Health.RELAY, HealthKind.PUBLIC_ADDRESS);
        }
        failures = 0;
    }
}
