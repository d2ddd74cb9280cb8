package dev.byoc.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppConfigTest {
    private static final String WHOLE = """
            byoc:
              public-url: https://chat.example.com/byoc
              freshchat:
                url: https://example.freshchat.com
                token: ${FRESHCHAT_TOKEN}
                webhook-key: "${FRESHCHAT_KEY}"
              accounts:
                shop:
                  channel: viber
                  auth-token: ${VIBER_TOKEN:-445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9}
                  sender-name: Shop
                  topic: Viber
              trusted-proxies: [10.0.0.1, 10.0.0.2]
            """;

    private static final Map<String, String> VARIABLES =
            Map.of("FRESHCHAT_TOKEN", "eyJhbGciOiJIUzI1NiJ9.token.signature", "FRESHCHAT_KEY", key());

    @TempDir
    Path folder;

    private static String key() {
        try (FakeFreshchat freshchat = FakeFreshchat.withUsualKey()) {
            return freshchat.publicKeyPem();
        }
    }

    private AppConfig read(String text, Map<String, String> variables) throws IOException {
        return AppConfig.read(Files.writeString(folder.resolve("byoc.yaml"), text), variables);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> variables = new java.util.HashMap<>(VARIABLES);
        variables.put(name, value);
        return variables;
    }

    @Test
    void aWholeFileHasNoFaults() throws IOException {
        assertThat(Check.faults(read(WHOLE, VARIABLES))).isEmpty();
    }

    @Test
    void aPropertiesFileSaysTheSame() throws IOException {
        Path file = Files.writeString(folder.resolve("byoc.properties"), """
                byoc.public-url=https://chat.example.com/byoc
                byoc.freshchat.url=https://example.freshchat.com
                byoc.freshchat.token=${FRESHCHAT_TOKEN}
                byoc.freshchat.webhook-key=${FRESHCHAT_KEY}
                byoc.accounts.shop.channel=viber
                byoc.accounts.shop.auth-token=445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9
                byoc.accounts.shop.sender-name=Shop
                byoc.accounts.shop.topic=Viber
                """);

        assertThat(Check.faults(AppConfig.read(file, VARIABLES))).isEmpty();
    }

    @Test
    void aPlaceholderOfAVariableThatIsNotSetIsAFaultThatNamesBoth() throws IOException {
        assertThat(Check.faults(read(WHOLE, Map.of("FRESHCHAT_KEY", key()))))
                .containsExactly("byoc.freshchat.token: the environment variable FRESHCHAT_TOKEN is not set");
    }

    @Test
    void aVariablesValueAddsNoNames() throws IOException {
        AppConfig config = read(WHOLE, with("VIBER_TOKEN", "x\n    topic: Other\n  port: 1"));

        assertThat(config.number("port")).isEqualTo(8080);
        assertThat(config.inForce()).containsEntry("byoc.accounts.shop.topic", "Viber");
    }

    @Test
    void faultsOfAllKindsAreToldAtOnce() throws IOException {
        List<String> faults = Check.faults(read(
                WHOLE + "  port: many\n  store:\n    fiel: x\n  drian-for: PT1S\n", with("BYOC_LOG_LEVEL", "loud")));

        assertThat(faults)
                .hasSize(4)
                .anyMatch(each -> each.startsWith("byoc.port must be"))
                .anyMatch(each -> each.startsWith("byoc.store.fiel is not a setting; known: byoc.store.file, "))
                .anyMatch(each -> each.startsWith("byoc.log.level must be"))
                .anyMatch(each -> each.startsWith("byoc.drian-for is not a setting"));
    }

    @Test
    void aVariableOverridesTheFile() throws IOException {
        Map<String, String> variables = with("BYOC_PORT", "9000");
        variables.put("BYOC_STORE_FILE", "other.db");

        AppConfig config = read(WHOLE + "  port: 9001\n  store.file: one.db\n", variables);

        assertThat(config.number("port")).isEqualTo(9000);
        assertThat(config.path("store-file", "byoc.db")).isEqualTo(folder.resolve("other.db"));
    }

    @Test
    void whatKubernetesSetsForAServiceIsNoPort() throws IOException {
        Map<String, String> variables = with("BYOC_PORT", "tcp://10.0.0.1:8080");
        variables.put("BYOC_SERVICE_HOST", "10.0.0.1");

        AppConfig config = read(WHOLE, variables);

        assertThat(config.number("port")).isEqualTo(8080);
        assertThat(Check.faults(config)).isEmpty();
    }

    @Test
    void aTokenOfThePortMayLieInAFile() throws IOException {
        Path secret = Files.writeString(folder.resolve("token"), "a-token-of-some-length\n");

        AppConfig config = read(WHOLE + "  admin:\n    token-file: " + secret + "\n", VARIABLES);

        assertThat(config.secret("admin-token")).isEqualTo(Secret.of("a-token-of-some-length"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "byoc:\n  a: top-secret\n  a: top-secret\n",
                "byoc:\n\ta: top-secret\n",
                "byoc: {a: top-secret",
                "byoc:\n  a: &x {b: top-secret}\n  c: *x\n",
                "- top-secret\n",
                "top-secret\n",
                "freshchat: top-secret\n",
                "byoc:\n  a: [{b: top-secret}]\n"
            })
    void aFileThatCannotBeReadIsRefusedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> read(text, VARIABLES))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(folder.resolve("byoc.yaml").toString())
                .hasMessageNotContaining("top-secret");
    }

    @Test
    void whatIsShownHoldsNoSecret() throws IOException {
        Map<String, String> shown = Shown.of(
                read(WHOLE + "  settings-page: a-long-password\n  admin.token: a-token-of-some-length\n", VARIABLES));

        assertThat(shown)
                .containsEntry("byoc.accounts.shop.topic", "Viber")
                .containsEntry("byoc.freshchat.url", "https://example.freshchat.com")
                .containsEntry("byoc.trusted-proxies", "10.0.0.1,10.0.0.2")
                .containsEntry("byoc.freshchat.token", "***")
                .containsEntry("byoc.freshchat.webhook-key", "***")
                .containsEntry("byoc.accounts.shop.auth-token", "***")
                .containsEntry("byoc.settings-page", "***")
                .containsEntry("byoc.admin.token", "***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"${ADMIN_TOKEN:changeme-changeme}", "${vault.admin}-of-some-length", "a-prefix-${ADMIN TOKEN}"})
    void aPlaceholderOfAnotherFormIsAFaultOfTheProgramsOwnSettingsToo(String value) throws IOException {
        assertThat(Check.faults(read(WHOLE + "  admin.token: \"" + value + "\"\n", VARIABLES)))
                .singleElement()
                .asString()
                .startsWith("byoc.admin.token holds a placeholder");
    }

    @Test
    void aPlaceholderInAVariableIsAFaultThatNamesIt() throws IOException {
        assertThat(Check.faults(read(WHOLE, with("BYOC_ADMIN_TOKEN", "${A_TOKEN_OF_SOME_LENGTH}"))))
                .singleElement()
                .asString()
                .startsWith("BYOC_ADMIN_TOKEN holds a placeholder");
    }

    @Test
    void aValueThatWasFilledInMayHoldWhatLooksLikeAPlaceholder() throws IOException {
        AppConfig config = read(WHOLE + "  admin.token: ${T}\n", with("T", "a-token-with-${braces}-in-it"));

        assertThat(Check.faults(config)).isEmpty();
        assertThat(config.secret("admin-token")).isEqualTo(Secret.of("a-token-with-${braces}-in-it"));
    }

    @Test
    void ofADatabasesAddressNoQueryIsShown() throws IOException {
        assertThat(Shown.of(read(
                        WHOLE + "  store.url: \"jdbc:postgresql://db/byoc?user=me&password=top-secret\"\n", VARIABLES)))
                .containsEntry("byoc.store.url", "jdbc:postgresql://db/byoc");
    }

    @Test
    void aVariableIsShownInThePlaceOfWhatItOverrides() throws IOException {
        Map<String, String> variables = with("BYOC_ACCOUNTS_SHOP_TOPIC", "Sales");
        variables.put("BYOC_DRAIN_FOR", "PT9S");
        variables.put("BYOC_LOG_LEVEL", "warn");
        variables.put("BYOC_ADMIN_TOKEN", "a-token-of-some-length");
        variables.put("BYOC_SERVICE_HOST", "10.0.0.1");

        assertThat(Shown.of(read(WHOLE + "  drain-for: PT1S\n  log.level: error\n", variables)))
                .containsEntry("BYOC_ACCOUNTS_SHOP_TOPIC", "Sales")
                .containsEntry("BYOC_DRAIN_FOR", "PT9S")
                .containsEntry("BYOC_LOG_LEVEL", "warn")
                .containsEntry("BYOC_ADMIN_TOKEN", "***")
                .containsEntry("byoc.accounts.shop.channel", "viber")
                .doesNotContainKeys(
                        "byoc.accounts.shop.topic",
                        "byoc.drain-for",
                        "byoc.log.level",
                        "byoc.admin.token",
                        "BYOC_SERVICE_HOST");
    }

    @Test
    void whatIsASecretIsSaidByTheChannelInForce() throws IOException {
        Map<String, String> variables = with("BYOC_ACCOUNTS_SHOP_CHANNEL", "viber");
        variables.put("BYOC_ACCOUNTS_SHOP_PATH_SECRET", "a-secret-part-of-an-address");

        assertThat(Shown.of(read(WHOLE.replace("channel: viber", "channel: kakaotalk"), variables)))
                .containsEntry("BYOC_ACCOUNTS_SHOP_CHANNEL", "viber")
                .containsEntry("byoc.accounts.shop.auth-token", "***")
                .containsEntry("BYOC_ACCOUNTS_SHOP_PATH_SECRET", "***")
                .containsEntry("byoc.accounts.shop.sender-name", "Shop");
    }

    @Test
    void theFileOfASecretCountsFromTheFolderOfTheSettings() throws IOException {
        Files.writeString(folder.resolve("token"), "a-token-of-some-length\n");
        Files.writeString(folder.resolve("viber"), "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9\n");
        String text = WHOLE.replaceAll("auth-token: .*", "auth-token-file: viber") + "  admin.token-file: ./token\n";

        AppConfig config = read(text, VARIABLES);

        assertThat(Check.faults(config)).isEmpty();
        assertThat(config.secret("admin-token")).isEqualTo(Secret.of("a-token-of-some-length"));
    }

    @Test
    void aNameThatOnlyEndsInTheSameLettersNamesNoFile() throws IOException {
        AppConfig config =
                read(WHOLE + "  wording.en: {core.file: \"a file\"}\n  accounts.talk.sender-profile: p\n", VARIABLES);

        assertThat(config.inForce())
                .containsEntry("byoc.wording.en.core.file", "a file")
                .containsEntry("byoc.accounts.talk.sender-profile", "p");
    }

    @Test
    void twoVariablesOfTheSameSettingAreAFault() throws IOException {
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("BYOC_PORT", "9000");
        variables.put("byoc_port", "9001");
        variables.put("BYOC_ADMIN_TOKEN", "a-token-of-some-length");
        variables.put("BYOC_ADMIN_TOKEN_FILE", "/run/secrets/token");

        assertThat(Check.faults(read(WHOLE, variables)))
                .containsExactlyInAnyOrder(
                        "byoc.port is set twice, by BYOC_PORT and by byoc_port; keep one",
                        "byoc.admin.token is set twice, by BYOC_ADMIN_TOKEN and by BYOC_ADMIN_TOKEN_FILE; keep one");
    }

    @Test
    void aNameThatStandsInTheFileTwiceIsAFault() throws IOException {
        assertThatThrownBy(() -> read("byoc:\n  freshchat.token: a\n  freshchat: {token: b}\n", VARIABLES))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("byoc.freshchat.token stands there twice; keep one");
        Path properties = Files.writeString(folder.resolve("byoc.properties"), "byoc.port=1\nbyoc.port=2\n");
        assertThatThrownBy(() -> AppConfig.read(properties, VARIABLES))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("byoc.port stands there twice; keep one");
    }

    @Test
    void anAccountsVariableIsShownThoughItIsCalledAsALinkAndALinkIsNot() throws IOException {
        Map<String, String> variables = with("BYOC_ACCOUNTS_SHOP_SERVICE_HOST", "10.0.0.1");
        variables.put("BYOC_ACCOUNTS_SERVICE_HOST", "10.0.0.1");

        assertThat(Shown.of(read(WHOLE, variables)))
                .containsKey("BYOC_ACCOUNTS_SHOP_SERVICE_HOST")
                .doesNotContainKey("BYOC_ACCOUNTS_SERVICE_HOST");
    }
}
