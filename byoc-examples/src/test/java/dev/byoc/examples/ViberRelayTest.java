package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViberRelayTest {
    private final Map<String, String> variables = new HashMap<>(Map.of(
            "FRESHCHAT_URL", "https://example.freshchat.com",
            "FRESHCHAT_TOKEN", "freshchat-token",
            "FRESHCHAT_WEBHOOK_KEY", key(),
            "FRESHCHAT_TOPIC", "Support",
            "VIBER_TOKEN", "viber-token",
            "VIBER_SENDER_NAME", "Boot Shop",
            "PUBLIC_URL", "https://chat.example.com/byoc",
            "PORT", "8080"));

    private static String key() {
        try (FakeFreshchat freshchat = new FakeFreshchat()) {
            return freshchat.publicKeyPem();
        }
    }

    @Test
    void everyMissingVariableIsNamedAtOnce() {
        assertThatThrownBy(() -> ViberRelay.relay(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Set these environment variables, too: FRESHCHAT_URL, FRESHCHAT_TOKEN,"
                        + " FRESHCHAT_WEBHOOK_KEY, FRESHCHAT_TOPIC, VIBER_TOKEN, VIBER_SENDER_NAME, PUBLIC_URL, PORT");
    }

    @Test
    void blankVariableIsMissing() {
        variables.put("VIBER_TOKEN", "  ");

        assertThatThrownBy(() -> ViberRelay.relay(variables))
                .hasMessage("Set these environment variables, too: VIBER_TOKEN");
    }

    @Test
    void relayIsBuiltFromTheVariables() {
        try (RelayEngine relay = ViberRelay.relay(variables)) {
            assertThat(relay.webhookUrl("viber-main").toString())
                    .startsWith("https://chat.example.com/byoc/viber-main/");
        }
    }

    @Test
    void webhookKeyMayLieInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key.pem"), key());
        variables.put("FRESHCHAT_WEBHOOK_KEY", "@" + file);

        try (RelayEngine relay = ViberRelay.relay(variables)) {
            assertThat(relay.health().open()).isZero();
        }
    }

    @Test
    void unreadableKeyFileIsToldByTheVariablesName() {
        variables.put("FRESHCHAT_WEBHOOK_KEY", "@no-such-file.pem");

        assertThatThrownBy(() -> ViberRelay.relay(variables))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("FRESHCHAT_WEBHOOK_KEY begins with @, but the file it names cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "http", "999999999999"})
    void portOutOfRangeIsRefused(String port) {
        variables.put("PORT", port);

        assertThatThrownBy(() -> ViberRelay.relay(variables))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("PORT must be a number from 1 to 65535.");
    }

    @Test
    void wrongValueIsNotQuoted() {
        variables.put("PUBLIC_URL", "a token pasted here by a slip");

        assertThatThrownBy(() -> ViberRelay.relay(variables))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("publicUrl is not an address such as https://HOST/PATH");
    }
}
