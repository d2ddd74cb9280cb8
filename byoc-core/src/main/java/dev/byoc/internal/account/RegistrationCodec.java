package dev.byoc.internal.account;

import dev.byoc.Secret;
import dev.byoc.Visible;
import dev.byoc.channel.Registration;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outcome of a registration as a text, for the store. The tags are stored, so they never change. */
public final class RegistrationCodec {
    /** No outcome. */
    public static final String NONE = "{}";

    private static final String REGISTERED = "registered";
    private static final String BY_HAND = "by-hand";
    private static final String OCCUPIED = "occupied";
    private static final String FAILED = "failed";

    private static final Map<Class<? extends Registration>, String> TAGS = Map.ofEntries(
            Map.entry(Registration.Registered.class, REGISTERED),
            Map.entry(Registration.ByHand.class, BY_HAND),
            Map.entry(Registration.Occupied.class, OCCUPIED),
            Map.entry(Registration.Failed.class, FAILED));

    private RegistrationCodec() {}

    public static String write(Registration outcome, URI url) {
        Json.Builder json = Json.object().put("url", url.toString()).put("outcome", TAGS.get(outcome.getClass()));
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
    public static @Nullable Registration read(@Nullable String text, URI url) {
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
            case REGISTERED -> new Registration.Registered(json.get("detail").textOr(""));
            case BY_HAND -> new Registration.ByHand(steps(json.get("steps")));
            case OCCUPIED -> new Registration.Occupied(json.get("current").textOr(""));
            case FAILED ->
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
                    step.get("what").textOr(""), value == null || Visible.isBlank(value) ? null : Secret.of(value)));
        }
        return steps;
    }
}
