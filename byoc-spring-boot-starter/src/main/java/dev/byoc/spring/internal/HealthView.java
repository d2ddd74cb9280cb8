package dev.byoc.spring.internal;

import dev.byoc.event.Health;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A relay's health in the form that Spring Boot's endpoints show. Holds ids of accounts and sentences for operators, no customers.
 *
 * @param status {@code UP}, {@code OUT_OF_SERVICE} or {@code DOWN}, as Spring Boot calls them
 */
public record HealthView(String status, Map<String, Object> details) {
    private static final String UP = "UP";
    private static final String OUT_OF_SERVICE = "OUT_OF_SERVICE";

    /** Of the whole relay: up while it works in part, which the details say, and out of service before its start and while it ends. */
    public static HealthView of(Health health) {
        Map<String, Object> details = new LinkedHashMap<>();
        for (Health.Part part : health.parts()) {
            details.put(part.name(), part(part));
        }
        details.put("open", health.open());
        List<String> down = health.parts().stream()
                .filter(part -> part.status() == Health.Status.DOWN)
                .map(Health.Part::name)
                .toList();
        String status = down.isEmpty() ? UP : down.equals(List.of(Health.RELAY)) ? OUT_OF_SERVICE : "DOWN";
        return new HealthView(status, details);
    }

    /** Whether webhooks are taken: by the store alone, whatever messengers do. */
    public static HealthView ofStore(Health health) {
        Map<String, Object> details = new LinkedHashMap<>();
        health.parts().stream()
                .filter(part -> part.name().equals(Health.STORE) || part.name().equals(Health.RELAY))
                .filter(part -> part.status() != Health.Status.UP)
                .forEach(part -> details.put(part.name(), part(part)));
        return new HealthView(health.ready() ? UP : OUT_OF_SERVICE, details);
    }

    /** All that it says, with the names of {@link Health#toJson}. */
    public static Map<String, Object> whole(Health health) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("status", health.status().name());
        all.put("live", health.live());
        all.put("ready", health.ready());
        all.put("open", health.open());
        all.put(
                "parts",
                health.parts().stream()
                        .map(each -> {
                            Map<String, Object> part = new LinkedHashMap<>();
                            part.put("name", each.name());
                            part.putAll(part(each));
                            return part;
                        })
                        .toList());
        all.put("figures", health.figures().stream().map(HealthView::figures).toList());
        return all;
    }

    private static Map<String, Object> part(Health.Part part) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("status", part.status().name());
        put(shown, "since", part.since());
        put(shown, "trouble", part.trouble());
        put(shown, "remedy", part.remedy());
        put(shown, "note", part.note());
        return shown;
    }

    private static Map<String, Object> figures(Health.Figures figures) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", figures.name());
        put(shown, "lastWebhook", figures.lastWebhook());
        shown.put("in", traffic(figures.in()));
        shown.put("out", traffic(figures.out()));
        return shown;
    }

    private static Map<String, Object> traffic(Health.Traffic traffic) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("open", traffic.open());
        put(shown, "oldestOpen", traffic.oldestOpen());
        shown.put("deadLetters", traffic.deadLetters());
        put(shown, "lastMessage", traffic.lastMessage());
        put(shown, "lastRelayed", traffic.lastRelayed());
        return shown;
    }

    private static void put(Map<String, Object> shown, String name, @Nullable Object value) {
        if (value != null) {
            shown.put(name, value.toString());
        }
    }
}
