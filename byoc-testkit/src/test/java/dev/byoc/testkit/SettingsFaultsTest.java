package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.byoc.ConfigurationException;
import dev.byoc.RelayRequest;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.config.ChannelSettings;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.memory.MemoryStore;
import dev.byoc.policy.MediaLimits;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.relay.AccountSettings;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a build says of settings that are missing or wrong. */
class SettingsFaultsTest {
    private static final ConfigSpec BOT = ConfigSpec.none().secrets("bot-token", "the bot's token");

    private final FakeFreshchat freshchat = new FakeFreshchat();

    @AfterEach
    void close() {
        freshchat.close();
    }

    private FreshchatSettings.Builder account() {
        return FreshchatSettings.builder()
                .url(freshchat.url().toString())
                .trustHost(freshchat.url().getHost())
                .token(freshchat.token())
                .webhookKey(freshchat.publicKeyPem());
    }

    private RelayBuilder relay() {
        return new RelayBuilder().freshchat(account().build()).publicUrl(URI.create("https://chat.example.com/byoc"));
    }

    private static FakeChannelProvider bots() {
        return new FakeChannelProvider("bots", FakeChannel::new, BOT);
    }

    private static List<String> faults(RelayBuilder builder) {
        Throwable thrown = catchThrowable(() -> builder.build().close());
        assertThat(thrown).isInstanceOf(ConfigurationException.class).hasNoCause();
        return ((ConfigurationException) thrown).faults();
    }

    @Test
    void aVariableThatIsNotSetIsAMissingSetting() {
        Map<String, String> settings = new HashMap<>();
        settings.put("topic", null);
        settings.put("bot-token", null);

        assertThat(faults(relay().account("shop", bots(), settings)))
                .containsExactly(
                        "account 'shop': 'topic' is missing: name or id of the Freshchat topic that conversations of this"
                                + " account appear in",
                        "account 'shop': 'bot-token' is missing: the bot's token");
    }

    @Test
    void aPathSecretThatCannotBePartOfAnAddressIsNotPrinted() {
        List<String> faults = faults(relay().account(
                        "shop",
                        bots(),
                        Map.of("topic", "Support", "bot-token", "b-1", "path-secret", "hush-hush hush-hush-0123")));

        assertThat(faults).hasSize(1).allSatisfy(fault -> assertThat(fault).contains("'path-secret'"));
        assertThat(faults.toString()).doesNotContain("hush-hush");
    }

