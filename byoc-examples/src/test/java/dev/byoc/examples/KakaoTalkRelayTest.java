package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KakaoTalkRelayTest {
    private final Map<String, String> variables = new HashMap<>(Map.of(
            "FRESHCHAT_URL", "https://example.freshchat.com",
            "FRESHCHAT_TOKEN", "freshchat-token",
            "FRESHCHAT_WEBHOOK_KEY", key(),
            "FRESHCHAT_TOPIC", "Support",
            "KAKAO_SENDER_KEY", "3f9c0d2b7a6e41588c9d1f0a2b3c4d5e6f708192",
            "PUBLIC_URL", "https://chat.example.com/byoc",
            "PORT", "8080"));

    private static String key() {
        try (FakeFreshchat freshchat = new FakeFreshchat()) {
            return freshchat.publicKeyPem();
        }
    }

    @Test
    void allMissingVariablesOfHappytalkAreNamedTogether() {
        assertThatThrownBy(() -> KakaoTalkRelay.relay(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Set these environment variables, too: FRESHCHAT_URL, FRESHCHAT_TOKEN,"
                        + " FRESHCHAT_WEBHOOK_KEY, FRESHCHAT_TOPIC, KAKAO_SENDER_KEY, HAPPYTALK_CLIENT_ID,"
                        + " HAPPYTALK_CLIENT_SECRET, PUBLIC_URL, PORT");
    }

    @Test
    void bizgoNeedsItsOwnKeyOnly() {
        variables.put("KAKAO_DEALER", "bizgo");

        assertThatThrownBy(() -> KakaoTalkRelay.relay(variables))
                .hasMessage("Set these environment variables, too: BIZGO_API_KEY");
    }

    @Test
    void unknownDealerIsRefusedWithThoseThereAre() {
        variables.put("KAKAO_DEALER", "sendbird");

        assertThatThrownBy(() -> KakaoTalkRelay.relay(variables))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("KAKAO_DEALER must be happytalk or bizgo.");
    }

    @Test
    void relayIsBuiltForHappytalk() {
        variables.put("HAPPYTALK_CLIENT_ID", "client-id");
        variables.put("HAPPYTALK_CLIENT_SECRET", "client-secret");

        try (RelayEngine relay = KakaoTalkRelay.relay(variables)) {
            assertThat(relay.webhookUrl("kakao-main").toString())
                    .startsWith("https://chat.example.com/byoc/kakao-main/");
        }
    }

    @Test
    void relayIsBuiltForBizgo() {
        variables.put("KAKAO_DEALER", "bizgo");
        variables.put("BIZGO_API_KEY", "api-key");
        variables.put("KAKAO_ALLOWED_ADDRESSES", "203.0.113.0/24");
        variables.put("TRUSTED_PROXY", "127.0.0.1");

        try (RelayEngine relay = KakaoTalkRelay.relay(variables)) {
            assertThat(relay.webhookUrl("kakao-main").toString())
                    .startsWith("https://chat.example.com/byoc/kakao-main/");
        }
    }

    @Test
    void credentialsOfTheOtherDealerAreRefused() {
        variables.put("KAKAO_DEALER", "bizgo");
        variables.put("BIZGO_API_KEY", "api-key");
        variables.put("HAPPYTALK_CLIENT_SECRET", "client-secret");

        assertThatThrownBy(() -> KakaoTalkRelay.relay(variables))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("client-secret");
    }
}
