package dev.byoc.relay;

import dev.byoc.Secret;
import dev.byoc.channel.Registration;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outcome of a registration as a text, for the store. */
final class RegistrationCodec {
    /** No outcome. */
    static final String NONE = "{}";

    private RegistrationCodec() {}

    static String write(Registration outcome, URI url) {
        Json.Builder json = Json.object()
                .put("url", url.toString())
                .put("outcome", outcome.getClass().getSimpleName());
        if (outcome instanceof Registration.Registered registered) {
            json.put("detail", registered.detail());
        } else if (outcome instanceof Registration.ByHand byHand) {
            json.put(
                    "steps",
                    byHand.steps().stream()
                            .map(step -> Json.object()
                                    .put("what", step.what())
                                    .put(
                                            "value",
                                            step.value() == null
                                                    ? null
                                                    : step.value().reveal())
                                    .build())
                            .toList());
        } else if (outcome instanceof Registration.Occupied occupied) {
            json.put("current", occupied.current());
        } else if (outcome instanceof Registration.Failed failed) {
            json.put("again", failed.again()).put("detail", failed.detail());
        }
        return new String(json.build().bytes(), StandardCharsets.UTF_8);
    }

    /** What was written; null if nothing was, if it was for another address than this, or if a newer version wrote it. */
    static @Nullable Registration read(@Nullable String text, URI url) {
        Json json;
        try {
            json = Json.parse((text == null ? NONE : text).getBytes(StandardCharsets.UTF_8));
        } catch (JsonException e) {
            return null;
        }
        if (!url.toString().equals(json.get("url").text())) {
            return null;
        }
        return switch (json.get("outcome").textOr("")) {
            case "Registered" -> new Registration.Registered(json.get("detail").textOr(""));
            case "ByHand" -> new Registration.ByHand(steps(json.get("steps")));
            case "Occupied" -> new Registration.Occupied(json.get("current").textOr(""));
            case "Failed" ->
                new Registration.Failed(
                        json.get("again").isTrue(), json.get("detail").textOr(""));
            default -> null;
        };
    }

    private static List<Registration.Step> steps(Json array) {
        List<Registration.Step> steps = new ArrayList<>();
        for (Json step : array.items()) {
            String value = step.get("value").text();
            steps.add(new Registration.Step(
                    step.get("what").textOr(""), value == null || value.isBlank() ? null : Secret.of(value)));
        }
        return steps;
    }
}
