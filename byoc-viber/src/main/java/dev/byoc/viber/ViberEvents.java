package dev.byoc.viber;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.Inbound.Receipt.Status;
import dev.byoc.channel.Received;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.message.Customer;
import dev.byoc.message.Media;
import dev.byoc.support.Graphemes;
import dev.byoc.support.WebAddress;
import dev.byoc.webhook.WebhookResponse;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a webhook. Every field but {@code event} may be missing or odd. What cannot be relayed and may hold a customer's
 * words, or tells that an answer did not arrive, is {@code Unreadable}: Viber signed it, so an operator or a later version may find what it
 * says. Anything else that names no customer is {@code Ignored}. Of duplicate keys the last one counts.
 */
final class ViberEvents {
    /** The name of those who do not show theirs, and of all customers where the webhook was set without {@code send_name}. */
    private static final String PLACEHOLDER_NAME = "Subscriber";

    private static final String PLACEHOLDER_AVATAR = "/generic-avatar";

    private static final int MAX_TOKEN_DIGITS = 40;
    private static final Pattern TOKEN = Pattern.compile("-?[0-9]+");

    private static final int MAX_SHOWN_CHARS = 200;

    private final @Nullable WebhookResponse welcome;

    /** With what Viber is to show to a customer who opens the chat; null: nothing. */
    ViberEvents(@Nullable WebhookResponse welcome) {
        this.welcome = welcome;
    }

    Received read(byte[] body, Instant receivedAt) {
        if (body.length == 0) {
            return Received.of(new Inbound.Ignored("empty body"));
        }
        Json event;
        try {
            event = Json.parse(body);
        } catch (JsonException e) {
            return Received.of(new Inbound.Unreadable("signed, but not readable: " + e.getMessage()));
        }
        String name = InboundContent.word(event.get("event"));
        if (name.isEmpty()) {
            return Received.of(notRelayed(event, "no event"));
        }
        if (event.get("message_token").text() != null && token(event) == null) {
            return Received.of(notRelayed(
                    event, shown(event.get("event").textOr("")) + " event whose message_token is no whole number"));
        }
        Inbound read = read(name, event, receivedAt);
        // Only the answer to this one event may have a body, and then nothing but the message.
        return welcome != null && name.equals("conversation_started") && read instanceof Inbound.CustomerJoined
                ? new Received(List.of(read), welcome)
                : Received.of(read);
    }

    private static Inbound read(String name, Json event, Instant receivedAt) {
        return switch (name) {
            case "message" -> message(event, receivedAt);
            case "conversation_started", "subscribed" -> joined(name, event, receivedAt);
            case "unsubscribed" -> left(event, receivedAt);
            case "delivered" -> receipt(name, event, receivedAt, Status.DELIVERED);
            case "seen" -> receipt(name, event, receivedAt, Status.SEEN);
            case "failed" -> receipt(name, event, receivedAt, Status.FAILED);
            case "webhook" -> new Inbound.Ignored("Viber tried the webhook");
            case "client_status" -> new Inbound.Ignored("client_status event: payments are not relayed");
            default ->
                notRelayed(event, "unknown event " + shown(event.get("event").textOr("")));
        };
    }

    private static Inbound notRelayed(Json event, String why) {
        String name = InboundContent.word(event.get("event"));
        boolean matters = name.equals("message")
                || name.equals("failed")
                || event.get("message").isPresent()
                || (event.isPresent() && !event.isObject());
        return matters ? new Inbound.Unreadable(why) : new Inbound.Ignored(why);
    }

    private static Inbound message(Json event, Instant receivedAt) {
        Customer customer = customer(event.get("sender"));
        if (customer == null) {
            return notRelayed(event, "message without a sender's id");
        }
        if (isOpenedLink(event)) {
            return new Inbound.Ignored("a link behind a button was opened");
        }
        return Inbound.MessageReceived.builder(id("message", event, ""), customer, at(event, receivedAt))
                .contents(InboundContent.of(event.get("message")))
                .build();
    }

    /** The tap of a button whose taps are not shown in the chat: what it says is the address, which the customer has not said. */
    private static boolean isOpenedLink(Json event) {
        Json message = event.get("message");
        String text = message.get("text").textOr("");
        return event.get("silent").isTrue()
                && InboundContent.word(message.get("type")).equals("text")
                && text.chars().noneMatch(Character::isWhitespace)
                && WebAddress.of(text) != null;
    }

    private static Inbound joined(String name, Json event, Instant receivedAt) {
        Customer customer = customer(event.get("user"));
        if (customer == null) {
            return new Inbound.Ignored(name + " event without a user's id");
        }
        String context = event.get("context").textOr("");
        return new Inbound.CustomerJoined(
                id(name, event, ""), customer, at(event, receivedAt), context.isEmpty() ? null : context, null);
    }

    private static Inbound left(Json event, Instant receivedAt) {
        String customer = event.get("user_id").textOr("");
        return customer.isEmpty()
                ? new Inbound.Ignored("unsubscribed event without a user's id")
                : new Inbound.CustomerLeft(id("unsubscribed", event, ""), customer, at(event, receivedAt));
    }

    private static Inbound receipt(String name, Json event, Instant receivedAt, Status status) {
        String token = token(event);
        if (token == null) {
            return notRelayed(event, name + " event without a message_token");
        }
        // A broadcast's token covers many users; a message is delivered once for each device of one user, which is one
        // receipt.
        String id = id(name, event, ":" + event.get("user_id").textOr(""));
        String detail = status == Status.FAILED ? shown(event.get("desc").textOr("")) : "";
        return new Inbound.Receipt(id, token, at(event, receivedAt), status, status == Status.SEEN, detail);
    }

    private static @Nullable Customer customer(Json user) {
        String id = user.get("id").textOr("");
        if (id.isEmpty()) {
            return null;
        }
        String name = user.get("name").textOr(PLACEHOLDER_NAME);
        URI avatar = WebAddress.of(user.get("avatar").text());
        return Customer.builder(id)
                .name(name.equals(PLACEHOLDER_NAME) ? null : name)
                .avatar(
                        avatar == null || avatar.toString().contains(PLACEHOLDER_AVATAR)
                                ? null
                                : Media.at(avatar.toString()))
                .language(said(user.get("language")))
                .country(said(user.get("country")))
                .build();
    }

    /** Codes of ISO 639-1 and 3166-1 by Viber's word; {@code ua} and {@code UK} have been met, so nothing is corrected. */
    private static @Nullable String said(Json code) {
        String text = code.isString() ? code.textOr("") : "";
        return Visible.isBlank(text) ? null : text;
    }

    private static @Nullable String id(String name, Json event, String behind) {
        String token = token(event);
        return token == null ? null : name + ":" + token + behind;
    }

    /** All digits of the token, as a number and as a string alike; it may outgrow 63 bits. */
    private static @Nullable String token(Json event) {
        return token(event.get("message_token").text());
    }

    static @Nullable String token(@Nullable String text) {
        return text != null
                        && text.length() <= MAX_TOKEN_DIGITS
                        && TOKEN.matcher(text).matches()
                ? text
                : null;
    }

    private static Instant at(Json event, Instant receivedAt) {
        // None in old "webhook" events, whose numbers are swapped.
        Instant told = event.get("timestamp").time();
        return told == null ? receivedAt : told;
    }

    private static String shown(String text) {
        return Graphemes.line(Graphemes.head(text, MAX_SHOWN_CHARS, Unit.UTF16));
    }
}
