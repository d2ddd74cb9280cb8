package dev.byoc.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.policy.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a relay is asked for by properties and variables, before it is built. */
class TextReaderTest {
    private static RelayConfig properties(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return TextReader.properties(properties);
    }

    private static RelayConfig variables(String... namesAndValues) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return TextReader.variables(variables);
    }

    private static List<String> ids(RelayConfig config) {
        return config.asked.stream().map(RelayConfig.Asked::id).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"byoc.drain-for", "byoc.drainFor", "byoc.DRAIN_FOR", "byoc.drain.for"})
    void aPropertysNameIsReadInRelaxedForm(String name) {
        RelayConfig config = properties(name, "PT1M");

        assertThat(config.faults).isEmpty();
        assertThat(config.drain).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"byoc.freshchat.path-secret", "byoc.freshchat-path-secret", "byoc.freshchatPathSecret"})
    void aGroupsDotIsReadInRelaxedFormToo(String name) {
        assertThat(properties(name, "a-secret-part-0123456789").freshchatPathSecrets)
                .hasSize(1);
    }

    @Test
    void aNameInTwoSpellingsIsAFault() {
        assertThat(properties("byoc.drain-for", "PT1M", "byoc.drainFor", "PT1M").faults)
                .containsExactly("byoc.drain-for is set 2 times, in different spellings; keep one");
    }

    @Test
    void whatIsNotBelowThePrefixIsNotOurs() {
        assertThat(properties("byocx.public", "x", "user.home", "/", "byoc", "y").faults)
                .isEmpty();
        assertThat(variables("BYOCX_PUBLIC", "x", "HOME", "/", "BYOC", "y").faults)
                .isEmpty();
    }

    @Test
    void whatPropertiesFallBackToCountsToo() {
        Properties defaults = new Properties();
        defaults.setProperty("byoc.drain-for", "PT1M");

        assertThat(TextReader.properties(new Properties(defaults)).drain).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void anObjectAmongThePropertiesIsAFault() {
        Properties properties = new Properties();
        properties.put("byoc.drain-for", Duration.ofMinutes(1));

        assertThat(TextReader.properties(properties).faults).containsExactly("byoc.drain-for is no text");
    }

    @Test
    void nullIsAFault() {
        assertThat(TextReader.properties(null).faults)
                .singleElement()
                .asString()
                .startsWith("fromProperties(...)");
        assertThat(TextReader.variables(null).faults).singleElement().asString().startsWith("fromEnvironment(...)");
    }

    @Test
    void anEmptyValueIsMissing() {
        RelayConfig config = properties("byoc.drain-for", " ", "byoc.settings-page", "", "byoc.fail-fast", "\t");

        assertThat(config.faults).isEmpty();
        assertThat(config.drain).isEqualTo(new RelayConfig().drain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10s", "10", "ten", "PT", "P1M", "PT10S PT10S"})
    void whatIsNoDurationIsAFaultThatSaysTheForm(String text) {
        assertThat(properties("byoc.retry.max-delay", text).faults)
                .containsExactly("byoc.retry.max-delay must be an ISO-8601 duration: PT10S, PT5M, PT12H or P7D, for"
                        + " seconds, minutes, hours or days");
    }

    @Test
    void aDurationThatAnOptionDoesNotTakeIsToldByItsName() {
        assertThat(properties("byoc.drain-for", "PT-1S").faults.stream()
                        .map(NameStyle.PROPERTY::told)
                        .toList())
                .containsExactly(
                        "byoc.drain-for is missing or not between zero and 3650 days: how long closing still relays");
    }

    @Test
    void policiesAreOfTheValuesThatWereSaid() {
        RelayConfig config = variables(
                "BYOC_RETRY_MAX_ATTEMPTS", "3",
                "BYOC_RETRY_INITIAL_DELAY", "PT10M",
                "BYOC_RETRY_OUTBOUND_AGE", "PT1H",
                "BYOC_MEDIA_MAX_BYTES", "999999999",
                "BYOC_MEDIA_AT_ONCE", "2",
                "BYOC_CATCH_UP_AUTOMATIC", "no",
                "BYOC_CATCH_UP_CALLS_PER_SECOND", "0.5",
                "BYOC_CATCH_UP_NOT_BEFORE", "2026-01-31T08:00:00Z");

        assertThat(config.faults).isEmpty();
        assertThat(config.retry)
                .isEqualTo(RetryPolicy.upTo(3)
                        .startingAt(Duration.ofMinutes(10))
                        .expiringAfter(RetryPolicy.DEFAULT.inboundAge(), Duration.ofHours(1)));
        assertThat(config.media.maxBytes()).isEqualTo(999_999_999);
        assertThat(config.media.atOnce()).isEqualTo(2);
        assertThat(config.catchUp)
                .isEqualTo(CatchUpPolicy.DEFAULT.byHand().atMost(0.5).notBefore(Instant.parse("2026-01-31T08:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "byoc.catch-up.calls-per-second, NaN, must be a number such as 2 or 0.5",
        "byoc.catch-up.calls-per-second, -1, must be a number such as 2 or 0.5",
        "byoc.catch-up.not-before, yesterday, must be an ISO-8601 time such as 2026-01-31T08:00:00Z",
        "byoc.media.at-once, 0, must be a whole number above zero",
        "byoc.fail-fast, perhaps, 'must be yes or no (also true, false, on, off, 1, 0)'"
    })
    void aWrongValueIsAFaultByItsNameThatDoesNotQuoteIt(String name, String value, String rule) {
        assertThat(properties(name, value).faults)
                .singleElement()
                .asString()
                .startsWith(name + " " + rule)
                .doesNotContain(value);
    }

    @Test
    void listsHaveCommasBetween() {
        RelayConfig config = variables(
                "BYOC_TRUSTED_PROXIES", "192.0.2.7, 198.51.100.0/24",
                "BYOC_ALLOW_INTERNAL_HOSTS", "media.internal,files.internal",
                "BYOC_FRESHCHAT_PATH_SECRET", "new-new-new-new-new,old-old-old-old-old");

        assertThat(config.faults).isEmpty();
        assertThat(config.proxies).hasSize(2);
        assertThat(config.internalHosts).containsExactly("media.internal", "files.internal");
        assertThat(config.freshchatPathSecrets).hasSize(2);
    }

    @Test
    void anUnknownNameIsAFaultWithThoseOfItsGroup() {
        assertThat(properties("byoc.freshchat.tokn", "x").faults)
                .containsExactly(
                        "byoc.freshchat.tokn is not a setting; known: byoc.freshchat.url, byoc.freshchat.token,"
                                + " byoc.freshchat.webhook-key, byoc.freshchat.scope, byoc.freshchat.note-agent,"
                                + " byoc.freshchat.trust-host, byoc.freshchat.path-secret");
        assertThat(variables("BYOC_PUBLIK_URL", "x").faults)
                .singleElement()
                .asString()
                .startsWith("BYOC_PUBLIK_URL is not a setting; known: BYOC_PUBLIC_URL, ")
                .endsWith("BYOC_FRESHCHAT_*, BYOC_RETRY_*, BYOC_MEDIA_*, BYOC_CATCH_UP_*, BYOC_ACCOUNTS_ID_*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"byoc.", "byoc.accounts", "byoc.accounts.shop", "byoc.accounts..topic", "byoc.wording.ko."})
    void aNameThatEndsTooEarlyIsAFault(String name) {
        RelayConfig config = properties(name, "x");

        assertThat(config.faults).singleElement().asString().contains(" is not a setting; ");
        assertThat(config.asked).isEmpty();
    }

    @Test
    void aNameThatLooksLikeAValueIsNotShown() {
        assertThat(properties("byoc.4453b6ac12345678-e02c5f12174805f9", "x")
                        .faults
                        .toString())
                .contains("a name that is not shown")
                .doesNotContain("4453b6ac");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${TOKEN}", "${env.TOKEN}", "Bearer ${TOKEN:-}", "${}"})
    void aPlaceholderIsAFaultAndNoValue(String value) {
        RelayConfig config = properties(
                "byoc.freshchat.token", value,
                "byoc.accounts.shop.channel", "any",
                "byoc.accounts.shop.auth-token", value);

        assertThat(config.faults)
                .containsExactlyInAnyOrder(
                        "byoc.freshchat.token holds a placeholder, dollar sign and braces, that nothing has filled in",
                        "byoc.accounts.shop.auth-token holds a placeholder, dollar sign and braces, that nothing has"
                                + " filled in");
        assertThat(config.asked.get(0).settings()).isEmpty();
    }

    @Test
    void anAccountHasItsChannelAndItsSettings() {
        RelayConfig config = properties(
                "byoc.accounts.shop-eu.channel", "some",
                "byoc.accounts.shop-eu.topic", "Support",
                "byoc.accounts.shop-eu.take.over", "yes");

        assertThat(config.faults).isEmpty();
        assertThat(config.asked)
                .containsExactly(new RelayConfig.Asked(
                        "shop-eu", "some", null, Map.of("topic", "Support", "take.over", "yes"), List.of()));
    }

    @Test
    void idsOfOneSpellingAreAFaultAndOneAccount() {
        RelayConfig properties =
                properties("byoc.accounts.shop-eu.channel", "some", "byoc.accounts.shopeu.channel", "some");
        RelayConfig variables =
                variables("BYOC_ACCOUNTS_SHOP_EU_CHANNEL", "some", "BYOC_ACCOUNTS_SHOPEU_CHANNEL", "some");

        assertThat(properties.faults)
                .containsExactly("byoc.accounts.shopeu is the id of another account in another spelling; keep one");
        assertThat(properties.asked).hasSize(1);
        assertThat(variables.faults).hasSize(1);
        assertThat(variables.asked).hasSize(1);
    }

    @Test
    void aChannelInTwoSpellingsIsAFault() {
        assertThat(properties("byoc.accounts.shop.channel", "one", "byoc.accounts.shop.Channel", "two").faults)
                .containsExactly("byoc.accounts.shop.channel is set twice, in different spellings; keep one");
    }

    @Test
    void sentencesAreOfALanguage() {
        RelayConfig config =
                properties("byoc.wording.ko.core.file", "\uD30C\uC77C ${0}", "byoc.wording.ko.core.audio", "${AUDIO}");

        assertThat(config.faults)
                .containsExactly("byoc.wording.ko.core.audio holds a placeholder, dollar sign and braces, that nothing"
                        + " has filled in");
        assertThat(config.wording.byLanguage().values()).containsExactly(Map.of("core.file", "\uD30C\uC77C ${0}"));
    }

    @Test
    void aSentenceInAVariableIsAFault() {
        assertThat(variables("BYOC_WORDING_KO_CORE_FILE", "x").faults)
                .singleElement()
                .asString()
                .startsWith("BYOC_WORDING_KO_CORE_FILE is not a setting");
    }

    @Test
    void ofTwoIdsThatAVariableBeginsWithTheLongerOneCounts() {
        RelayConfig config = variables(
                "BYOC_ACCOUNTS_SHOP_CHANNEL", "some",
                "BYOC_ACCOUNTS_SHOP_EU_CHANNEL", "other",
                "BYOC_ACCOUNTS_SHOP_TOPIC", "Support",
                "BYOC_ACCOUNTS_SHOP_EU_TOPIC", "Europe");

        assertThat(config.faults).isEmpty();
        assertThat(config.asked)
                .containsExactly(
                        new RelayConfig.Asked("shop", "some", null, Map.of("TOPIC", "Support"), List.of()),
                        new RelayConfig.Asked("shop-eu", "other", null, Map.of("TOPIC", "Europe"), List.of()));
    }

    @Test
    void aVariableOfNoAccountIsAFault() {
        RelayConfig config = variables("BYOC_ACCOUNTS_SHOP_TOPIC", "Support", "BYOC_ACCOUNTS_CHANNEL", "some");

        assertThat(config.faults)
                .containsExactlyInAnyOrder(
                        "BYOC_ACCOUNTS_SHOP_TOPIC belongs to no account: each has a variable BYOC_ACCOUNTS_ID_CHANNEL",
                        "BYOC_ACCOUNTS_CHANNEL belongs to no account: each has a variable BYOC_ACCOUNTS_ID_CHANNEL");
        assertThat(config.asked).isEmpty();
    }

    @Test
    void anAccountWhoseChannelIsEmptyIsAnAccountWithoutChannel() {
        RelayConfig config = variables("BYOC_ACCOUNTS_SHOP_CHANNEL", "");

        assertThat(ids(config)).containsExactly("shop");
        assertThat(config.asked.get(0).channel()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"byoc_drain_for", "Byoc_Drain_For", "byoc.drain-for", "BYOC-DRAIN-FOR"})
    void aVariableIsReadInWhateverCase(String name) {
        assertThat(variables(name, "PT1M").drain).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aVariableInTwoSpellingsIsAFault() {
        assertThat(variables("BYOC_DRAIN_FOR", "PT1M", "byoc.drain-for", "PT2M").faults)
                .containsExactly("BYOC_DRAIN_FOR is set twice, in different spellings; keep one");
    }

    @ParameterizedTest
    @CsvSource({
        "BYOC_SERVICE_HOST, 10.0.0.1",
        "BYOC_SERVICE_PORT, 8080",
        "BYOC_SERVICE_PORT_HTTP, 8080",
        "BYOC_PORT, tcp://10.0.0.1:8080",
        "BYOC_PORT_8080_TCP, tcp://10.0.0.1:8080",
        "BYOC_PORT_8080_TCP_PROTO, tcp",
        "BYOC_PORT_8080_TCP_PORT, 8080",
        "BYOC_PORT_8080_TCP_ADDR, 10.0.0.1",
        "BYOC_FRESHCHAT_SERVICE_HOST, 10.0.0.1",
        "BYOC_ACCOUNTS_SHOP_SERVICE_HOST, 10.0.0.1",
        "BYOC_WORDING_PORT, tcp://10.0.0.1:8080",
        "BYOC_WEB_PORT, tcp://10.0.0.1:8080"
    })
    void whatKubernetesSetsForAServiceIsIgnored(String name, String value) {
        assertThat(variables(name, value).faults).isEmpty();
    }

    @Test
    void aPortThatIsNoServiceLinkIsAFault() {
        assertThat(variables("BYOC_PORT", "8080").faults).hasSize(1);
    }

    @Test
    void anAccountsSettingIsNotTakenForAServiceLink() {
        RelayConfig config = variables(
                "BYOC_ACCOUNTS_MAIL_CHANNEL", "mail",
                "BYOC_ACCOUNTS_MAIL_SERVICE_HOST", "mail.example",
                "BYOC_ACCOUNTS_MAIL_SMTP_PORT", "25");

        assertThat(config.asked.get(0).settings()).containsOnlyKeys("SERVICE_HOST", "SMTP_PORT");
    }

    @Test
    void aSecretMayLieInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "a-long-password\n");

        RelayConfig config = variables("BYOC_SETTINGS_PAGE_FILE", file.toString());

        assertThat(config.faults).isEmpty();
        assertThat(config.settingsPassword.reveal()).isEqualTo("a-long-password");
    }

    @Test
    void aSecretAndItsFileAreAFault(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "a-long-password\n");

        assertThat(properties("byoc.settings-page", "another-password", "byoc.settings-page-file", file.toString())
                        .faults)
                .containsExactly("byoc.settings-page is set twice; keep one, the value or byoc.settings-page-file");
    }

    @Test
    void aFileThatCannotBeReadIsAFaultThatDoesNotShowItsName(@TempDir Path folder) {
        assertThat(properties(
                                "byoc.settings-page-file",
                                folder.resolve("a-password-by-a-slip").toString())
                        .faults)
                .containsExactly("byoc.settings-page is missing: the file that byoc.settings-page-file names cannot be"
                        + " read: NoSuchFileException");
    }

    @Test
    void whatIsNoSecretHasNoFile() {
        assertThat(properties("byoc.public-url-file", "/etc/byoc/url").faults)
                .singleElement()
                .asString()
                .startsWith("byoc.public-url-file is not a setting");
    }

    @Test
    void aFileWhoseNameIsEmptyIsNone() {
        RelayConfig config = variables("BYOC_SETTINGS_PAGE_FILE", "", "BYOC_SETTINGS_PAGE", "a-long-password");

        assertThat(config.faults).isEmpty();
        assertThat(config.settingsPassword).isNotNull();
    }

    private static RelayConfig overridden(Map<String, String> properties, Map<String, String> variables) {
        Properties given = new Properties();
        given.putAll(properties);
        return TextReader.overridden(given, variables);
    }

    @Test
    void aVariableStandsInThePlaceOfAPropertyInAnySpelling() {
        RelayConfig config = overridden(Map.of("byoc.drainFor", "PT1M"), Map.of("BYOC_DRAIN_FOR", "PT2M"));

        assertThat(config.faults).isEmpty();
        assertThat(config.drain).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void anEmptyVariableOverridesNothing() {
        RelayConfig config = overridden(Map.of("byoc.drain-for", "PT1M"), Map.of("BYOC_DRAIN_FOR", " "));

        assertThat(config.drain).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aVariableOfAnAccountThatPropertiesMakeIsFoundByItsId() {
        RelayConfig config = overridden(
                Map.of(
                        "byoc.accounts.shop-eu.channel", "viber",
                        "byoc.accounts.shop-eu.topic", "Old",
                        "byoc.accounts.shop.channel", "viber"),
                Map.of("BYOC_ACCOUNTS_SHOP_EU_TOPIC", "New"));

        assertThat(config.faults).isEmpty();
        assertThat(ids(config)).containsExactly("shop", "shop-eu");
        assertThat(config.asked.get(1).settings()).isEqualTo(Map.of("topic", "New"));
    }

    @Test
    void aVariableOverridesThePropertyThatNamesTheFileOfTheSameSecret() {
        RelayConfig config = overridden(
                Map.of("byoc.accounts.shop.channel", "viber", "byoc.accounts.shop.auth-token-file", "/nowhere"),
                Map.of("BYOC_ACCOUNTS_SHOP_AUTH_TOKEN", "a-token"));

        assertThat(config.asked.get(0).settings()).isEqualTo(Map.of("auth-token", "a-token"));
    }

    @Test
    void anUnknownVariableBesidePropertiesIsNamedAsItWasWritten() {
        assertThat(overridden(Map.of(), Map.of("BYOC_DRIAN_FOR", "PT1M")).faults)
                .singleElement()
                .asString()
                .startsWith("BYOC_DRIAN_FOR is not a setting; known: BYOC_PUBLIC_URL");
    }

    @Test
    void aVariableWithASecretAndOneThatNamesItsFileAreAFaultBesidePropertiesToo() {
        assertThat(overridden(
                                Map.of("byoc.settings-page", "one-long-password"),
                                Map.of(
                                        "BYOC_SETTINGS_PAGE", "another-password",
                                        "BYOC_SETTINGS_PAGE_FILE", "/run/secrets/page"))
                        .faults)
                .containsExactly("byoc.settings-page is set twice; keep one, the value or byoc.settings-page-file");
    }
}
