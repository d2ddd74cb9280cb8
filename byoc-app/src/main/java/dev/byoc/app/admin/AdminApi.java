package dev.byoc.app.admin;

import dev.byoc.ByocException;
import dev.byoc.app.admin.AdminParameters.BadRequestException;
import dev.byoc.channel.Registration;
import dev.byoc.event.Finding;
import dev.byoc.event.Health;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.Timeline;
import java.time.Clock;
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
            Json body = body(method + " " + path, new AdminParameters(parameters));
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

    private @Nullable Json body(String what, AdminParameters of) {
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
            case "GET /v1/dead-letters" -> letters(relay.get().deadLetters(of.filter()));
            case "GET /v1/dead-letters/replayable" -> letters(relay.get().replayable(of.filter()));
            case "POST /v1/dead-letters/replay" -> replay(of);
            case "POST /v1/dead-letters/discard" -> discard(of);
            case "GET /v1/timeline" ->
                list("timelines", timelines(of).stream().map(AdminViews::of).toList());
            case "POST " + CHECK_PUBLIC_URL -> {
                of.only();
                yield list(
                        "findings",
                        relay.get().checkPublicUrl().stream()
                                .map(Finding::toJson)
                                .toList());
            }
            case "POST /v1/catch-up" -> {
                of.only("since");
                Instant since = of.time("since");
                relay.get().catchUp(since);
                yield Json.object().put("since", since.toString()).build();
            }
            default -> null;
        };
    }

    private List<Timeline> timelines(AdminParameters of) {
        if (!of.has("customer")) {
            of.only("id");
            return relay.get().timeline(of.text("id"));
        }
        of.only("customer", "account", "limit");
        List<String> accounts = chosen(of);
        if (accounts.size() > 1) {
            throw new BadRequestException("account is missing; there are: " + String.join(", ", accounts));
        }
        int limit = of.has("limit") ? of.count("limit") : LIMIT;
        return relay.get().timelines(accounts.get(0), of.text("customer"), limit);
    }

    private static Json list(String name, List<Json> items) {
        return Json.object().put(name, items).build();
    }

    private static Json letters(List<DeadLetter> letters) {
        return list("deadLetters", letters.stream().map(AdminViews::of).toList());
    }

    private Json replay(AdminParameters of) {
        if (of.has("id")) {
            of.only("id", "allow-duplicate");
            ReplayMode mode = of.yes("allow-duplicate") ? ReplayMode.ALLOW_DUPLICATE : ReplayMode.REFUSE_DUPLICATE;
            return Json.object()
                    .put("result", relay.get().replay(of.number("id"), mode).name())
                    .build();
        }
        return new ReplayOfAll(relay.get(), untilNow(of.all())).answer();
    }

    private Json discard(AdminParameters of) {
        int discarded;
        if (of.has("id")) {
            of.only("id");
            discarded = relay.get().discard(of.number("id")) ? 1 : 0;
        } else {
            discarded = relay.get().discardAll(untilNow(of.all()));
        }
        return Json.object().put("discarded", discarded).build();
    }

    /** What fails again is a dead letter of a later time, and so is what no list has shown yet. */
    private DeadLetterFilter untilNow(DeadLetterFilter filter) {
        return filter.atMostUntil(clock.instant());
    }

    /** Those of a question about accounts alone. */
    private List<String> accounts(AdminParameters of) {
        of.only("account");
        return chosen(of);
    }

    private List<String> chosen(AdminParameters of) {
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
}
