package dev.byoc.channel;

import dev.byoc.webhook.WebhookResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a request held, and its answer, which goes out only after the events are stored.
 *
 * @param events null, and a null among them, counts as {@link Inbound.Unreadable}: the others still count
 * @param answer null counts as 200 with an empty body
 */
public record Received(List<Inbound> events, WebhookResponse answer) {
    public Received {
        // Not every channel is written in a language, or checked by a tool, that knows what may be null.
        events = events == null ? List.of(given(null)) : allGiven(events);
        answer = Objects.requireNonNullElseGet(answer, WebhookResponse::ok);
    }

    private static List<Inbound> allGiven(List<Inbound> events) {
        List<Inbound> given = new ArrayList<>(events.size());
        for (Inbound event : events) {
            given.add(given(event));
        }
        return Collections.unmodifiableList(given);
    }

    private static Inbound given(@Nullable Inbound event) {
        return event == null ? new Inbound.Unreadable("an event is null") : event;
    }

    /** One event, answered 200 with an empty body. */
    public static Received of(Inbound event) {
        return new Received(List.of(event), WebhookResponse.ok());
    }

    /** Several events of one request: an element whose reading throws becomes {@link Inbound.Unreadable} and does not hurt the others. */
    public static <T> Received ofEach(Iterable<T> batch, Function<T, Inbound> read) {
        List<Inbound> events = new ArrayList<>();
        for (T element : batch) {
            Inbound event;
            try {
                event = read.apply(element);
            } catch (Throwable e) {
                event = new Inbound.Unreadable(
                        "one of several events: " + e.getClass().getSimpleName());
            }
            events.add(event);
        }
        return new Received(events, WebhookResponse.ok());
    }
}
