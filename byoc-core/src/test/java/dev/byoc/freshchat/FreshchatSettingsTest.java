package dev.byoc.freshchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.byoc.ConfigurationException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshchatSettingsTest {
    private static final String TOKEN = "eyJhbGciOi.secret";
    private static final String KEY = Samples.text("cases/bc17-key-spki.txt");

    private static FreshchatSettings.Builder valid() {
        return withoutKey().webhookKey(KEY);
    }

    private static FreshchatSettings.Builder withoutKey() {
        return FreshchatSettings.builder().url("https://acme.freshchat.com").token(TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "https://acme.freshchat.com, https://acme.freshchat.com/v2",
        "https://acme.freshchat.com/, https://acme.freshchat.com/v2",
        "https://acme.freshchat.com/v2, https://acme.freshchat.com/v2",
        "https://acme.freshchat.com/v2//, https://acme.freshchat.com/v2",
        "'  https://api.eu.freshchat.com ', https://api.eu.freshchat.com/v2",
        "https://acme-4711-af.myfreshworks.com/v2/, https://acme-4711-af.myfreshworks.com/v2",
    })
    void takesTheAddressWithOrWithoutVersion(String url, String api) {
        assertThat(valid().url(url).scope("acme").build().api()).hasToString(api);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.freshchat.com",
                "https://api.in.freshchat.com/v2",
                "https://api.eu.freshchat.com",
                "https://API.AU.Freshchat.com",
                "https://api.me.freshchat.com",
                "https://api.myfreshworks.com"
            })
    void hostThatServesManyAccountsNeedsANameForThisOne(String url) {
        assertThatThrownBy(() -> valid().url(url).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("scope is missing", "FreshchatSettings.builder().scope(\"acme\")");
        assertThatThrownBy(() -> valid().url(url).scope(" ").build()).isInstanceOf(ConfigurationException.class);
        assertThat(valid().url(url).scope(" acme ").build().scope()).isEqualTo("acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://apicorp.freshchat.com", "https://acme-api.freshchat.com", "https://acme.freshchat.com"})
    void hostOfOneAccountIsItsNameUnlessAnotherIsSet(String url) {
        assertThat(valid().url(url).build().scope()).isEqualTo(url.substring("https://".length()));
        assertThat(valid().url(url).scope(null).build().scope()).startsWith("a");
        assertThat(valid().url(url).scope("Acme_2.eu").build().scope()).isEqualTo("Acme_2.eu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "a/b", "quote\"", "줄", "x;drop"})
    void nameThatIsNoneIsRefusedWithTheSettingsName(String scope) {
        assertThatThrownBy(() -> valid().scope(scope).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("scope must be")
                .hasMessageNotContaining(scope);
    }

    @Test
    void scopeIsTheHostInLowerCase() {
        assertThat(valid().url("https://ACME.FreshChat.com").build().scope()).isEqualTo("acme.freshchat.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme.freshchat.com",
                "http://acme.freshchat.com",
                "ftp://acme.freshchat.com",
                "https://acme.freshdesk.com",
                "https://notfreshchat.com",
                "https://freshchat.com.example.org",
                "https://acme.freshchat.com@example.org",
                "https://user:pass@acme.freshchat.com",
                "https://acme.freshchat.com/v3",
                "https://acme.freshchat.com/v2?x=1",
                "https://acme.freshchat.com#x",
                "https://acme.freshchat.com\\@example.org",
                "https://acme.freshchat.com.",
                "https://acme.freshchat.com:0",
                "https://acme.freshchat.com:",
                "https://acme.freshchat.com:99999",
                "https://acme.freshchat.com:4294967739",
                "https://acme.freshchat.com/V2",
                "https://acme.freshchat.com/v2/../v2",
                "https://acme.freshchat.com//v2",
                "https://acme.freshchat.com/%76%32",
                "https:acme.freshchat.com",
                "https:///v2",
                "https://.freshchat.com",
                "https://\uCC44\uD305.freshchat.com",
                "https://ac\u200Bme.freshchat.com",
                "https://[::1]",
                "https://2130706433",
                "https://",
                "not an address"
            })
    void refusesAnAddressThatTheTokenMustNotGoTo(String url) {
        assertThatThrownBy(() -> valid().url(url).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("url");
    }

    @Test
    void takesAnotherHostThatIsNamedOnPurpose() {
        assertThat(valid().url("http://localhost:8080/")
                        .trustHost("LOCALHOST")
                        .build()
                        .api())
                .hasToString("http://localhost:8080/v2");
        assertThat(valid().url("http://[::1]:8080").trustHost("::1").build().scope())
                .isEqualTo("[::1]");
    }

    @Test
    void trustInOneHostIsNoTrustInAnother() {
        assertThatThrownBy(() ->
                        valid().url("http://example.org").trustHost("localhost").build())
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void tellsEveryFaultAtOnceAndQuotesNothing() {
        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class,
                () -> FreshchatSettings.builder()
                        .url("https://example.org/pasted-secret")
                        .token("Bearer pasted-secret")
                        .webhookKey("pasted-secret!")
                        .build());

        assertThat(e.faults()).hasSize(4).anyMatch(f -> f.contains("url")).anyMatch(f -> f.contains("token"));
        assertThat(e.faults()).anyMatch(f -> f.contains("webhookKey"));
        assertThat(e).hasMessageNotContaining("pasted-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two words", "line\nbreak", "토큰"})
    void refusesATokenThatCannotBeOne(String token) {
        assertThatThrownBy(() -> valid().token(token).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("token");
    }

    @Test
    void blanksAroundTheTokenAreCut() {
        assertThat(valid().token(" " + TOKEN + "\n").build().token().reveal()).isEqualTo(TOKEN);
    }

    @Test
    void blankNoteAgentMeansTheBot() {
        assertThat(valid().noteAgent(" ").build().noteAgent()).isNull();
        assertThat(valid().noteAgent(" a-1 ").build().noteAgent()).isEqualTo("a-1");
    }

    @Test
    void printsNeitherTokenNorKey() {
        assertThat(valid().build().toString()).doesNotContain(TOKEN).doesNotContain("MII");
        assertThat(valid().toString()).doesNotContain(TOKEN).doesNotContain("MII");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bare-base64",
                "crlf-indented",
                "escaped-newlines",
                "one-line-joined",
                "one-line-spaces",
                "pkcs1",
                "spki-under-rsa-label",
                "spki"
            })
    void readsTheKeyInEveryShapePeoplePaste(String shape) {
        String text = Samples.text("cases/bc17-key-" + shape + ".txt");

        assertThat(withoutKey().webhookKey(text).build().webhookKeys())
                .isEqualTo(valid().build().webhookKeys());
    }

    @Test
    void readsAKeyInQuotes() {
        assertThat(withoutKey().webhookKey("\uFEFF\"" + KEY + "\"").build().webhookKeys())
                .isEqualTo(valid().build().webhookKeys());
    }

    @Test
    void everyKeySampleIsTested() {
        assertThat(Samples.names("cases").stream().filter(name -> name.startsWith("bc17-key-")))
                .hasSize(8);
    }

    /** The key without one of its lines, as a careless selection copies it. */
    static Stream<String> keysWithALineMissing() {
        List<String> lines = KEY.lines().toList();
        return IntStream.range(1, lines.size() - 1)
                .mapToObj(missing -> IntStream.range(0, lines.size())
                        .filter(line -> line != missing)
                        .mapToObj(lines::get)
                        .collect(Collectors.joining("\n")));
    }

    @ParameterizedTest
    @MethodSource("keysWithALineMissing")
    void refusesAKeyWithALineMissingAndDoesNotShowIt(String broken) {
        assertThatThrownBy(() -> withoutKey().webhookKey(broken).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("webhookKey")
                .hasMessageNotContaining(broken.lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void refusesAKeyWithSomethingBehindIt() {
        String bare = Samples.text("cases/bc17-key-bare-base64.txt").strip();

        assertThatThrownBy(() -> withoutKey().webhookKey(bare + "AAAA").build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("webhookKey");
    }

    @Test
    void refusesAPrivateKeyByName() {
        assertThatThrownBy(() -> withoutKey()
                        .webhookKey("-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("private key");
    }

    @Test
    void severalWebhookKeysCountAndThoseThatAreNotSetAreNone() {
        String other = Samples.text("cases/bc17-key-pkcs1.txt");

        assertThat(valid().webhookKey(null)
                        .webhookKey(" ")
                        .webhookKey(other)
                        .build()
                        .webhookKeys())
                .hasSize(1);
        assertThat(withoutKey().webhookKey(null).webhookKey(KEY).build().webhookKeys())
                .hasSize(1);
    }

    @Test
    void aWrongOneAmongSeveralWebhookKeysIsNamedByItsPlace() {
        assertThatThrownBy(() -> valid().webhookKey("!!! hidden-words").build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("webhookKey (2 of 2)")
                .hasMessageNotContaining("hidden-words");
    }

    @Test
    void oneKeyInTwoShapesIsOneAndEachWrongOneAmongThemIsNamed() {
        String again = Samples.text("cases/bc17-key-one-line-joined.txt");

        assertThat(valid().webhookKey(again).webhookKey(KEY).build().webhookKeys())
                .hasSize(1);
        assertThatThrownBy(() -> withoutKey()
                        .webhookKey("hidden-words")
                        .webhookKey(KEY)
                        .webhookKey("-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----")
                        .webhookKey(again)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("webhookKey (1 of 4)", "webhookKey (3 of 4) is a private key")
                .hasMessageNotContaining("2 of 4")
                .hasMessageNotContaining("hidden-words");
    }

    @Test
    void aSourceThatFailsInAnyWayHidesNoOtherFault() {
        Supplier<String> error = () -> {
            throw new NoClassDefFoundError("hidden-words");
        };
        Supplier<String> checked =
                () -> FreshchatSettingsTest.<RuntimeException>thrown(new IOException("hidden-words"));
        for (Supplier<String> source : List.of(error, checked)) {
            assertThatThrownBy(() -> FreshchatSettings.builder()
                            .url("no address")
                            .tokenFrom(source)
                            .build())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll("url", "token is missing: its source failed", "webhookKey is missing")
                    .hasMessageNotContaining("hidden-words");
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> String thrown(Throwable e) throws E {
        throw (E) e;
    }

    @Test
    void aTokenAndASourceOfItAreOneTooMany() {
        assertThatThrownBy(() -> valid().tokenFrom(() -> TOKEN).build()).hasMessageContaining("set twice");
        assertThat(valid().token(null)
                        .tokenFrom(() -> " " + TOKEN + "\n")
                        .build()
                        .token()
                        .reveal())
                .isEqualTo(TOKEN);
    }
}
