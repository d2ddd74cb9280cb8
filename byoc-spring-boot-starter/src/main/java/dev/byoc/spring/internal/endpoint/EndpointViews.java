package dev.byoc.spring.internal.endpoint;

import dev.byoc.relay.RelayEngine;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.Timeline;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a relay tells, as maps that the actuator writes as JSON. */
final class EndpointViews {
    private EndpointViews() {}

    static Map<String, Object> shown(DeadLetter letter) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", letter.id());
        shown.put("account", letter.account());
        shown.put("direction", letter.direction().name());
        shown.put("party", letter.party());
        shown.put("eventKey", letter.eventKey());
        shown.put("at", letter.at().toString());
        shown.put("reason", letter.reason());
        shown.put("mayHaveArrived", letter.mayHaveArrived());
        return shown;
    }

    /** What became of a dead letter. */
    static Map<String, Object> shown(long deadLetter, ReplayResult result) {
        return Map.of("id", deadLetter, "result", result.name());
    }

    static Map<String, Object> shown(Timeline timeline) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("entry", timeline.entry());
        shown.put("account", timeline.account());
        shown.put("direction", timeline.direction().name());
        shown.put("eventKey", timeline.eventKey());
        shown.put("state", timeline.state().name());
        shown.put(
                "steps",
                timeline.steps().stream()
                        .map(step -> Map.of("at", step.at().toString(), "what", step.what(), "detail", step.detail()))
                        .toList());
        return shown;
    }

    static Map<String, Object> addresses(RelayEngine engine) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("freshchat", engine.freshchatWebhookUrl().toString());
        if (engine.productEventUrl() != null) {
            shown.put("productEvents", String.valueOf(engine.productEventUrl()));
        }
        if (engine.settingsUrl() != null) {
            shown.put("settings", String.valueOf(engine.settingsUrl()));
        }
        engine.registrations()
                .keySet()
                .forEach(
                        account -> shown.put(account, engine.webhookUrl(account).toString()));
        return shown;
    }
}
