package dev.byoc.testkit.viber;

import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.Ask;
import dev.byoc.testkit.server.Delivery;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.server.Refusal;
import dev.byoc.testkit.server.Routes;
import dev.byoc.testkit.server.Webhooks;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The calls of Viber's bot API, as strict as the real ones are known to be. */
final class ViberApi {
    /** "30 KB" of the documentation, read on the safe side. */
    private static final int MAX_REQUEST_BYTES = 30_000;

    private static final Set<String> MANDATORY_EVENTS = Set.of("message", "subscribed", "unsubscribed");
    private static final List<String> EVENTS =
            List.of("subscribed", "unsubscribed", "conversation_started", "delivered", "failed", "message", "seen");
    private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9+/]{4,}={0,2}");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9]+");

    private final FakeViber viber;
    private final Webhooks webhooks;
    private final Clock clock;
    private volatile Set<String> wanted = Set.copyOf(EVENTS);
    private volatile boolean sendsName = true;
    private volatile boolean sendsPhoto = true;
    private volatile boolean receipts;
    private volatile boolean hourlyLimit = true;
    private volatile int captionLimit = 512;

    ViberApi(FakeViber viber, Webhooks webhooks, Clock clock) {
        this.viber = viber;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    void receipts(boolean value) {
        this.receipts = value;
    }

    void hourlyLimit(boolean value) {
        this.hourlyLimit = value;
    }

    void captionLimit(int value) {
        this.captionLimit = value;
    }

    static boolean isUserId(String id) {
        return USER_ID.matcher(id).matches() && !PHONE.matcher(id).matches();
    }

    boolean wants(String event) {
        return wanted.contains(event) || MANDATORY_EVENTS.contains(event);
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
        if (!ask.header("X-Viber-Auth-Token").equals(viber.token())) {
            throw new Refusal(2, "invalidAuthToken", "");
        }
        if (!ask.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("application/json")
                || ask.body().length > MAX_REQUEST_BYTES) {
            throw ViberChecks.bad("request");
        }
        Json body;
        try {
            body = ask.json();
        } catch (JsonException e) {
            throw ViberChecks.bad("malformed JSON");
        }
        if (!body.isObject()) {
            throw ViberChecks.bad("not an object");
        }
        ViberChecks.noNulls(body);
        return body;
    }

    private static Json.Builder ok() {
        return Json.object().put("status", 0).put("status_message", "ok");
    }

    private Json.Builder sendMessage(Json body) {
        if (webhooks.url() == null) {
            throw new Refusal(10, "webhookNotSet", "");
        }
        String receiver = body.get("receiver").isString() ? body.get("receiver").textOr("") : "";
        if (receiver.isEmpty()) {
            throw ViberChecks.missing("receiver");
        }
        new ViberChecks(captionLimit).message(body);
        ViberCustomer customer = receiver(receiver);
        if (body.get("min_api_version").numberOr(1) > customer.apiVersion()) {
            throw new Refusal(13, "apiVersionNotSupported", "");
        }
        if (hourlyLimit && !customer.mayReceive(clock.instant())) {
            throw new Refusal(12, "Too many requests", "");
        }
        long messageToken = viber.nextToken();
        // Queued first: who has seen the message arrive can wait for all that is told of it.
        report(customer, messageToken);
        viber.receive(customer, ReceivedMessage.of(messageToken, body));
        return ok().put("message_token", messageToken).put("billing_status", 1);
    }

    private ViberCustomer receiver(String id) {
        if (!isUserId(id)) {
            throw new Refusal(999, "Bad receiver ID", "");
        }
        ViberCustomer customer = viber.customer(id);
        if (customer == null) {
            throw new Refusal(5, "receiverNotRegistered", "");
        }
        if (!customer.isSubscribed()) {
            throw new Refusal(6, "notSubscribed", "");
        }
        return customer;
    }

    private void report(ViberCustomer customer, long messageToken) {
        for (int device = 0; receipts && wants("delivered") && device < customer.devices(); device++) {
            post("delivered", customer, messageToken);
        }
        if (receipts && wants("seen")) {
            post("seen", customer, messageToken);
        }
    }

    private void post(String event, ViberCustomer customer, long messageToken) {
        Json body = Json.object()
                .put("event", event)
                .put("timestamp", clock.millis())
                .put("chat_hostname", "SN-CHAT-03_")
                .put("message_token", messageToken)
                .put("user_id", customer.id())
                .build();
        webhooks.post(event, JsonEdits.escaped(body));
    }

    private Json.Builder setWebhook(Json body) {
        if (!body.get("url").isString()) {
            throw ViberChecks.missing("url");
        }
        String url = body.get("url").text();
        if (url == null || url.isEmpty()) {
            webhooks.connect(null);
            return ok();
        }
        Json types = body.get("event_types");
        if ((types.isPresent() && !types.isArray())
                || types.items().stream().anyMatch(type -> !EVENTS.contains(type.textOr("")))) {
            throw ViberChecks.bad("event_types");
        }
        call(address(url));
        List<String> selected = types.isPresent()
                ? EVENTS.stream()
                        .filter(event -> MANDATORY_EVENTS.contains(event)
                                || types.items().stream().anyMatch(type -> event.equals(type.text())))
                        .toList()
                : EVENTS;
        wanted = Set.copyOf(selected);
        sendsName = body.get("send_name").isTrue();
        sendsPhoto = body.get("send_photo").isTrue();
        webhooks.connect(URI.create(url));
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
        Delivery delivery = webhooks.attempt(
                url, "webhook", JsonEdits.escaped(viber.event("webhook").build()), 0);
        if (delivery.status() != 200) {
            String answer = delivery.status() == 0
                    ? "HttpResponse[null 0 null]@4e5f6071] java.net.ConnectException: Connection refused"
                    : "HttpResponse[HTTP/1.1 " + delivery.status() + " unknown status]@4e5f6071] null";
            throw new Refusal(1, "Result[HttpRequest[POST " + url.getRawPath() + " HTTP/1.1]@0a1b2c3d > " + answer, "");
        }
    }

    private Json.Builder accountInfo(Json body) {
        URI url = webhooks.url();
        return ok().put("id", "pa:5099887766554433221")
                .put("name", "Sample Shop")
                .put("uri", "sampleshop")
                .put("country", "BG")
                .put("webhook", url == null ? "" : url.toString())
                .put("event_types", wanted.stream().sorted().toList())
                .put("subscribers_count", 35);
    }

    private Json.Builder userDetails(Json body) {
        ViberCustomer customer = receiver(body.get("id").textOr(""));
        if (!customer.mayBeLookedAt()) {
            throw new Refusal(12, "tooManyRequests", "");
        }
        return ok().put("message_token", viber.nextToken()).put("user", profile(customer));
    }

    /** The customer as events show them: with placeholders for what the registration did not ask for. */
    Json profile(ViberCustomer customer) {
        return Json.object()
                .put("id", customer.id())
                .put("name", sendsName ? customer.name() : "Subscriber")
                .put(
                        "avatar",
                        sendsPhoto
                                ? "https://media-direct.cdn.viber.com/download_photo?dlid=SAMPLE&fltp=jpg&imsz=0000"
                                : "http://dl-media.viber.com/1/share/2/long/bots/generic-avatar%402x.png")
                .put("language", "bg")
                .put("country", "BG")
                .put("api_version", customer.apiVersion())
                .build();
    }

    /** The welcome message in a webhook's answer; absent if there is none, or if Viber would not show it. */
    Json welcome(Delivery delivery) {
        if (delivery.status() != 200 || delivery.answer().length == 0) {
            return Json.ABSENT;
        }
        try {
            Json message = Json.parse(delivery.answer());
            ViberChecks.noNulls(message);
            new ViberChecks(captionLimit).message(message);
            return message.get("receiver").isPresent() ? Json.ABSENT : message;
        } catch (JsonException | Refusal e) {
            return Json.ABSENT;
        }
    }
}
