package dev.byoc.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a request held, and its answer, which goes out only after the events are stored. */
public record Received(List<Inbound> events, WebhookResponse answer) {
    public Received {
        events = List.copyOf(events);
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
            } catch (RuntimeException | Error e) {
                event = new Inbound.Unreadable(
                        "one of several events: " + e.getClass().getSimpleName());
            }
            events.add(event);
        }
        return new Received(events, WebhookResponse.ok());
    }
}
