package dev.byoc.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.MovableClock;
import dev.byoc.Secret;
import dev.byoc.event.RelayEvent;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.Findings;
import dev.byoc.internal.report.Arrivals;
import dev.byoc.internal.report.Listeners;
import dev.byoc.internal.report.RefusedWebhooks;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.memory.MemoryStore;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsEndpointTest {
    private static final String PASSWORD = "correct horse: bättery";

    private final MovableClock clock = new MovableClock();
    private final List<RelayEvent> events = new CopyOnWriteArrayList<>();
    private final Reports reports = new Reports(
            new Listeners(
                    List.of(events::add),
                    new Guard(clock, new Conditions(clock), new LogThrottle(clock)),
                    new Conditions(clock)),
            new Arrivals(clock, new MemoryStore(clock).counters()),
            new RefusedWebhooks(new Conditions(clock), clock),
            new Conditions(clock),
            new Findings(new Conditions(clock)),
            new LogThrottle(clock));
    private final SettingsEndpoint door = new SettingsEndpoint(
            Secret.of(PASSWORD),
            () -> new SettingsPage.Facts(
                    new SettingsPage.Freshchat(
                            URI.create("https://chat.example.com/freshchat/secret"), null, Arrivals.Seen.NOTHING, null),
                    List.of(),
                    0,
                    true,
                    null,
                    clock.instant()),
            reports,
            clock);

    private List<RelayEvent> heard() {
        reports.awaitHeard();
        return events;
    }

    @Test
    void theRightPasswordOpensWhateverTheUsersName() {
        assertThat(get(basic("admin", PASSWORD)).status()).isEqualTo(200);
        assertThat(get(basic("", PASSWORD)).status()).isEqualTo(200);
        assertThat(get("BASIC " + pair("someone", PASSWORD)).status()).isEqualTo(200);
        assertThat(heard()).isEmpty();
    }

    @Test
    void thePageIsHtmlThatMayNotBeCachedFramedOrExtended() {
        WebhookResponse page = get(basic("admin", PASSWORD));

        assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(page.headers())
                .containsEntry("Content-Security-Policy", SettingsPage.POLICY)
                .containsEntry("X-Frame-Options", "DENY")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsEntry("Cache-Control", "no-store");
        assertThat(new String(page.body(), StandardCharsets.UTF_8)).startsWith("<!doctype html>");
    }

    @Test
    void withoutAPasswordTheBrowserIsAskedForOneAndNothingIsCounted() {
        for (int i = 0; i < 50; i++) {
            WebhookResponse answer = door.enter(request("GET").build());

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers())
                    .containsEntry("WWW-Authenticate", "Basic realm=\"byoc settings\", charset=\"UTF-8\"");
            assertThat(answer.contentType()).startsWith("text/plain");
        }
        assertThat(heard()).isEmpty();
        assertThat(get(basic("admin", PASSWORD)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basic !!!not base64!!!",
                "Basic YWRtaW4=",
                "Basic YWRtaW46",
                "Bearer correct horse: bättery",
                "correct horse: bättery"
            })
    void anythingElseIsAWrongPassword(String header) {
        WebhookResponse answer = get(header);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsKey("WWW-Authenticate");
        assertThat(heard()).containsExactly(new RelayEvent.RequestRefused("settings", 401, "wrong password"));
    }

    @Test
    void partsOfThePasswordAndMoreThanItAreWrong() {
        assertThat(get(basic("admin", PASSWORD + " ")).status()).isEqualTo(401);
        assertThat(get(basic("admin", PASSWORD.substring(1))).status()).isEqualTo(401);
        assertThat(get(basic("correct horse", "bättery")).status()).isEqualTo(401);
    }

    @Test
    void twoPasswordsAreNone() {
        WebhookRequest request = request("GET")
                .headers(Map.of("Authorization", List.of(basic("admin", PASSWORD), basic("admin", "other"))))
                .build();

        assertThat(door.enter(request).status()).isEqualTo(401);
    }

    @Test
    void tenWrongPasswordsCloseTheDoorUntilTheMinuteIsOver() {
        for (int i = 0; i < SettingsEndpoint.TRIES; i++) {
            assertThat(get(basic("admin", "wrong " + i)).status()).isEqualTo(401);
            clock.advance(Duration.ofSeconds(2));
        }

        WebhookResponse refused = get(basic("admin", PASSWORD));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("Retry-After", "41");
        assertThat(door.enter(request("GET").build()).status()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(39));
        assertThat(get(basic("admin", PASSWORD)).status()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(1));
        assertThat(get(basic("admin", PASSWORD)).status()).isEqualTo(200);
    }

    @Test
    void wrongPasswordsOfAnEarlierMinuteAreForgotten() {
        for (int i = 0; i < 3 * SettingsEndpoint.TRIES; i++) {
            assertThat(get(basic("admin", "wrong")).status()).isEqualTo(401);
            clock.advance(Duration.ofSeconds(7));
        }
        assertThat(get(basic("admin", PASSWORD)).status()).isEqualTo(200);
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepTheDoorClosed() {
        for (int i = 0; i < SettingsEndpoint.TRIES; i++) {
            get(basic("admin", "wrong"));
        }
        clock.advance(Duration.ofHours(-5));

        assertThat(get(basic("admin", PASSWORD)).status()).isEqualTo(200);
    }

    @Test
    void otherMethodsAreToldWhichOnesThereAre() {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE")) {
            WebhookResponse answer = door.enter(request(method)
                    .headers(Map.of("Authorization", List.of(basic("admin", PASSWORD))))
                    .build());

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD");
        }
    }

    private WebhookResponse get(String authorization) {
        return door.enter(request("GET")
                .headers(Map.of("authorization", List.of(authorization)))
                .build());
    }

    private static WebhookRequest.Builder request(String method) {
        return WebhookRequest.builder().method(method);
    }

    private static String basic(String user, String password) {
        return "Basic " + pair(user, password);
    }

    private static String pair(String user, String password) {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
