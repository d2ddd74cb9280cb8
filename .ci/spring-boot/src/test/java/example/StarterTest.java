package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Waiting;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Applications with the finished starter: this class runs on Spring Boot 3.5 and 4, Tomcat and Jetty. */
class StarterTest {
    private static final String CUSTOMER = "dyN4Ob6OXfag+Atd/1SifA==";

    @TempDir
    static Path folder;

    private static FakeFreshchat freshchat;
    private static FakeViber viber;
    private static Application shop;

    @BeforeAll
    static void start() {
        freshchat = new FakeFreshchat();
        freshchat.addTopic("Support");
        viber = new FakeViber();
        shop = new Application(freshchat, viber, folder.resolve("byoc.db"), "").start().connected();
    }

    @AfterAll
    static void end() {
        shop.close();
        viber.close();
        freshchat.close();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Waiting.LIMIT.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void aMessageGoesEachWayAndIsToldToListenersAndMeters() throws Exception {
        ViberCustomer ines = viber.customer(CUSTOMER, "Ines");
        assertThat(ines.says("is order 1042 on its way?")).isEqualTo(200);
        freshchat.awaitPosted(1);

        freshchat.agent().says(freshchat.conversations().get(0).id(), "it is with the courier");
        ines.awaitReceived(1);

        assertThat(ines.receivedTexts()).containsExactly("it is with the courier");
        await("two deliveries", () -> shop.shop().events.stream().filter(RelayEvent.Delivered.class::isInstance).count() == 2);
        assertThat(shop.shop().customized).hasValue(1);
        await("the meter", () -> shop.get(
                        "/actuator/metrics/byoc.messages?tag=direction:in&tag=outcome:delivered", "Authorization", Application.LOGIN)
                .body()
                .contains("\"value\":1"));
    }

    @Test
    void healthHasTheRelayAndReadinessTheStore() throws Exception {
        await("the start", () -> shop.relay().health().live());

        Json components = Json.parse(shop.get("/actuator/health", "Authorization", Application.LOGIN)
                        .body()
                        .getBytes(StandardCharsets.UTF_8))
                .get("components");
        assertThat(components.get("byoc").get("status").text()).isEqualTo("UP");
        assertThat(components.get("byoc").get("details").get("shop").get("status").text())
                .isEqualTo("UP");
        assertThat(components.get("byocStore").get("status").text()).isEqualTo("UP");
        HttpResponse<String> readiness = shop.get("/actuator/health/readiness", "Authorization", Application.LOGIN);
        assertThat(readiness.statusCode()).isEqualTo(200);
        assertThat(readiness.body()).contains("byocStore").doesNotContain("\"shop\"");
        assertThat(shop.get("/actuator/health/liveness", "Authorization", Application.LOGIN).body()).doesNotContain("byoc");
    }

    @Test
    void webhooksPassSpringSecurityAndNothingElseDoes() throws Exception {
        assertThat(shop.get("/admin").statusCode()).isEqualTo(401);
        assertThat(shop.get("/byocx").statusCode()).isEqualTo(401);
        assertThat(shop.get("/admin", "Authorization", Application.LOGIN).body()).isEqualTo(Shop.Pages.WORDS);
        assertThat(shop.post("/admin", "{}").statusCode()).isIn(401, 403);

        assertThat(shop.post("/byoc/nothing/here", "{}").statusCode()).isEqualTo(404);
        assertThat(shop.get("/byoc").statusCode()).isEqualTo(404);
    }

    @Test
    void noSpellingOfAPathOpensAnotherPage() throws IOException {
        for (String path : List.of(
                "/byoc/../admin", "/byoc/x/../../admin", "/byoc/%2e%2e/admin", "/byoc/%2E%2E/admin", "/byoc/..;/admin",
                "/byoc/..;x=1/admin", "/byoc;/../admin", "//admin", "/byoc//../admin", "/byoc/./../admin", "/./byoc/../admin",
                "/byoc/..%2fadmin", "/byoc/..%5cadmin", "/byoc\\..\\admin", "/admin;/byoc/x", "/admin/../byoc/../admin", "/byocx",
                "/byoc/%252e%252e/admin", "http://localhost/byoc/../admin", "/byoc/../", "/admin?/byoc/")) {
            for (String method : List.of("GET", "POST")) {
                assertThat(shop.raw(method, path)).as(method + " " + path).doesNotContain(Shop.Pages.WORDS);
            }
        }
    }

    @Test
    void theEndpointNeedsALoginAndAnswersMistakesWithASentence() throws Exception {
        assertThat(shop.get("/actuator/byoc").statusCode()).isEqualTo(401);

        HttpResponse<String> status = shop.get("/actuator/byoc", "Authorization", Application.LOGIN);
        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(status.body()).contains("\"parts\"", "\"figures\"");
        HttpResponse<String> mistaken =
                shop.get("/actuator/byoc/dead-letters?direction=up", "Authorization", Application.LOGIN);
        assertThat(mistaken.statusCode()).isEqualTo(400);
        assertThat(mistaken.body()).contains("direction must be inbound or outbound");
        assertThat(shop.get("/actuator/byoc/timeline?id=none", "Authorization", Application.LOGIN).body())
                .isEqualTo("{\"timelines\":[]}");
    }

    @Test
    void theEndpointWritesWithTheTokenAgainstForgery() throws Exception {
        assertThat(shop.post("/actuator/byoc/probe", "{}", "Authorization", Application.LOGIN).statusCode())
                .isIn(401, 403);

        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(shop.get("/login").body());
        assertThat(token.find()).isTrue();
        HttpResponse<String> probed = shop.post(
                "/actuator/byoc/probe", "{}", "Authorization", Application.LOGIN, "X-CSRF-TOKEN", token.group(1));
        assertThat(probed.statusCode()).as(probed.body()).isEqualTo(200);
        HttpResponse<String> replayed = shop.post(
                "/actuator/byoc/replay",
                "{\"id\":\"77\"}",
                "Authorization",
                Application.LOGIN,
                "X-CSRF-TOKEN",
                token.group(1));
        assertThat(replayed.body()).contains("\"result\":\"NOT_DEAD\"", "\"id\":77");
    }

    @Test
    void noEndpointShowsASecret() throws Exception {
        for (String endpoint : List.of("env", "configprops", "byoc", "beans", "health", "conditions", "mappings")) {
            assertThat(shop.get("/actuator/" + endpoint, "Authorization", Application.LOGIN).body())
                    .as(endpoint)
                    .isNotEmpty()
                    .doesNotContain(viber.token(), freshchat.token(), freshchat.publicKeyPem().substring(40, 80));
        }
    }

    @Test
    void aStoreOutOfReachKeepsNoApplicationFromStartingAndIsTriedAgain() throws Exception {
        Path missing = Files.createFile(folder.resolve("not-yet"));
        try (FakeFreshchat own = new FakeFreshchat();
                FakeViber bot = new FakeViber();
                Application waiting = new Application(own, bot, missing.resolve("byoc.db"), "/app")) {
            own.addTopic("Support");
            waiting.start();
            assertThat(waiting.post("/app/byoc/shop/x", "{}").statusCode()).isEqualTo(503);
            assertThat(waiting.get("/app/actuator/health/readiness", "Authorization", Application.LOGIN).statusCode())
                    .isEqualTo(503);
            assertThat(waiting.get("/app/actuator/health/liveness", "Authorization", Application.LOGIN).statusCode())
                    .isEqualTo(200);
            assertThat(waiting.get("/app/actuator/byoc", "Authorization", Application.LOGIN).body()).contains("not-yet");

            Files.delete(missing);
            Files.createDirectory(missing);
            waiting.connected();
            assertThat(bot.customer(CUSTOMER, "Ines").says("hello")).isEqualTo(200);
            own.awaitPosted(1);
            assertThat(waiting.get("/app/actuator/health/readiness", "Authorization", Application.LOGIN).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatWasTakenWhileAnApplicationStopsIsRelayedByTheNext() throws Exception {
        try (FakeFreshchat own = new FakeFreshchat();
                FakeViber bot = new FakeViber()) {
            own.addTopic("Support");
            Queue<String> taken = new ConcurrentLinkedQueue<>();
            Path file = folder.resolve("stopped.db");
            Application first = new Application(own, bot, file, "").put("byoc.drain-for", "0s").start().connected();
            ExecutorService customers = Executors.newFixedThreadPool(4);
            CountDownLatch underLoad = new CountDownLatch(20);
            CountDownLatch stopped = new CountDownLatch(4);
            for (int i = 0; i < 4; i++) {
                ViberCustomer customer = bot.customer(CUSTOMER.replace("dyN4", "dyN" + i), "Ines");
                int number = i;
                customers.execute(() -> {
                    for (int n = 0; n < 10_000; n++) {
                        String text = "customer " + number + " says " + n;
                        int status = customer.says(text);
                        if (status != 200) {
                            break;
                        }
                        taken.add(text);
                        underLoad.countDown();
                    }
                    stopped.countDown();
                });
            }
            underLoad.await();
            first.close();
            stopped.await();
            customers.shutdown();

            List<String> expected = new ArrayList<>(taken);
            try (Application next = new Application(own, bot, file, "").start()) {
                await("all of " + expected.size(), () -> texts(own).containsAll(expected));
                assertThat(texts(own)).doesNotHaveDuplicates();
            }
        }
    }

    private static List<String> texts(FakeFreshchat own) {
        return own.posted().stream().map(StoredMessage::text).toList();
    }

    /** Everything that is printed on the way, at the level DEBUG. */
    @Test
    void faultsStopTheApplicationWithAReportThatQuotesNoValue() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.port", "0");
        properties.put("logging.level.root", "debug");
        for (String name : List.of(
                "drain-for", "allow-plain-http", "store.max-open-entries", "media.max-bytes", "catch-up.not-before", "public-url",
                "freshchat.url", "freshchat.webhook-key", "accounts.shop.topic", "accounts.shop.take-over",
                "accounts.shop.viber.caption-limit", "accounts.shop.viber.base-url", "accounts.shop.path-secret",
                "accounts.shop.settings.nothing", "nothing", "trusted-proxies", "settings-page")) {
            properties.put("byoc." + name, "pl4nted\u0007s3cret");
        }
        properties.put("byoc.freshchat.token", "${PL4NTED_NOWHERE} s3cret");

        String printed = printed(() -> new SpringApplicationBuilder(Shop.class).properties(properties).run().close());

        assertThat(printed)
                .contains("APPLICATION FAILED TO START")
                .contains("- byoc.store is missing", "- byoc.drain-for must be a duration", "- byoc.nothing is no property")
                .contains("- byoc.freshchat.token holds a ${...}", "- byoc.accounts.shop.viber.auth-token is missing")
                .contains("- byoc.accounts.shop.take-over must be yes or no", "- byoc.freshchat.webhook-key")
                .doesNotContain("pl4nted", "s3cret", "PL4NTED");
    }

    private static String printed(Runnable task) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(kept, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            task.run();
        } catch (RuntimeException e) {
            e.printStackTrace(both);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return kept.toString(StandardCharsets.UTF_8);
    }
}
