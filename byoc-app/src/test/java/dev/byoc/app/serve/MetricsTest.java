package dev.byoc.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.app.config.AppConfig;
import dev.byoc.json.Json;
import dev.byoc.micrometer.RelayMeters;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Waiting;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the second port tells of a relay that has relayed, failed, repeated and made dead letters; and whether the alerts and the dashboard of
 * byoc-micrometer go by what it tells. Leaves what .ci/metrics gives to Prometheus' own tool.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {
    private static final String SECRET = "the-secret-part-of-the-address";
    private static final Path LEFT = Path.of("target/metrics");

    /** A relay has said all that it was made to say. */
    private static final List<String> AWAITED = List.of(
            "byoc_messages_total{account=\"shop\",direction=\"in\",outcome=\"delivered\"} 3.0",
            "byoc_messages_total{account=\"shop\",direction=\"out\",outcome=\"delivered\"} 1.0",
            "byoc_messages_total{account=\"shop\",direction=\"out\",outcome=\"dead_lettered\"} 1.0",
            "byoc_notes_total{about=\"answer\",account=\"shop\",outcome=\"completed\"} ",
            "byoc_retries_total{account=\"shop\",direction=\"in\"} ",
            "byoc_calls_seconds_count{remote=\"freshchat\",status=\"503\"} 1",
            "byoc_calls_seconds_count{remote=\"freshchat\",status=\"401\"} 0",
            "byoc_calls_seconds_count{remote=\"shop\",status=\"200\"} ",
            "byoc_receipts_total{account=\"shop\",status=\"seen\"} 1.0",
            "byoc_webhooks_refused_total{account=\"shop\",status=\"401\"} 3.0",
            "byoc_webhooks_taken_seconds_count{account=\"shop\"} ",
            "byoc_trouble{component=\"shop\",kind=\"signature\"} 1.0",
            "byoc_health{component=\"shop\"} 0.0",
            "byoc_dead_letters{account=\"shop\",direction=\"out\"} 1.0",
            "byoc_delivery_seconds_bucket{account=\"shop\",direction=\"out\",le=\"1800.0\"} 1",
            "byoc_degraded_total{account=\"shop\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final int adminPort = FreePort.next();
    private String scrape = "";

    @BeforeAll
    void playsAndScrapes(@TempDir Path folder) throws Exception {
        try (FakeFreshchat freshchat = FakeFreshchat.withUsualKey();
                FakeViber viber = new FakeViber()) {
            int port = FreePort.next();
            Service service = new Service(config(folder, freshchat, viber, port));
            CountDownLatch started = new CountDownLatch(1);
            Thread running = new Thread(() -> {
                try {
                    service.run(line -> started.countDown());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            running.start();
            try {
                assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
                freshchat.connectWebhook(URI.create("http://127.0.0.1:" + port + "/byoc/freshchat/" + SECRET));
                plays(freshchat, viber);
                awaitScrape();
            } finally {
                service.close();
            }
            running.join();
        }
    }

    private AppConfig config(Path folder, FakeFreshchat freshchat, FakeViber viber, int port) throws IOException {
        freshchat.addTopic("Support");
        Path file = Files.writeString(folder.resolve("byoc.yaml"), """
                byoc:
                  public-url: http://127.0.0.1:%d/byoc
                  port: %d
                  admin.port: %d
                  freshchat: {url: "%s", trust-host: "%s", token: "${TOKEN}", webhook-key: "${KEY}", path-secret: %s}
                  accounts:
                    shop: {channel: viber, topic: Support, sender-name: Shop, auth-token: "${VIBER}", base-url: "%s"}
                """.formatted(
                        port, port, adminPort, freshchat.url(), freshchat.url().getHost(), SECRET, viber.url()));
        return AppConfig.read(
                file, Map.of("TOKEN", freshchat.token(), "KEY", freshchat.publicKeyPem(), "VIBER", viber.token()));
    }

    private void plays(FakeFreshchat freshchat, FakeViber viber) throws Exception {
        ViberCustomer ines = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Ines");
        ines.says("is it on its way?");
        String conversation = freshchat.awaitPosted(1).get(0).conversationId();
        freshchat.agent().says(conversation, "it is");
        ines.reads(ines.awaitReceived(1).get(0));
        freshchat.faults().next("POST /conversations/{id}/messages", Fault.answer(503));
        ines.says("thank you");
        freshchat.awaitPosted(2);
        // No file is fetched from addresses within: a line takes its place.
        ines.sendsPicture("https://127.0.0.1/picture.jpg", "");
        freshchat.awaitPosted(3);
        ines.unsubscribes();
        freshchat.agent().says(conversation, "you are welcome");
        for (int i = 0; i < 3; i++) {
            HttpRequest unsigned = HttpRequest.newBuilder(Objects.requireNonNull(viber.webhook()))
                    .POST(BodyPublishers.ofString("{\"n\":" + i + "}"))
                    .build();
            assertThat(http.send(unsigned, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(401);
        }
    }

    private void awaitScrape() throws Exception {
        long end = System.nanoTime() + Waiting.LIMIT.toNanos();
        List<String> missing;
        do {
            scrape = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            missing = AWAITED.stream().filter(line -> !scrape.contains(line)).toList();
        } while (!missing.isEmpty()
                && System.nanoTime() < end
                && !new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS));
        assertThat(missing).as("what it does not tell").isEmpty();
    }

    @AfterAll
    void leavesWhatTheToolLooksAt() throws IOException {
        Files.createDirectories(LEFT);
        Files.writeString(LEFT.resolve("scrape.txt"), scrape);
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        List<String> expressions = expressions();
        for (int i = 0; i < expressions.size(); i++) {
            rules.append("      - record: dashboard:")
                    .append(i)
                    .append("\n        expr: ")
                    .append(new String(Json.of(expressions.get(i)).bytes(), StandardCharsets.UTF_8))
                    .append('\n');
        }
        Files.writeString(LEFT.resolve("dashboard-rules.yml"), rules.toString());
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream file = RelayMeters.class.getResourceAsStream("/META-INF/byoc/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        }
    }

    /** With values in place of Grafana's variables. */
    private static List<String> expressions() throws IOException {
        List<String> all = new ArrayList<>();
        Json.parse(file("dashboard.json"))
                .get("panels")
                .items()
                .forEach(panel -> panel.get("targets")
                        .items()
                        .forEach(target -> all.add(
                                Objects.requireNonNull(target.get("expr").text())
                                        .replace("$__rate_interval", "5m")
                                        .replace("$account", ".*"))));
        return all;
    }

    private static Set<String> names(String text) {
        return Pattern.compile("\\bbyoc_\\w+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    /** Names of series, as they stand before their labels. */
    private Set<String> told() {
        return scrape.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void alertsGoByWhatARelayTells() throws IOException {
        Set<String> names = names(new String(file("alerts.yml"), StandardCharsets.UTF_8));

        assertThat(names).hasSizeGreaterThan(5);
        assertThat(told()).containsAll(names);
    }

    @Test
    void theDashboardGoesByWhatARelayTells() throws IOException {
        Set<String> names = names(String.join("\n", expressions()));

        assertThat(names)
                .hasSizeGreaterThan(12)
                .allSatisfy(name -> assertThat(told()).contains(name));
        assertThat(expressions()).noneMatch(expression -> expression.contains("$"));
    }

    @Test
    void eachAlertSaysWhatToDoAndWhereThatIsExplained() throws IOException {
        String page = Files.readString(Path.of("../docs/guides/alerts.md"));
        String alerts = new String(file("alerts.yml"), StandardCharsets.UTF_8);
        List<String> names = Pattern.compile("- alert: (\\w+)")
                .matcher(alerts)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(names).hasSizeGreaterThan(8).allSatisfy(name -> {
            assertThat(page).contains("\n## " + name + "\n");
            assertThat(alerts).contains("runbook: docs/guides/alerts.md#" + name.toLowerCase(Locale.ROOT) + "\n");
        });
        assertThat(Pattern.compile("\n          action: \\S")
                        .matcher(alerts)
                        .results()
                        .count())
                .isEqualTo(names.size());
    }

    @Test
    void noMetricHoldsAnIdOfAMessageOrACustomer() {
        assertThat(scrape).doesNotContain("Ines", "dyN4Ob6OXfag", SECRET).contains("byoc_");
    }
}