    @Test
    void oneBotUnderTwoAccountsIsRefused() {
        List<String> faults = faults(relay().account("shop", bots(), Map.of("topic", "Support", "bot-token", "b-1"))
                .account("spare", bots(), Map.of("topic", "Support", "bot-token", "b-2, b-1")));

        assertThat(faults).hasSize(1);
        assertThat(faults.get(0)).contains("'shop'", "'spare'", "'bot-token'").doesNotContain("b-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", " on ", "1", "Yes", "YES"})
    void yesIsSaidInManyWays(String yes) {
        relay().account("shop", bots(), Map.of("topic", "Support", "bot-token", "b-1", "take-over", yes))
                .build()
                .close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"takeOver", "TAKE_OVER", "take_over", "take.over", "Take-Over", " takeover "})
    void aSettingsNameIsReadInRelaxedForm(String name) {
        relay().account("shop", bots(), Map.of("topic", "Support", "bot-token", "b-1", name, "yes"))
                .build()
                .close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://chat.example.com/byoc",
                "ftp://chat.example.com",
                "https://u:p@chat.example.com/byoc",
                "https://chat.example.com:0/byoc",
                "https://chat.example.com:99999/byoc",
                "https://chat_example.com/byoc",
                "https://chat.example.com./byoc",
                "https://0.0.0.0/byoc",
                "https://chat.example.com/byoc?x=1",
                "https://chat.example.com/byoc#x",
                "https://chat.example.com:/byoc",
                "https://[::]/byoc",
                "https://chat.example.com//byoc",
                "https://chat.example.com/a/../byoc",
                "https://chat.example.com/\uAC00",
                "https://localhost.example.com@evil.example/byoc",
                "http://localhost.example.com/byoc",
                "http://10.0.0.5/byoc",
                "https:///byoc",
                "mailto:a@example.com",
                "/byoc"
            })
    void aPublicUrlThatIsNoHttpsAddressOfAHostIsRefused(String url) {
        List<String> faults = faults(relay().publicUrl(URI.create(url))
                .account("shop", bots(), Map.of("topic", "Support", "bot-token", "b-1")));

        assertThat(faults).hasSize(1).allSatisfy(fault -> assertThat(fault).startsWith("publicUrl "));
        assertThat(faults.get(0)).doesNotContain("example.com/byoc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat.example.com/byoc",
                "https://chat example.com/byoc",
                "https://\uCC44\uD305.example/byoc",
                "t0ken"
            })
    void aPublicUrlThatIsNotEvenAnAddressIsRefusedAndNotPrinted(String url) {
        List<String> faults =
                faults(relay().publicUrl(url).account("shop", bots(), Map.of("topic", "Support", "bot-token", "b-1")));

        assertThat(faults).hasSize(1).allSatisfy(fault -> assertThat(fault).startsWith("publicUrl "));
        assertThat(faults.get(0)).doesNotContain(url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://chat.example.com, https://chat.example.com",
        "HTTPS://Chat.Example.COM/Byoc//, https://chat.example.com/Byoc",
        "'  https://chat.example.com:8443/ ', https://chat.example.com:8443",
        "http://localhost:8080/byoc, http://localhost:8080/byoc",
        "http://127.0.0.9/byoc, http://127.0.0.9/byoc",
        "http://[::1]:8080/byoc, http://[::1]:8080/byoc",
        "http://relay.localhost/byoc, http://relay.localhost/byoc",
        "https://xn--9t4b11yi5a.example/byoc, https://xn--9t4b11yi5a.example/byoc"
    })
    void anAddressOfAHostIsTakenInItsUsualForm(String url, String usual) {
        try (RelayEngine relay = relay().publicUrl(url)
                .account("shop", bots(), Map.of("topic", "Support", "bot-token", "b-1"))
                .build()) {
            assertThat(relay.freshchatWebhookUrl().toString()).startsWith(usual + "/freshchat/");
        }
    }

    @Test
    void plainHttpIsTakenForAnyHostIfTheHostSaysSo() {
        relay().publicUrl("http://relay:8080/byoc")
                .allowPlainHttp()
                .account("shop", bots(), Map.of("topic", "Support", "bot-token", "b-1"))
                .build()
                .close();
    }

    /** Each line of a configuration, and all of them wrong. */
    @Test
    void everyFaultOfEveryPartComesAtOnce() {
        ConfigSpec own = ConfigSpec.none().secret("token", "its token").number("limit", 5, "its limit");
        FakeChannelProvider strict = new FakeChannelProvider(
                "strict",
                context -> {
                    throw new ConfigurationException(
                            List.of("'limit' must be at most 10", "'token' is too short", "nothing works today"));
                },
                own);
        RelayBuilder builder = new RelayBuilder()
                .freshchat(
                        FreshchatSettings.builder().url(null).token("two words").webhookKey(" "))
                .publicUrl((String) null)
                .account(
                        "shop",
                        strict,
                        account -> account.topic(null)
                                .setting("token", "")
                                .setting("limit", "7")
                                .setting("conversations", "sometimes"))
                .account("spare", bots(), Map.of("topic", "Support", "bot-token", "b 1", "path-secret", "short"))
                .account(null, bots(), Map.of("topic", "Support"))
                .account("third", "not-there", Map.of("topic", "Support"))
                .retry(RetryPolicy.upTo(0))
                .media(MediaLimits.DEFAULT.atOnce(0).maxBytes(-1))
                .store(new MemoryStore(null))
                .settingsPage("short")
                .productEvents("\uFEFF  ")
                .freshchatPathSecret("with a blank in it, which no path has")
                .trustedProxy("everybody")
                .allowInternalHost("http://media.internal/")
                .drainFor(Duration.ofSeconds(-1));

        List<String> faults = faults(builder);

        for (String part : List.of(
                "url is missing",
                "token holds",
                "webhookKey is missing",
                "publicUrl(...) is missing",
                "'shop': 'topic' is missing",
                "'shop': 'token' is missing",
                "'shop': 'limit' must be at most 10",
                "'shop': nothing works today",
                "'shop': 'conversations'",
                "'spare': 'path-secret'",
                "account 3: its id is missing",
                "'third': no provider",
                "retry: ",
                "media: maxBytes",
                "media: atOnce",
                "MemoryStore: its clock is missing",
                "settingsPage(...)",
                "productEvents(...)",
                "freshchatPathSecret(...)",
                "trustedProxy(...)",
                "allowInternalHost(...)",
                "drainFor(...)")) {
            assertThat(faults)
                    .as(part)
                    .filteredOn(fault -> fault.contains(part))
                    .hasSize(1);
        }
        // What only follows from a fault that is told already is not told.
        assertThat(faults).hasSize(22).noneMatch(fault -> fault.contains("'token' is too short"));
        assertThat(faults.toString()).doesNotContain("two words", "with a blank", "everybody", "media.internal");
    }

    private static Stream<Consumer<RelayBuilder>> nulls() {
        return Stream.of(
                builder -> builder.freshchat((FreshchatSettings) null),
                builder -> builder.freshchat((FreshchatSettings.Builder) null),
                builder -> builder.publicUrl((URI) null),
                builder -> builder.publicUrl((String) null),
                builder -> builder.account(null, bots(), Map.of("topic", "Support", "bot-token", "b-2")),
                builder ->
                        builder.account("null", (ChannelProvider) null, Map.of("topic", "Support", "bot-token", "b-2")),
                builder -> builder.account("null", (String) null, Map.of("topic", "Support", "bot-token", "b-2")),
                builder -> builder.account("null", new FakeChannelProvider(), (Map<String, String>) null),
                builder -> builder.account("null", new FakeChannelProvider(), account -> account.topic(null)),
                builder -> builder.account(
                        "null",
                        new FakeChannelProvider(),
                        account -> account.topic("Support").setting(null, "x")),
                builder -> builder.account("null", (ChannelSettings) null, account -> account.topic("Support")),
                builder -> builder.store(null),
                builder -> builder.store(new MemoryStore(null)),
                builder -> builder.clock(null),
                builder -> builder.random(null),
                builder -> builder.retry(null),
                builder -> builder.retry(RetryPolicy.DEFAULT.startingAt(null)),
                builder -> builder.media(null),
                builder -> builder.media(MediaLimits.DEFAULT.deadline(null)),
                builder -> builder.listener(null),
                builder -> builder.httpClient(null),
                builder -> builder.allowInternalHost(null),
                builder -> builder.trustedProxy(null),
                builder -> builder.freshchatPathSecret(null),
                builder -> builder.productEvents(null),
                builder -> builder.settingsPage(null),
                builder -> builder.sendMargin(null),
                builder -> builder.account("null", new FakeChannelProvider(), (Consumer<AccountSettings>) null),
                builder -> builder.drainFor(null));
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void nullIsOneFaultThatTheBuildTells(Consumer<RelayBuilder> nothing) {
        RelayBuilder builder = relay().account("shop", bots(), Map.of("topic", "Support", "bot-token", "b-1"));

        assertThatCode(() -> nothing.accept(builder)).doesNotThrowAnyException();

        assertThat(faults(builder)).hasSize(1);
    }

    @Test
    void aTokenInThePlaceOfAnIdOrOfAChannelIsNotPrinted() {
        String token = "4453b6ac12345678-e02c5f12174805f9-daec9cbb5448c51f";

        List<String> faults = faults(relay().account(token, bots(), Map.of("topic", "Support", "bot-token", "b-1"))
                .account("shop", token, Map.of("topic", "Support")));

        assertThat(faults).hasSize(2).noneMatch(fault -> fault.contains("4453b6ac"));
    }

    @Test
    void accountsOfDifferentBotsAndOfDifferentMessengersMayShareWhatTheyLike() {
        FakeChannelProvider others = new FakeChannelProvider("others", FakeChannel::new, BOT);

        relay().account("shop", bots(), Map.of("topic", "Support", "bot-token", "b-1"))
                .account("spare", bots(), Map.of("topic", "Support", "bot-token", "b-2"))
                .account("market", others, Map.of("topic", "Support", "bot-token", "b-1"))
                .account("one", new FakeChannelProvider(), Map.of("topic", "Support"))
                .account("two", new FakeChannelProvider(), Map.of("topic", "Support"))
                .build()
                .close();
    }

    /** Addresses, health and meters mean something else by them. */
    @ParameterizedTest
    @ValueSource(strings = {"freshchat-app", "store", "other", "unknown"})
    void namesOfSomethingElseAreNoAccounts(String id) {
        assertThat(faults(relay().account(id, bots(), Map.of("topic", "Support", "bot-token", "b-1"))))
                .singleElement()
                .asString()
                .startsWith("account 1: its id is missing or none")
                .contains(" and is none of ", id);
    }

    @ParameterizedTest
    @ValueSource(strings = {" a-long-password ", "\uFEFFa-long-password\n", "\ta-long-password"})
    void theEndsOfAPasswordAreCut(String password) {
        try (RelayEngine relay = relay().account("shop", bots(), Map.of("topic", "Support", "bot-token", "b-1"))
                .settingsPage(password)
                .build()) {
            String basic = Base64.getEncoder().encodeToString("any:a-long-password".getBytes(StandardCharsets.UTF_8));
            RelayRequest request = new RelayRequest(
                    "GET",
                    "/byoc/settings",
                    null,
                    Map.of("Authorization", List.of("Basic " + basic)),
                    new byte[0],
                    null);

            assertThat(relay.handle(request).status()).isEqualTo(200);
        }
    }

    /** What a source of the token may do while it is asked, and what is said of it. */
    private enum Source {
        HANGS("did not return within 10 s"),
        HANGS_THROUGH_INTERRUPTS("did not return within 10 s"),
        THROWS("threw IllegalStateException"),
        THROWS_AN_ERROR("threw NoClassDefFoundError"),
        THROWS_WHAT_IT_DOES_NOT_DECLARE("threw IOException"),
        SAYS_WHY("its source failed: the vault is closed"),
        GIVES_NULL("gave null"),
        GIVES_BLANKS("its source gave nothing"),
        GIVES_TWO_WORDS("token holds blanks");

        private final String told;

        Source(String told) {
            this.told = told;
        }

        private String ask(CountDownLatch asked, CountDownLatch end) {
            asked.countDown();
            return switch (this) {
                case HANGS -> {
                    await(end);
                    yield "late";
                }
                case HANGS_THROUGH_INTERRUPTS -> {
                    while (end.getCount() > 0) {
                        await(end);
                    }
                    yield "late";
                }
                case THROWS -> throw new IllegalStateException("hidden-words");
                case THROWS_AN_ERROR -> throw new NoClassDefFoundError("hidden-words");
                case THROWS_WHAT_IT_DOES_NOT_DECLARE ->
                    throw SettingsFaultsTest.<RuntimeException>sneaky(new IOException("hidden-words"));
                case SAYS_WHY -> throw new ConfigurationException("the vault is closed");
                case GIVES_NULL -> null;
                case GIVES_BLANKS -> " \n";
                case GIVES_TWO_WORDS -> "two words";
            };
        }

        private static void await(CountDownLatch end) {
            try {
                end.await();
            } catch (InterruptedException e) {
                // As code of others takes it.
            }
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what the compiler makes of it never happens
    private static <E extends Throwable> E sneaky(Throwable e) throws E {
        throw (E) e;
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void aTokenSourceHidesNoOtherFaultWhateverItDoes(Source source) throws Exception {
        SettableClock clock = new SettableClock(Instant.parse("2026-01-15T09:00:00Z"));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        RelayBuilder builder = new RelayBuilder()
                .clock(clock)
                .freshchat(FreshchatSettings.builder()
                        .url("https://api.freshchat.com")
                        .tokenFrom(() -> source.ask(asked, end))
                        .webhookKey("no key"))
                .publicUrl((String) null)
                .account("shop", bots(), account -> account.topic(null).setting("bot-token", "b-1"));
        try {
            CompletableFuture<List<String>> faults = CompletableFuture.supplyAsync(() -> faults(builder));
            asked.await();
            clock.advance(Duration.ofSeconds(11));

            assertThat(faults.get().toString())
                    .contains(source.told, "scope is missing", "webhookKey", "publicUrl(...) is missing", "'topic'")
                    .doesNotContain("hidden-words");
        } finally {
            end.countDown();
        }
    }
}
