package dev.byoc.spring.internal.endpoint;

import dev.byoc.ByocException;
import dev.byoc.Direction;
import dev.byoc.Visible;
import dev.byoc.relay.RelayEngine;
import dev.byoc.spring.Relay;
import dev.byoc.spring.internal.HealthView;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.Timeline;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.lang.Nullable;

/**
 * What an operator asks of a relay and does with it: docs/guides/spring-boot.md. Shows ids of messages and of customers, sentences, and with
 * {@code addresses} the secret parts of webhooks' addresses; no one's words, and no other secret.
 */
@Endpoint(id = "byoc")
public final class RelayEndpoint {
    /** Of a customer's timelines, unless another one is asked for. */
    private static final int LIMIT = 20;

    private final Relay relay;

    RelayEndpoint(Relay relay) {
        this.relay = relay;
    }

    /** The relay's health and figures. Makes no call. */
    @ReadOperation
    public Map<String, Object> status() {
        return HealthView.whole(relay.health());
    }

    /**
     * {@code dead-letters}, narrowed by {@code account} to {@code reason}; {@code timeline} of an {@code id}, or of the last {@code limit} messages
     * of a {@code customer} of an {@code account}; or {@code addresses}.
     */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> read(
            @Selector String what,
            @Nullable String id,
            @Nullable String account,
            @Nullable String direction,
            @Nullable String party,
            @Nullable String since,
            @Nullable String until,
            @Nullable String reason,
            @Nullable String customer,
            @Nullable Integer limit) {
        return switch (what) {
            case "dead-letters" ->
                asked(engine -> Map.of(
                        "deadLetters",
                        engine.deadLetters(filter(account, direction, party, since, until, reason)).stream()
                                .map(RelayEndpoint::shown)
                                .toList()));
            case "timeline" ->
                asked(engine -> Map.of(
                        "timelines",
                        timelines(engine, id, account, customer, limit).stream()
                                .map(RelayEndpoint::shown)
                                .toList()));
            case "addresses" -> asked(RelayEndpoint::addresses);
            default -> unknown("dead-letters, timeline and addresses are there to read");
        };
    }

    /**
     * {@code replay} and {@code discard} the dead letter of an {@code id}, {@code probe} all that can be asked, or {@code catch-up} what was
     * written {@code since}.
     */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> write(
            @Selector String what, @Nullable String id, @Nullable String mode, @Nullable String since) {
        return switch (what) {
            case "replay" ->
                asked(engine -> {
                    ReplayResult result = engine.replay(number(id), mode(mode));
                    return Map.of("result", result.name());
                });
            case "discard" -> asked(engine -> Map.of("discarded", engine.discard(number(id))));
            case "probe" -> asked(engine -> HealthView.whole(engine.probe()));
            case "catch-up" ->
                asked(engine -> {
                    Instant from = time("since", given("since", since));
                    engine.catchUp(from);
                    return Map.of("since", from.toString());
                });
            default -> unknown("replay, discard, probe and catch-up are there to do");
        };
    }

    /** What an operator has asked in a way that cannot be answered. */
    private static final class BadRequestException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadRequestException(String sentence) {
            super(sentence);
        }
    }

    private static List<Timeline> timelines(
            RelayEngine engine,
            @Nullable String id,
            @Nullable String account,
            @Nullable String customer,
            @Nullable Integer limit) {
        if (customer == null) {
            return engine.timeline(given("id", id));
        }
        try {
            return engine.timelines(
                    given("account", account), given("customer", customer), limit == null ? LIMIT : limit);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(String.valueOf(e.getMessage()));
        }
    }

    private WebEndpointResponse<Map<String, Object>> asked(Function<RelayEngine, Map<String, Object>> question) {
        try {
            return new WebEndpointResponse<>(question.apply(relay.engine()));
        } catch (BadRequestException e) {
            return fault(e, WebEndpointResponse.STATUS_BAD_REQUEST);
        } catch (ByocException | IllegalStateException e) {
            // Its store is out of reach, or it is closed.
            return fault(e, WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
        }
    }

    private static WebEndpointResponse<Map<String, Object>> fault(RuntimeException e, int status) {
        return new WebEndpointResponse<>(Map.of("fault", String.valueOf(e.getMessage())), status);
    }

    private static WebEndpointResponse<Map<String, Object>> unknown(String sentence) {
        return new WebEndpointResponse<>(Map.of("fault", sentence), WebEndpointResponse.STATUS_NOT_FOUND);
    }

    private static String given(String name, @Nullable String value) {
        if (value == null || Visible.isBlank(value)) {
            throw new BadRequestException(name + " is missing");
        }
        return Visible.trimmed(value);
    }

    private static long number(@Nullable String id) {
        try {
            return Long.parseLong(given("id", id));
        } catch (NumberFormatException e) {
            throw new BadRequestException("id must be the number of a dead letter");
        }
    }

    private static ReplayMode mode(@Nullable String mode) {
        if (mode == null) {
            return ReplayMode.REFUSE_DUPLICATE;
        }
        try {
            return ReplayMode.valueOf(mode.replace('-', '_').toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("mode must be refuse-duplicate or allow-duplicate");
        }
    }

    private static Instant time(String name, String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            throw new BadRequestException(name + " must be a time such as 2026-01-15T09:00:00Z");
        }
    }

    private static DeadLetterFilter filter(
            @Nullable String account,
            @Nullable String direction,
            @Nullable String party,
            @Nullable String since,
            @Nullable String until,
            @Nullable String reason) {
        return new DeadLetterFilter(
                account,
                direction == null ? null : direction(direction),
                party,
                since == null ? null : time("since", since),
                until == null ? null : time("until", until),
                reason == null ? "" : reason);
    }

    private static Direction direction(String value) {
        for (Direction each : Direction.values()) {
            if (each.name().equalsIgnoreCase(value)) {
                return each;
            }
        }
        throw new BadRequestException("direction must be inbound or outbound");
    }

    private static Map<String, Object> shown(DeadLetter letter) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", letter.id());
        shown.put("account", letter.account());
        shown.put("direction", letter.direction().name());
        shown.put("party", letter.party());
        shown.put("eventKey", letter.eventKey());
        shown.put("at", letter.at().toString());
        shown.put("reason", letter.reason());
        shown.put("mayHaveArrived", letter.mayHaveArrived());
        return shown;
    }

    private static Map<String, Object> shown(Timeline timeline) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("entry", timeline.entry());
        shown.put("account", timeline.account());
        shown.put("direction", timeline.direction().name());
        shown.put("eventKey", timeline.eventKey());
        shown.put("state", timeline.state().name());
        shown.put(
                "steps",
                timeline.steps().stream()
                        .map(step -> Map.of("at", step.at().toString(), "what", step.what(), "detail", step.detail()))
                        .toList());
        return shown;
    }

    private static Map<String, Object> addresses(RelayEngine engine) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("freshchat", engine.freshchatWebhookUrl().toString());
        if (engine.productEventUrl() != null) {
            shown.put("productEvents", String.valueOf(engine.productEventUrl()));
        }
        if (engine.settingsUrl() != null) {
            shown.put("settings", String.valueOf(engine.settingsUrl()));
        }
        engine.registrations()
                .keySet()
                .forEach(
                        account -> shown.put(account, engine.webhookUrl(account).toString()));
        return shown;
    }
}
