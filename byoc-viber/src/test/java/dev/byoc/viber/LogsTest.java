package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.ConfigurationException;
import dev.byoc.RelayRequest;
import dev.byoc.Secret;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.jdbc.JdbcStore;
import dev.byoc.json.Json;
import dev.byoc.message.Customer;
import dev.byoc.message.ReplyHandle;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.CapturedLogs;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** No secret and no word of a message is logged, printed or thrown; each event is one line. */
final class LogsTest {
    private static final String PATH_SECRET = "MARKED-path-secret-0123456789";
    private static final String HOOK_SECRET = "MARKED-hook-secret-0123456789";
    private static final String OLD_TOKEN = "MARKED-old-viber-token";
    private static final String WRONG_TOKEN = "MARKED-wrong-freshchat-token";
    private static final String WORDS = "MARKED-words";
    private static final String NAME = "MARKED-name";

    @Test
    void mostVerboseLogOfAFullScenarioHoldsNoSecretAndNoWords() {
        ChildJvm.Ended ended = ChildJvm.run(Scenario.class, Map.of(), "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");

        assertThat(ended.output()).contains("scenario played").contains("DEBUG").contains("is done");
        assertThat(ended.exit()).isZero();
        try (FakeViber viber = new FakeViber();
                FakeFreshchat freshchat = new FakeFreshchat()) {
            List<String> secrets = List.of("MARKED", viber.token(), freshchat.token(), Cases.TOKEN);
            assertThat(ended.output().lines())
                    .filteredOn(line -> secrets.stream().anyMatch(line::contains))
                    .isEmpty();
        }
    }

