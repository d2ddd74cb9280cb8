package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.config.ChannelSettings;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relays that are built of properties, of variables, of files that settings name, and of typed settings. */
class RelayFromTextsTest {
    private static final ConfigSpec BOT = ConfigSpec.none().secrets("bot-token", "the bot's token");

    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final FakeChannelProvider bots = new FakeChannelProvider("bots", FakeChannel::new, BOT);

    @TempDir
    Path folder;

    /** What a channel's module would make. */
    private record BotSettings(String channel, Map<String, String> values) implements ChannelSettings {}

    @AfterEach
    void close() {
        freshchat.close();
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("byoc.public-url", "https://chat.example.com/byoc");
        properties.setProperty("byoc.freshchat.url", freshchat.url().toString());
        properties.setProperty("byoc.freshchat.trust-host", freshchat.url().getHost());
        properties.setProperty("byoc.freshchat.token", freshchat.token());
        properties.setProperty("byoc.freshchat.webhook-key", freshchat.publicKeyPem());
        return properties;
    }

    private RelayBuilder relay() {
        return RelayBuilder.fromProperties(properties());
    }

    private String file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "secret", ""), text)
                .toString();
    }

    private static List<String> faults(RelayBuilder builder) {
        Throwable thrown = catchThrowable(() -> builder.build().close());
        assertThat(thrown).isInstanceOf(ConfigurationException.class);
        return ((ConfigurationException) thrown).faults();
    }

    @Test
    void codeAddsWhatIsNoText() {
        try (RelayEngine relay = relay().account(
                        "shop", bots, account -> account.topic("Support").setting("botToken", "b-1"))
                .build()) {
            assertThat(relay.webhookUrl("shop").toString()).startsWith("https://chat.example.com/byoc/shop/");
            assertThat(bots.channel("shop")
                            .context()
                            .settings()
                            .secret("bot-token")
                            .reveal())
                    .isEqualTo("b-1");
        }
    }

    @Test
    void whatIsMissingIsToldByItsPropertyWhenTheRelayIsBuilt() {
        assertThat(faults(RelayBuilder.fromProperties(new Properties())))
                .hasSize(5)
                .anyMatch(fault -> fault.startsWith("byoc.freshchat.url is missing."))
                .anyMatch(fault -> fault.startsWith("byoc.freshchat.token is missing."))
                .anyMatch(fault -> fault.startsWith("byoc.freshchat.webhook-key is missing."))
                .anyMatch(fault -> fault.startsWith("byoc.public-url is missing:"))
                .anyMatch(fault -> fault.startsWith("byoc.accounts.ID.channel is missing:"));
    }

    @Test
    void whatIsWrongIsToldByItsVariableTogetherWithAllElse() {
        Map<String, String> variables = new HashMap<>();
        variables.put("BYOC_PUBLIC_URL", "not an address");
        variables.put("BYOC_FRESHCHAT_URL", "https://freshchat.example");
        variables.put("BYOC_FRESHCHAT_TOKEN", "two words");
        variables.put("BYOC_FRESHCHAT_WEBHOOK_KEY", "no key");
        variables.put("BYOC_FRESHCHAT_SCOPE", "a b");
        variables.put("BYOC_ACCOUNTS_SHOP_CHANNEL", "not-there");
        variables.put("BYOC_DRAIN_FOR", "10s");
        variables.put("BYOC_SETTINGS_PAGE", "pass-word");
        variables.put("BYOC_TRUSTED_PROXIES", "192.0.2.1, everybody");
        variables.put("BYOC_RETRY_INITIAL_DELAY", "PT0S");
        variables.put("BYOC_NONSENSE", "x");

        List<String> faults = faults(RelayBuilder.fromEnvironment(variables));

        for (String part : List.of(
                "BYOC_PUBLIC_URL is not an address",
                "BYOC_FRESHCHAT_URL has a host",
                "BYOC_FRESHCHAT_TOKEN holds",
                "BYOC_FRESHCHAT_WEBHOOK_KEY is not",
                "BYOC_FRESHCHAT_SCOPE must be",
                "account 'shop': no provider for channel 'not-there'",
                "BYOC_DRAIN_FOR must be",
                "BYOC_SETTINGS_PAGE is missing or none",
                "BYOC_TRUSTED_PROXIES is missing or",
                "retry: the first wait",
                "BYOC_NONSENSE is not a setting")) {
            assertThat(faults)
                    .as(part)
                    .filteredOn(fault -> fault.startsWith(part))
                    .hasSize(1);
        }
        // That the token is missing only follows from what it is.
        assertThat(faults).hasSize(11);
        assertThat(faults.toString()).doesNotContain("two words", "no key", "everybody", "pass-word");
    }

    @Test
    void ofAPlaceholderIsNotToldThatItsSettingIsMissing() {
        Properties properties = properties();
        properties.setProperty("byoc.public-url", "${PUBLIC_URL}");
        properties.setProperty("byoc.freshchat.url", "${FRESHCHAT_URL}");

        assertThat(faults(RelayBuilder.fromProperties(properties)
                        .account("shop", bots, Map.of("topic", "Support", "bot-token", "b-1"))))
                .hasSize(2)
                .allMatch(fault -> fault.contains(" holds a placeholder"));
    }

    @Test
    void codeMayGiveTheFreshchatAccountInPlaceOfProperties() {
        Properties properties = new Properties();
        properties.setProperty("byoc.public-url", "https://chat.example.com/byoc");

        RelayBuilder.fromProperties(properties)
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .tokenFrom(freshchat::token)
                        .webhookKey(freshchat.publicKeyPem()))
                .account("shop", bots, Map.of("topic", "Support", "bot-token", "b-1"))
                .build()
                .close();
    }

    @Test
    void freshchatsTokenAndKeysMayLieInFiles() throws IOException {
        Properties properties = properties();
        properties.remove("byoc.freshchat.token");
        properties.remove("byoc.freshchat.webhook-key");
        properties.setProperty("byoc.freshchat.token-file", file(freshchat.token() + "\n"));
        properties.setProperty(
                "byoc.freshchat.webhook-key-file", file(freshchat.publicKeyPem() + ",\n" + freshchat.publicKeyPem()));

        RelayBuilder.fromProperties(properties)
                .account("shop", bots, Map.of("topic", "Support", "bot-token", "b-1"))
                .build()
                .close();
    }

    @Test
    void aTokenInThePlaceOfItsFilesNameIsNotShown() {
        Properties properties = properties();
        properties.remove("byoc.freshchat.token");
        properties.setProperty("byoc.freshchat.token-file", "eyJhbGciOi-a-token");

        List<String> faults = faults(RelayBuilder.fromProperties(properties)
                .account("shop", bots, Map.of("topic", "Support", "bot-token-file", "b-1-a-token")));

        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "byoc.freshchat.token is missing: its source failed: the file that byoc.freshchat.token-file"
                                + " names cannot be read: NoSuchFileException.",
                        "account 'shop': 'bot-token' is missing: its source failed: the file that 'bot-token-file'"
                                + " names cannot be read: NoSuchFileException");
    }

    @Test
    void secretsOfAnAccountMayLieInFiles() throws IOException {
        try (RelayEngine relay = relay().account(
                        "shop",
                        bots,
                        Map.of(
                                "topic", "Support",
                                "BOT_TOKEN_FILE", file("b-2\nb-1\n"),
                                "pathSecretFile", file("a-secret-part-0123456789")))
                .build()) {
            assertThat(relay.webhookUrl("shop").toString()).endsWith("/shop/a-secret-part-0123456789");
            assertThat(bots.channel("shop").context().settings().secrets("bot-token"))
                    .extracting(secret -> secret.reveal())
                    .containsExactly("b-2", "b-1");
        }
    }

    @Test
    void aSecretOfAnAccountAndItsFileAreAFault() throws IOException {
        assertThat(faults(relay().account(
                                "shop",
                                bots,
                                Map.of("topic", "Support", "bot-token", "b-1", "bot-token-file", file("b-2")))))
                .containsExactly("account 'shop': 'bot-token' is set twice; keep one, the value or 'bot-token-file'");
    }

    @Test
    void aSecretOfAnAccountWithItsFileAndASourceIsAFault() throws IOException {
        assertThat(faults(relay().account("shop", bots, Map.of("topic", "Support", "bot-token-file", file("b-2")))
                        .secret("shop", "bot-token", () -> "b-1")))
                .containsExactly("account 'shop': 'bot-token' is set twice; keep one, its source or a value");
    }

    @Test
    void whatIsNoSecretOfAnAccountHasNoFile() throws IOException {
        assertThat(faults(relay().account(
                                "shop",
                                bots,
                                Map.of("topic", "Support", "bot-token", "b-1", "group-file", file("Night")))))
                .singleElement()
                .asString()
                .startsWith("account 'shop': 'group-file' is not a setting");
    }

    @Test
    void anAccountHasASecretFromWhereItSays() {
        relay().account("shop", bots, account -> account.topic("Support").secret("bot-token", () -> "b-1"))
                .build()
                .close();

        assertThat(bots.channel("shop").context().settings().secret("bot-token").reveal())
                .isEqualTo("b-1");
    }

    @Test
    void aChannelsTypedSettingsAndTheAccountsAreOneMap() {
        ChannelSettings typed = new BotSettings("bots", Map.of("bot-token", "b-1"));

        List<String> faults = faults(relay().account(
                        "shop", typed, account -> account.topic("Support").setting("bot-token", "b-2")));

        assertThat(faults)
                .hasSize(2)
                .contains("account 'shop': bot-token is set twice; keep one")
                .anyMatch(fault -> fault.startsWith("account 'shop': no provider for channel 'bots'"));
    }

    @Test
    void anAccountWhoseCodeThrewIsNotAdded() {
        RelayBuilder builder = relay();

        assertThatThrownBy(() -> builder.account("shop", bots, account -> {
                    account.topic("Support").secret("bot-token", () -> "b-0");
                    throw new IllegalStateException("the host's own");
                }))
                .hasMessage("the host's own");
        builder.account("shop", bots, Map.of("topic", "Support", "bot-token", "b-1"))
                .build()
                .close();
    }
}
