package dev.byoc.testkit.kakaotalk.skill;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.Ask;
import dev.byoc.testkit.server.Refusal;
import dev.byoc.testkit.server.Waiting;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The callback URLs of a bot: each good for one answer within its minute. Thread-safe. */
final class SkillCallbacks {
    private static final Duration LIFE = Duration.ofMinutes(1);

    private enum State {
        ISSUED,
        ASKED_FOR,
        NOT_ASKED_FOR,
        USED
    }

    private static final class Ticket {
        private final SkillCustomer customer;
        private final URI url;
        private final Instant until;
        private State state = State.ISSUED;

        Ticket(SkillCustomer customer, URI url, Instant until) {
            this.customer = customer;
            this.url = url;
            this.until = until;
        }
    }

    private final Clock clock;
    private final Waiting waiting;
    private final Map<String, Ticket> tickets = new LinkedHashMap<>();
    private final List<SkillCallback> ledger = new ArrayList<>();
    private volatile int refusalStatus = 400;

    SkillCallbacks(Clock clock, Waiting waiting) {
        this.clock = clock;
        this.waiting = waiting;
    }

    void refusalStatus(int value) {
        this.refusalStatus = value;
    }

    URI issue(String origin, SkillCustomer customer) {
        String token = UUID.randomUUID().toString();
        URI url = URI.create(origin + "/v1/callback/" + token);
        synchronized (this) {
            tickets.put(token, new Ticket(customer, url, clock.instant().plus(LIFE)));
        }
        return url;
    }

    /** The skill has answered; without {@code useCallback} its callback URL is worth nothing. */
    synchronized void answered(URI url, boolean useCallback) {
        for (Ticket ticket : tickets.values()) {
            if (ticket.url.equals(url) && ticket.state == State.ISSUED) {
                ticket.state = useCallback ? State.ASKED_FOR : State.NOT_ASKED_FOR;
            }
        }
    }

    Answer take(Ask ask, String token) {
        String problem = "";
        Ticket ticket;
        synchronized (this) {
            ticket = tickets.get(token);
            try {
                Json answer = checked(ask, ticket);
                if (ticket != null) {
                    ticket.customer.show(answer);
                }
            } catch (Refusal refusal) {
                problem = refusal.text();
            }
            URI url = ticket == null ? URI.create(ask.target()) : ticket.url;
            ledger.add(new SkillCallback(url, clock.instant(), ask.body(), problem));
        }
        waiting.changed();
        boolean success = problem.isEmpty();
        return Answer.json(
                success ? 200 : refusalStatus,
                Json.object()
                        .put("taskId", UUID.randomUUID().toString())
                        .put("status", success ? "SUCCESS" : "ERROR")
                        .put("message", problem)
                        .put("timestamp", clock.millis())
                        .build());
    }

    private Json checked(Ask ask, @Nullable Ticket ticket) {
        if (ticket == null) {
            throw Refusal.invalid("unknown callback URL");
        }
        if (ticket.state == State.USED) {
            throw Refusal.invalid("used before");
        }
        if (ticket.state == State.NOT_ASKED_FOR) {
            throw Refusal.invalid("the skill did not answer useCallback");
        }
        if (clock.instant().isAfter(ticket.until)) {
            throw Refusal.invalid("older than a minute");
        }
        // Whatever comes now, there is no second try.
        ticket.state = State.USED;
        if (!ask.header("Content-Type").startsWith("application/json")) {
            throw Refusal.invalid("Content-Type");
        }
        return SkillChecks.callback(ask.body());
    }

    synchronized List<SkillCallback> ledger() {
        return List.copyOf(ledger);
    }
}