    @Test
    void defaultLogHoldsNoWordsAndNoForgedLine() {
        try (CapturedLogs logs = CapturedLogs.start();
                RelayFixture fixture = new RelayFixture()) {
            fixture.post("bc37-viber-log-injection.json");
            fixture.freshchat.awaitPosted(1);
            // A path, a header and an event's name may also be a stranger's words.
            RawHttp.post(fixture.viberWebhook(), new byte[0], "X-Viber-Content-Signature: \u001b[31mERROR");
            fixture.post("{\"event\":\"x\\r\\nERROR intruder\\u001b[31m\"}".getBytes(StandardCharsets.UTF_8));

            assertThat(logs.text())
                    .doesNotContain("hello")
                    .doesNotContain("intruder")
                    .doesNotContain("\u001b");
            assertThat(logs.text().lines()).allMatch(line -> line.matches("\\[.*] (INFO|WARN) dev\\.byoc\\..*"));
            assertThat(fixture.freshchat.users().get(0).firstName())
                    .doesNotContain("\n")
                    .doesNotContain("\r")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void publicTypesThatHoldSecretsOrWordsPrintNeither() {
        FreshchatSettings.Builder settings = FreshchatSettings.builder()
                .url("https://example.freshchat.com")
                .token(WRONG_TOKEN)
                .webhookKey(new String(Cases.bytes("bc17-key-spki.txt"), StandardCharsets.US_ASCII));
        try (RelayFixture fixture =
                RelayFixture.with().setting("path-secret", PATH_SECRET).open()) {
            List<Object> printed = List.of(
                    Secret.of(WRONG_TOKEN),
                    settings,
                    settings.build(),
                    fixture.relay,
                    fixture.host,
                    fixture.relay.health(),
                    fixture.relay.registrations(),
                    fixture.events,
                    new RelayRequest(
                            "POST",
                            "/byoc/viber-main/" + PATH_SECRET,
                            "sig=" + WORDS,
                            Map.of("X-Viber-Content-Signature", List.of(WORDS)),
                            WORDS.getBytes(StandardCharsets.UTF_8),
                            null),
                    Customer.builder("id").name(NAME).email(WORDS).phone(WORDS).build(),
                    new ReplyHandle(WORDS, true, null),
                    Json.of(Map.of("token", WRONG_TOKEN)));

            assertThat(printed)
                    .allSatisfy(each -> assertThat(String.valueOf(each)).doesNotContain("MARKED"));
        }
    }

    /** Plays everything that can go wrong with marked secrets and words, with every logger wide open. */
    static final class Scenario {
        private static final Logger fakesLog = Logger.getLogger("mockwebserver3.MockWebServer");

        private Scenario() {}

        public static void main(String[] args) throws IOException {
            Logger root = Logger.getLogger("");
            root.setLevel(Level.ALL);
            ConsoleHandler all = new ConsoleHandler();
            all.setLevel(Level.ALL);
            root.addHandler(all);
            // The fakes' server is not the relay's; the JDK's, before the relay, is.
            fakesLog.setLevel(Level.OFF);
            everythingOnce();
            aMessageAndItsAnswerInADatabase();
            refusedToken();
            wrongFreshchat("http://127.0.0.1:1");
            wrongFreshchat("http://freshchat.invalid");
            try (FakeFreshchat plain = new FakeFreshchat()) {
                wrongFreshchat(plain.url().toString().replace("http:", "https:"));
            }
            System.out.println("scenario played");
            System.exit(0);
        }

        private static void everythingOnce() {
            try (RelayFixture fixture = RelayFixture.with()
                    .setting("path-secret", PATH_SECRET)
                    .relay(relay -> relay.freshchatPathSecret(HOOK_SECRET))
                    .impatient()
                    .open()) {
                play(fixture);
            }
        }

        /** Its driver logs too. */
        private static void aMessageAndItsAnswerInADatabase() throws IOException {
            Path file = Files.createTempDirectory("byoc-logs-").resolve("byoc.db");
            try (RelayFixture fixture = RelayFixture.with()
                    .setting("path-secret", PATH_SECRET)
                    .store(clock -> JdbcStore.embedded(file))
                    .open()) {
                ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", NAME);
                anna.says(WORDS);
                StoredMessage posted = fixture.freshchat.awaitPosted(1).get(0);
                fixture.freshchat.agent().says(posted.conversationId(), WORDS);
                anna.awaitReceived(1);
            }
        }

        /** What is thrown is printed, as a host would. */
        private static void refusedToken() {
            try {
                RelayFixture.with()
                        .setting("auth-token", OLD_TOKEN)
                        .relay(RelayBuilder::failFast)
                        .open()
                        .close();
            } catch (ConfigurationException e) {
                e.printStackTrace(System.err);
            }
        }

        private static void play(RelayFixture fixture) {
            ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", NAME);
            anna.says(WORDS);
            StoredMessage posted = fixture.freshchat.awaitPosted(1).get(0);
            fixture.freshchat.agent().says(posted.conversationId(), WORDS);
            anna.awaitReceived(1);
            for (Fault fault : List.of(
                    Fault.answer(401, Json.of(Map.of("message", WORDS))),
                    Fault.answer(400, Json.of(Map.of("message", WORDS, "status", WORDS + " " + WORDS))),
                    Fault.answer(429),
                    Fault.answer(500, "text/html", WORDS.getBytes(StandardCharsets.UTF_8)),
                    Fault.html(),
                    Fault.cut(),
                    Fault.silence())) {
                fixture.freshchat.faults().next("POST /conversations/{id}/messages", fault);
                anna.says(WORDS);
                fixture.time()
                        .passUntil(
                                Duration.ofMinutes(1),
                                () -> fixture.relay.health().open() == 0);
                fixture.viber.faults().next("POST /send_message", fault);
                fixture.freshchat.agent().says(posted.conversationId(), WORDS);
                fixture.time()
                        .passUntil(
                                Duration.ofMinutes(1),
                                () -> fixture.relay.health().open() == 0);
            }
            RawHttp.post(
                    fixture.viberWebhook(),
                    WORDS.getBytes(StandardCharsets.UTF_8),
                    "X-Viber-Content-Signature: " + WORDS);
            RawHttp.post(
                    fixture.relay.freshchatWebhookUrl(),
                    WORDS.getBytes(StandardCharsets.UTF_8),
                    "X-Freshchat-Signature: " + WORDS);
            fixture.post(("{\"event\":\"message\",\"" + WORDS).getBytes(StandardCharsets.UTF_8));
            fixture.post(("{\"" + WORDS + "\":[".repeat(300)).getBytes(StandardCharsets.UTF_8));
            fixture.freshchat.agent().writesNote(posted.conversationId(), WORDS);
            fixture.relay.uninstall();
        }

        private static void wrongFreshchat(String url) {
            try (RelayFixture fixture = RelayFixture.with()
                    .freshchat(settings -> settings.url(url)
                            .trustHost(URI.create(url).getHost())
                            .token(WRONG_TOKEN))
                    .open()) {
                fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", NAME).says(WORDS);
                fixture.await(() -> !fixture.relay.health().ok());
            }
        }
    }
}
