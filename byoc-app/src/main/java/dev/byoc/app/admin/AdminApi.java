package dev.byoc.app.admin;

import dev.byoc.ByocException;
import dev.byoc.Direction;
import dev.byoc.Visible;
import dev.byoc.channel.Registration;
import dev.byoc.event.Finding;
import dev.byoc.event.Health;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.Timeline;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the commands ask of a relay, by a path and parameters, and the answer as JSON. Shows ids of messages and of customers, sentences, and the
 * secret parts of webhooks' addresses; nothing that was said, and no other secret. Thread-safe.
 */
public final class AdminApi {
    /** What a relay that is not started can do: it has its store, and no server to which a messenger could call back. */
    private static final Set<String> OF_THE_STORE = Set.of(
            "GET /v1/dead-letters",
            "GET /v1/dead-letters/replayable",
            "POST /v1/dead-letters/replay",
            "POST /v1/dead-letters/discard",
            "GET /v1/timeline");

    private static final Set<String> OTHERS = Set.of(Health.FRESHCHAT, Health.STORE, Health.HOST, Health.RELAY);

    /** By POST: the relay sends itself test requests through its public address. */
    public static final String CHECK_PUBLIC_URL = "/v1/public-url/check";

    /** Of a customer's timelines, unless another one is asked for. */
    private static final int LIMIT = 20;

    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int UNKNOWN = 404;
    private static final int UNAVAILABLE = 503;

    private final Supplier<RelayEngine> relay;
    private final Clock clock;

    /** An answer. Other statuses than 200 come with a {@code fault}, a sentence. */
    public record Answer(int status, Json body) {}

