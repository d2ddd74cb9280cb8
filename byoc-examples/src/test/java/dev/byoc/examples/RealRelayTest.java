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

class RealRelayTest {
    private final Map<String, String> variables = new HashMap<>(Map.of(
            "PATH", "/usr/bin",
            "PORT", "8080",
            "BYOC_PUBLIC_URL", "https://chat.example.com/byoc",
            "BYOC_FRESHCHAT_URL", "https://example.freshchat.com",
            "BYOC_FRESHCHAT_TOKEN", "freshchat-token",
            "BYOC_FRESHCHAT_WEBHOOK_KEY", key(),
            "BYOC_ACCOUNTS_SHOP_CHANNEL", "viber",
            "BYOC_ACCOUNTS_SHOP_AUTH_TOKEN", "viber-token",
            "BYOC_ACCOUNTS_SHOP_SENDER_NAME", "Boot Shop",
            "BYOC_ACCOUNTS_SHOP_TOPIC", "Support"));

    private static String key() {
        try (FakeFreshchat freshchat = new FakeFreshchat()) {
            return freshchat.publicKeyPem();
        }
    }

    private RelayEngine relay() {
        return RealRelay.relay(variables, builder -> builder);
    }

    @Test
    void everyMissingVariableIsNamedAtOnce() {
        variables.clear();
        variables.put("PORT", "8080");

        assertThatThrownBy(this::relay)
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.faults())
                                .hasSize(5)
                                .anyMatch(fault -> fault.startsWith("BYOC_FRESHCHAT_URL is missing"))
                                .anyMatch(fault -> fault.startsWith("BYOC_FRESHCHAT_TOKEN is missing"))
                                .anyMatch(fault -> fault.startsWith("BYOC_FRESHCHAT_WEBHOOK_KEY is missing"))
                                .anyMatch(fault -> fault.startsWith("BYOC_PUBLIC_URL is missing"))
                                .anyMatch(fault -> fault.startsWith("BYOC_ACCOUNTS_ID_CHANNEL is missing")));
    }

    @Test
    void blankVariableIsMissing() {
        variables.put("BYOC_ACCOUNTS_SHOP_AUTH_TOKEN", "  ");

        assertThatThrownBy(this::relay).hasMessageStartingWith("account 'shop': 'auth-token' is missing");
    }

    @Test
    void relayIsBuiltForEveryAccountOfTheVariables() {
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_CHANNEL", "kakaotalk");
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_SENDER_KEY", "3f9c0d2b7a6e41588c9d1f0a2b3c4d5e6f708192");
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_DEALER", "bizgo");
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_API_KEY", "api-key");
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_ALLOWED_ADDRESSES", "203.0.113.0/24");
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_TOPIC", "Korea");
        variables.put("BYOC_TRUSTED_PROXIES", "127.0.0.1");

        try (RelayEngine relay = relay()) {
            assertThat(relay.webhookUrl("shop").toString()).startsWith("https://chat.example.com/byoc/shop/");
            assertThat(relay.webhookUrl("kakao-main").toString())
                    .startsWith("https://chat.example.com/byoc/kakao-main/");
        }
    }

    @Test
    void aTokenMayLieInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "viber-token\n");
        variables.remove("BYOC_ACCOUNTS_SHOP_AUTH_TOKEN");
        variables.put("BYOC_ACCOUNTS_SHOP_AUTH_TOKEN_FILE", file.toString());

        try (RelayEngine relay = relay()) {
            assertThat(relay.health().open()).isZero();
        }
    }

    @Test
    void stateIsKeptInTheFileThatStoreNames(@TempDir Path folder) {
        Path file = folder.resolve("byoc.db");
        variables.put("STORE", file.toString());

        relay().close();

        assertThat(file).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "-1", "http", "999999999999"})
    void portOutOfRangeIsRefused(String port) {
        variables.put("PORT", port);

        assertThatThrownBy(this::relay)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("PORT must be a number from 1 to 65535.");
    }

    @Test
    void wrongValueIsNotQuoted() {
        variables.put("BYOC_PUBLIC_URL", "a token pasted here by a slip");

        assertThatThrownBy(this::relay)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("BYOC_PUBLIC_URL is not an address such as https://HOST/PATH");
    }
}
