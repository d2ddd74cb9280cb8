package dev.byoc.app.doctor;

import dev.byoc.ConfigurationException;
import dev.byoc.app.admin.AdminApi;
import dev.byoc.app.admin.AdminClient;
import dev.byoc.app.config.AppConfig;
import dev.byoc.event.Finding;
import dev.byoc.event.Finding.Severity;
import dev.byoc.event.Health;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The relay of these settings that runs beside, as its second port tells of it. */
final class RunningRelay {
    private static final int OK = 200;

    /** What no other look finds. */
    private static final Set<String> ITS_OWN = Set.of(Health.STORE, Health.HOST, Health.RELAY);

    private final AdminClient client;
    private final Json health;

    private RunningRelay(AdminClient client, Json health) {
        this.client = client;
        this.health = health;
    }

    /** Asks for it. */
    static RunningRelay of(AppConfig config) {
        AdminClient client = new AdminClient(config);
        try {
            return new RunningRelay(client, client.health());
        } catch (IOException | JsonException | IllegalArgumentException e) {
            return new RunningRelay(client, Json.ABSENT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RunningRelay(client, Json.ABSENT);
        }
    }

    /** Whether there is one. */
    boolean answers() {
        return !health.get("parts").items().isEmpty();
    }

    /** What it says of its store, its server and itself. */
    List<Finding> look() {
        return health.get("parts").items().stream()
                .filter(part -> ITS_OWN.contains(part.get("name").textOr("")))
                .filter(part -> !part.get("status").textOr("").equals("UP"))
                .map(part -> Kind.RELAY.said(
                        part.get("status").textOr("").equals("DOWN") ? Severity.FAULT : Severity.WARNING,
                        part.get("name").textOr(""),
                        "The running relay says: " + part.get("trouble").textOr("it does not work."),
                        part.get("remedy").textOr("Look at its log.")))
                .toList();
    }

    /** What it finds at the public address: it sends itself test requests, which it or another host of its store can answer. */
    List<Finding> checkPublicUrl() {
        try {
            AdminApi.Answer answer = client.ask("POST", AdminApi.CHECK_PUBLIC_URL, Map.of());
            return answer.status() == OK
                    ? answer.body().get("findings").items().stream()
                            .map(RunningRelay::finding)
                            .toList()
                    : List.of(Kind.publicUrlNotChecked(
                            "the running relay says: "
                                    + answer.body().get("fault").textOr("it cannot look now"),
                            "Look again once it works."));
        } catch (ConfigurationException e) {
            return List.of(Kind.publicUrlNotChecked(
                    String.valueOf(e.getMessage()), "Then the running relay can be asked to look."));
        } catch (JsonException e) {
            return List.of(Kind.publicUrlNotChecked(
                    "what answers at " + client.address() + " is no relay", "See to byoc.admin.port, and look again."));
        } catch (IOException e) {
            return List.of(Kind.publicUrlNotChecked(
                    "the running relay does not answer (" + e.getClass().getSimpleName() + ")",
                    "Look again; its log may say more."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Kind.publicUrlNotChecked("the look was interrupted", "Look again."));
        }
    }

    private static Finding finding(Json told) {
        return new Finding(
                told.get("code").textOr(""),
                Arrays.stream(Severity.values())
                        .filter(each -> each.name().equals(told.get("severity").textOr("")))
                        .findFirst()
                        .orElse(Severity.WARNING),
                told.get("subject").textOr(""),
                told.get("what").textOr(""),
                told.get("remedy").textOr(""));
    }
}
