package dev.byoc.testkit.viber;

import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.Ask;
import dev.byoc.testkit.server.Delivery;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.server.Refusal;
import dev.byoc.testkit.server.Routes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The calls of Viber's bot API, as strict as the real ones are known to be. */
final class ViberApi {
    /** "30 KB" of the documentation, read on the safe side. */
    private static final int MAX_REQUEST_BYTES = 30_000;

    private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9+/]{4,}={0,2}");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9]+");

    private final ViberBot bot;
    private final Supplier<String> token;
    private final Function<String, @Nullable ViberCustomer> customers;
    private volatile boolean receipts;
    private volatile boolean hourlyLimit = true;

    /** @param customers gives null for an unknown id */
    ViberApi(ViberBot bot, Supplier<String> token, Function<String, @Nullable ViberCustomer> customers) {
        this.bot = bot;
        this.token = token;
        this.customers = customers;
    }

    void receipts(boolean value) {
        this.receipts = value;
    }

    void hourlyLimit(boolean value) {
        this.hourlyLimit = value;
    }

    static boolean isUserId(String id) {
        return USER_ID.matcher(id).matches() && !PHONE.matcher(id).matches();
    }

    /** What a call does with its body. */
    private interface Work {
        Json.Builder apply(Json body);
    }

    Routes routes() {
        return new Routes("pa")
                .add("POST /send_message", guarded(this::sendMessage))
                .add("POST /set_webhook", guarded(this::setWebhook))
                .add("POST /get_account_info", guarded(this::accountInfo))
                .add("POST /get_user_details", guarded(this::userDetails));
    }

    private Routes.Handler guarded(Work work) {
        return (ask, id) -> {
            // The real server wants to know the bytes beforehand.
            if (ask.header("Content-Length").isEmpty()) {
                return Answer.empty(411);
            }
            Json.Builder answer;
            try {
                answer = work.apply(body(ask));
            } catch (Refusal refusal) {
                answer = Json.object().put("status", refusal.code()).put("status_message", refusal.status());
            }
            return Answer.json(200, answer.put("chat_hostname", "SN-CHAT-03_").build());
        };
    }

    private Json body(Ask ask) {
        if (ask.header("X-Viber-Auth-Token").isEmpty()) {
            throw new Refusal(2, "missing_auth_token", "");
        }
        if (!ask.header("X-Viber-Auth-Token").equals(token.get())) {
            throw new Refusal(2, "invalidAuthToken", "");
        }
        if (!ask.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("application/json")
                || ask.body().length > MAX_REQUEST_BYTES) {
            throw ViberRefusals.bad("request");
        }
        Json body;
        try {
            body = ask.json();
        } catch (JsonException e) {
            throw ViberRefusals.bad("malformed JSON");
        }
        if (!body.isObject()) {
            throw ViberRefusals.bad("not an object");
        }
        ViberChecks.noNulls(body);
        return body;
    }

    private static Json.Builder ok() {
        return Json.object().put("status", 0).put("status_message", "ok");
    }

    private Json.Builder sendMessage(Json body) {
        if (bot.webhooks().url() == null) {
            throw new Refusal(10, "webhookNotSet", "");
        }
        String receiver = body.get("receiver").isString() ? body.get("receiver").textOr("") : "";
        if (receiver.isEmpty()) {
            throw ViberRefusals.missing("receiver");
        }
        bot.checks().message(body);
        ViberCustomer customer = receiver(receiver);
        if (body.get("min_api_version").numberOr(1) > customer.apiVersion()) {
            throw new Refusal(13, "apiVersionNotSupported", "");
        }
        if (hourlyLimit && !customer.mayReceive(bot.clock().instant())) {
            throw new Refusal(12, "Too many requests", "");
        }
        long messageToken = bot.nextToken();
        // Queued first: who has seen the message arrive can wait for all that is told of it.
        report(customer, messageToken);
        customer.receive(ReceivedMessage.of(messageToken, body));
        return ok().put("message_token", messageToken).put("billing_status", 1);
    }

    private ViberCustomer receiver(String id) {
        if (!isUserId(id)) {
            throw new Refusal(999, "Bad receiver ID", "");
        }
        ViberCustomer customer = customers.apply(id);
        if (customer == null) {
            throw new Refusal(5, "receiverNotRegistered", "");
        }
        if (!customer.isSubscribed()) {
            throw new Refusal(6, "notSubscribed", "");
        }
        return customer;
    }

    private void report(ViberCustomer customer, long messageToken) {
        for (int device = 0; receipts && bot.wants("delivered") && device < customer.devices(); device++) {
            post("delivered", customer, messageToken);
        }
        if (receipts && bot.wants("seen")) {
            post("seen", customer, messageToken);
        }
    }

    private void post(String event, ViberCustomer customer, long messageToken) {
        Json body = bot.event(event, messageToken).put("user_id", customer.id()).build();
        bot.webhooks().post(event, JsonEdits.escaped(body));
    }

    private Json.Builder setWebhook(Json body) {
        if (!body.get("url").isString()) {
            throw ViberRefusals.missing("url");
        }
        String url = body.get("url").text();
        if (url == null || url.isEmpty()) {
            bot.webhooks().connect(null);
            return ok();
        }
        Json types = body.get("event_types");
        if ((types.isPresent() && !types.isArray())
                || types.items().stream().anyMatch(type -> !ViberBot.EVENTS.contains(type.textOr("")))) {
            throw ViberRefusals.bad("event_types");
        }
        call(address(url));
        List<String> selected = types.isPresent()
                ? ViberBot.EVENTS.stream()
                        .filter(event -> ViberBot.MANDATORY_EVENTS.contains(event)
                                || types.items().stream().anyMatch(type -> event.equals(type.text())))
                        .toList()
                : ViberBot.EVENTS;
        bot.register(new ViberBot.Registration(
                Set.copyOf(selected),
                body.get("send_name").isTrue(),
                body.get("send_photo").isTrue()));
        bot.webhooks().connect(URI.create(url));
        return ok().put("event_types", selected);
    }

    private static URI address(String url) {
        try {
            URI uri = new URI(url);
            boolean here = "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
            // The real one takes https alone; a test's own server has no certificate that is trusted.
            if (uri.getHost() != null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || (here && "http".equals(uri.getScheme())))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new Refusal(1, "invalidUrl", "");
    }

    /** Calls the address back while set_webhook is still waiting, as Viber does. */
    private void call(URI url) {
        Delivery delivery = bot.webhooks()
                .attempt(url, "webhook", JsonEdits.escaped(bot.event("webhook").build()), 0);
        if (delivery.status() != 200) {
            String answer = delivery.status() == 0
                    ? "HttpResponse[null 0 null]@4e5f6071] java.net.ConnectException: Connection refused"
                    : "HttpResponse[HTTP/1.1 " + delivery.status() + " unknown status]@4e5f6071] null";
            throw new Refusal(1, "Result[HttpRequest[POST " + url.getRawPath() + " HTTP/1.1]@0a1b2c3d > " + answer, "");
        }
    }

    private Json.Builder accountInfo(Json body) {
        URI url = bot.webhooks().url();
        return ok().put("id", "pa:5099887766554433221")
                .put("name", "Sample Shop")
                .put("uri", "sampleshop")
                .put("country", "BG")
                .put("webhook", url == null ? "" : url.toString())
                .put(
                        "event_types",
                        bot.registration().events().stream().sorted().toList())
                .put("subscribers_count", 35);
    }

    private Json.Builder userDetails(Json body) {
        ViberCustomer customer = receiver(body.get("id").textOr(""));
        if (!customer.mayBeLookedAt()) {
            throw new Refusal(12, "tooManyRequests", "");
        }
        return ok().put("message_token", bot.nextToken()).put("user", customer.profile());
    }
}
