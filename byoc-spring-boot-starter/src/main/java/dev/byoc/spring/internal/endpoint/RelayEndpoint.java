package dev.byoc.spring.internal.endpoint;

import static dev.byoc.spring.internal.endpoint.EndpointParameters.filter;
import static dev.byoc.spring.internal.endpoint.EndpointParameters.given;
import static dev.byoc.spring.internal.endpoint.EndpointParameters.mode;
import static dev.byoc.spring.internal.endpoint.EndpointParameters.numbers;
import static dev.byoc.spring.internal.endpoint.EndpointParameters.time;

import dev.byoc.ByocException;
import dev.byoc.relay.RelayEngine;
import dev.byoc.spring.Relay;
import dev.byoc.spring.internal.HealthView;
import dev.byoc.spring.internal.endpoint.EndpointParameters.BadRequestException;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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
                                .map(EndpointViews::shown)
                                .toList()));
            case "timeline" ->
                asked(engine -> Map.of(
                        "timelines",
                        timelines(engine, id, account, customer, limit).stream()
                                .map(EndpointViews::shown)
                                .toList()));
            case "addresses" -> asked(EndpointViews::addresses);
            default -> unknown("dead-letters, timeline and addresses are there to read");
        };
    }

    /**
     * {@code replay} and {@code discard} the dead letters of an {@code id}, or of several with commas between; {@code probe} all that can be asked,
     * or {@code catch-up} what was written {@code since}.
     */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> write(
            @Selector String what, @Nullable String id, @Nullable String mode, @Nullable String since) {
        return switch (what) {
            case "replay" -> replay(id, mode);
            case "discard" -> discard(id);
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

    private WebEndpointResponse<Map<String, Object>> replay(@Nullable String id, @Nullable String mode) {
        List<Map<String, Object>> results = new ArrayList<>();
        WebEndpointResponse<Map<String, Object>> end = asked(engine -> {
            ReplayMode asked = mode(mode);
            numbers(id).forEach(each -> results.add(EndpointViews.shown(each, engine.replay(each, asked))));
            return Map.of();
        });
        return with(end, "results", results);
    }

    private WebEndpointResponse<Map<String, Object>> discard(@Nullable String id) {
        AtomicLong discarded = new AtomicLong();
        WebEndpointResponse<Map<String, Object>> end = asked(engine -> {
            for (long each : numbers(id)) {
                if (engine.discard(each)) {
                    discarded.incrementAndGet();
                }
            }
            return Map.of();
        });
        return with(end, "discarded", discarded.get());
    }

    /** Also where one of several has failed: what was done before it stays done. */
    private static WebEndpointResponse<Map<String, Object>> with(
            WebEndpointResponse<Map<String, Object>> end, String name, Object done) {
        Map<String, Object> body = new LinkedHashMap<>(end.getBody());
        body.put(name, done);
        return new WebEndpointResponse<>(body, end.getStatus());
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
}
