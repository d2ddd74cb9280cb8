package dev.byoc.testkit;

import dev.byoc.channel.Inbound;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Forward;
import dev.byoc.message.Media;
import dev.byoc.message.Pixels;
import dev.byoc.message.Quote;
import dev.byoc.message.ReplyHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the events of {@link FakeChannel}'s webhook. */
final class FakeEvents {
    private FakeEvents() {}

    static Inbound read(Json event, Instant receivedAt) {
        String id = event.get("id").text();
        String customerId = event.get("customer").textOr("");
        String at = event.get("at").text();
        Instant when = at == null ? receivedAt : Instant.parse(at);
        String kind = event.get("kind").textOr("");
        return switch (kind) {
            case "text" ->
                message(
                        event,
                        id,
                        when,
                        new Content.Text(
                                event.get("text").textOr(""), event.get("url").isPresent() ? media(event) : null));
            case "image" ->
                message(
                        event,
                        id,
                        when,
                        new Content.Image(media(event), event.get("caption").text()));
            case "file" ->
                message(
                        event,
                        id,
                        when,
                        new Content.File(media(event), event.get("caption").text()));
            case "video" ->
                message(
                        event,
                        id,
                        when,
                        new Content.Video(media(event), event.get("caption").text()));
            case "audio" ->
                message(
                        event,
                        id,
                        when,
                        new Content.Audio(media(event), event.get("caption").text()));
            case "sticker" ->
                message(
                        event,
                        id,
                        when,
                        new Content.Sticker(
                                event.get("url").isPresent() ? media(event) : null,
                                event.get("name").textOr("smile"),
                                event.get("text").text(),
                                event.get("pack").text()));
            case "contact" ->
                message(
                        event,
                        id,
                        when,
                        new Content.Contact(
                                event.get("text").textOr(""), event.get("phone").text()));
            case "unknown" ->
                message(
                        event,
                        id,
                        when,
                        new Content.Unsupported(
                                event.get("name").textOr(""), event.get("text").text()));
            case "receipt" ->
                new Inbound.Receipt(
                        id,
                        event.get("message").textOr(""),
                        when,
                        Inbound.Receipt.Status.valueOf(
                                event.get("status").textOr("").toUpperCase(Locale.ROOT)),
                        event.get("earlier").isTrue(),
                        event.get("detail").textOr(""));
            case "joined" ->
                new Inbound.CustomerJoined(
                        id, customer(event), when, event.get("context").text(), handle(event));
            case "edited" ->
                new Inbound.Edited(
                        id,
                        customer(event),
                        when,
                        about(event),
                        List.of(
                                event.get("url").isPresent()
                                        ? new Content.Image(
                                                media(event),
                                                event.get("caption").text())
                                        : new Content.Text(event.get("text").textOr(""))));
            case "withdrawn" ->
                new Inbound.Withdrawn(id, customerId, when, event.get("message").text());
            case "reacted" ->
                new Inbound.Reacted(
                        id,
                        customerId,
                        when,
                        about(event),
                        event.get("reaction").textOr(""),
                        event.get("removed").isTrue());
            case "left" -> new Inbound.CustomerLeft(id, customerId, when);
            case "ended" ->
                new Inbound.SessionEnded(
                        id, customerId, when, event.get("handle").textOr(""), null);
            case "ignored" -> new Inbound.Ignored("asked for");
            default -> throw new IllegalArgumentException("an event of an unknown kind");
        };
    }

    private static Inbound message(Json event, @Nullable String id, Instant at, Content content) {
        return Inbound.MessageReceived.builder(id, customer(event), at)
                .content(content)
                .handle(handle(event))
                .quote(quote(event.get("quote")))
                .forward(forward(event.get("forward")))
                .build();
    }

    private static @Nullable Quote quote(Json quote) {
        return quote.isObject()
                ? new Quote(
                        quote.get("message").text(),
                        quote.get("words").text(),
                        quote.get("author").text())
                : null;
    }

    private static Quote about(Json event) {
        Quote quote = quote(event.get("quote"));
        return quote == null ? new Quote(null, null, null) : quote;
    }

    private static @Nullable Forward forward(Json forward) {
        return forward.isObject() ? new Forward(forward.get("from").text()) : null;
    }

    private static Customer customer(Json event) {
        String avatar = event.get("customer_picture").text();
        return Customer.builder(event.get("customer").textOr(""))
                .name(event.get("name").text())
                .phone(event.get("customer_phone").text())
                .email(event.get("customer_email").text())
                .avatar(avatar == null ? null : Media.at(avatar))
                .language(event.get("customer_language").text())
                .country(event.get("customer_country").text())
                .username(event.get("customer_username").text())
                .profileUrl(event.get("customer_page").text())
                .source(event.get("customer_source").text())
                .build();
    }

    private static @Nullable ReplyHandle handle(Json event) {
        String value = event.get("handle").text();
        return value == null ? null : new ReplyHandle(value, false, null);
    }

    private static Media media(Json event) {
        Long millis = event.get("millis").number();
        String preview = event.get("preview").text();
        return Media.of(
                        event.get("url").textOr(""),
                        event.get("file").text(),
                        event.get("type").text(),
                        event.get("size").numberOr(-1))
                .withDuration(millis == null ? null : Duration.ofMillis(millis))
                .withPixels(pixels(event))
                .withPreview(preview == null ? null : Media.at(preview));
    }

    private static @Nullable Pixels pixels(Json event) {
        Long width = event.get("width").number();
        Long height = event.get("height").number();
        return width == null || height == null ? null : new Pixels(Math.toIntExact(width), Math.toIntExact(height));
    }
}