    /** What was asked in a way that cannot be answered. */
    private static final class BadRequestException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadRequestException(String sentence) {
            super(sentence);
        }
    }

    /** @param relay throws a {@link dev.byoc.store.StoreException} while there is none */
    public AdminApi(Supplier<RelayEngine> relay) {
        this(relay, Clock.systemUTC());
    }

    AdminApi(Supplier<RelayEngine> relay, Clock clock) {
        this.relay = relay;
        this.clock = clock;
    }

    /** Whether a relay that is not started can answer that. */
    public static boolean isOfTheStore(String method, String path) {
        return OF_THE_STORE.contains(method + " " + path);
    }

    public Answer answer(String method, String path, Map<String, String> parameters) {
        try {
            Json body = body(method + " " + path, new Parameters(parameters));
            return body == null
                    ? fault(UNKNOWN, "there is nothing at " + method + " of this path")
                    : new Answer(OK, body);
        } catch (BadRequestException | IllegalArgumentException e) {
            return fault(BAD, String.valueOf(e.getMessage()));
        } catch (ByocException | IllegalStateException e) {
            return fault(UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    /** One that says why it is none. */
    static Answer fault(int status, String sentence) {
        return new Answer(status, Json.object().put("fault", sentence).build());
    }

    private @Nullable Json body(String what, Parameters of) {
        return switch (what) {
            case "GET /v1/webhooks" -> webhooks(accounts(of));
            case "POST /v1/webhooks/register" -> {
                List<String> accounts = accounts(of);
                accounts.forEach(relay.get()::install);
                yield webhooks(accounts);
            }
            case "POST /v1/webhooks/unregister" ->
                list(
                        "accounts",
                        accounts(of).stream()
                                .map(each -> AdminViews.unregistered(
                                        each, relay.get().uninstall(each)))
                                .toList());
            case "GET /v1/dead-letters" ->
                list(
                        "deadLetters",
                        relay.get().deadLetters(of.filter()).stream()
                                .map(AdminViews::of)
                                .toList());
            case "GET /v1/dead-letters/replayable" ->
                list(
                        "deadLetters",
                        relay.get().replayable(of.filter()).stream()
                                .map(AdminViews::of)
                                .toList());
            case "POST /v1/dead-letters/replay" -> replay(of);
            case "POST /v1/dead-letters/discard" ->
                Json.object()
                        .put(
                                "discarded",
                                of.has("id")
                                        ? relay.get().discard(of.number("id")) ? 1 : 0
                                        : relay.get().discardAll(of.filter()))
                        .build();
            case "GET /v1/timeline" ->
                list("timelines", timelines(of).stream().map(AdminViews::of).toList());
            case "POST " + CHECK_PUBLIC_URL ->
                list(
                        "findings",
                        relay.get().checkPublicUrl().stream()
                                .map(Finding::toJson)
                                .toList());
            case "POST /v1/catch-up" -> {
                Instant since = of.time("since");
                relay.get().catchUp(since);
                yield Json.object().put("since", since.toString()).build();
            }
            default -> null;
        };
    }

    private List<Timeline> timelines(Parameters of) {
        if (!of.has("customer")) {
            return relay.get().timeline(of.text("id"));
        }
        List<String> accounts = accounts(of);
        if (accounts.size() > 1) {
            throw new BadRequestException("account is missing; there are: " + String.join(", ", accounts));
        }
        int limit = of.has("limit") ? of.count("limit") : LIMIT;
        return relay.get().timelines(accounts.get(0), of.text("customer"), limit);
    }

    private static Json list(String name, List<Json> items) {
        return Json.object().put(name, items).build();
    }

    private Json replay(Parameters of) {
        if (of.has("id")) {
            ReplayMode mode = of.has("allow-duplicate") ? ReplayMode.ALLOW_DUPLICATE : ReplayMode.REFUSE_DUPLICATE;
            return Json.object()
                    .put("result", relay.get().replay(of.number("id"), mode).name())
                    .build();
        }
        // What fails again is a dead letter that the same filter would cover in the next call.
        DeadLetterFilter filter = of.filter();
        Instant now = clock.instant();
        Instant until = filter.until() == null || filter.until().isAfter(now) ? now : filter.until();
        return Json.object()
                .put("until", until.toString())
                .put(
                        "deadLetters",
                        relay.get().replayAll(filter.until(until)).stream()
                                .map(AdminViews::of)
                                .toList())
                .build();
    }

    private List<String> accounts(Parameters of) {
        List<String> all = relay.get().health().parts().stream()
                .map(Health.Part::name)
                .filter(each -> !OTHERS.contains(each))
                .toList();
        if (!of.has("account")) {
            return all;
        }
        if (!all.contains(of.text("account"))) {
            throw new BadRequestException("there is no such account; there are: " + String.join(", ", all));
        }
        return List.of(of.text("account"));
    }

    private Json webhooks(List<String> accounts) {
        RelayEngine engine = relay.get();
        Map<String, Registration> outcomes = engine.registrations();
        return Json.object()
                .put("freshchat", engine.freshchatWebhookUrl().toString())
                .put("productEvents", text(engine.productEventUrl()))
                .put("settings", text(engine.settingsUrl()))
                .put(
                        "accounts",
                        accounts.stream()
                                .map(each -> AdminViews.of(
                                        each, engine.webhookUrl(each).toString(), outcomes.get(each)))
                                .toList())
                .build();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** The parameters of a question, read as what they are. */
    private record Parameters(Map<String, String> given) {
        boolean has(String name) {
            return given.containsKey(name);
        }

        String text(String name) {
            String value = given.getOrDefault(name, "");
            if (Visible.isBlank(value)) {
                throw new BadRequestException(name + " is missing");
            }
            return Visible.trimmed(value);
        }

        long number(String name) {
            try {
                return Long.parseLong(text(name));
            } catch (NumberFormatException e) {
                throw new BadRequestException(name + " must be the number of a dead letter");
            }
        }

        int count(String name) {
            try {
                return Integer.parseInt(text(name));
            } catch (NumberFormatException e) {
                throw new BadRequestException(name + " must be a whole number");
            }
        }

        Instant time(String name) {
            try {
                return Instant.parse(text(name));
            } catch (DateTimeException e) {
                throw new BadRequestException(name + " must be a time such as 2026-01-15T09:00:00Z");
            }
        }

        DeadLetterFilter filter() {
            return new DeadLetterFilter(
                    has("account") ? text("account") : null,
                    has("direction") ? direction() : null,
                    has("party") ? text("party") : null,
                    has("since") ? time("since") : null,
                    has("until") ? time("until") : null,
                    given.getOrDefault("reason", ""));
        }

        private Direction direction() {
            for (Direction each : Direction.values()) {
                if (each.name().equalsIgnoreCase(text("direction"))) {
                    return each;
                }
            }
            throw new BadRequestException("direction must be inbound or outbound");
        }
    }
}
