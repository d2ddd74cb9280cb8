package dev.byoc.app.admin;

import dev.byoc.channel.Registration;
import dev.byoc.json.Json;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.Timeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a relay tells, as JSON. The names of the fields are stable: docs/reference/app.md. */
final class AdminViews {
    private AdminViews() {}

    static Json of(DeadLetter letter) {
        return Json.object()
                .put("id", letter.id())
                .put("account", letter.account())
                .put("direction", letter.direction().name())
                .put("party", letter.party())
                .put("eventKey", letter.eventKey())
                .put("at", letter.at().toString())
                .put("reason", letter.reason())
                .put("mayHaveArrived", letter.mayHaveArrived())
                .build();
    }

    static Json of(Timeline timeline) {
        return Json.object()
                .put("entry", timeline.entry())
                .put("account", timeline.account())
                .put("direction", timeline.direction().name())
                .put("eventKey", timeline.eventKey())
                .put("state", timeline.state().name())
                .put(
                        "steps",
                        timeline.steps().stream()
                                .map(step -> Json.object()
                                        .put("at", step.at().toString())
                                        .put("what", step.what())
                                        .put("detail", step.detail())
                                        .build())
                                .toList())
                .build();
    }

    /** @param outcome null: it was not tried yet, or was taken back */
    static Json of(String account, String url, @Nullable Registration outcome) {
        Json.Builder shown = Json.object().put("account", account).put("url", url);
        if (outcome instanceof Registration.Registered registered) {
            return shown.put("outcome", "registered")
                    .put("detail", registered.detail())
                    .build();
        }
        if (outcome instanceof Registration.ByHand byHand) {
            return shown.put("outcome", "by-hand").put("steps", steps(byHand)).build();
        }
        if (outcome instanceof Registration.Occupied occupied) {
            return shown.put("outcome", "occupied")
                    .put("detail", "another system has it: " + occupied.current())
                    .build();
        }
        if (outcome instanceof Registration.Failed failed) {
            return shown.put("outcome", "failed").put("detail", failed.detail()).build();
        }
        return shown.put("outcome", "none").put("detail", "not registered").build();
    }

    private static List<Json> steps(Registration.ByHand byHand) {
        return byHand.steps().stream()
                .map(step -> Json.object()
                        .put("what", step.what())
                        .put("value", step.value() == null ? null : step.value().reveal())
                        .build())
                .toList();
    }

    /** @param trouble null: it is taken back */
    static Json unregistered(String account, @Nullable String trouble) {
        return Json.object()
                .put("account", account)
                .put("outcome", trouble == null ? "none" : "failed")
                .put("detail", trouble == null ? "taken back" : trouble)
                .build();
    }
}
