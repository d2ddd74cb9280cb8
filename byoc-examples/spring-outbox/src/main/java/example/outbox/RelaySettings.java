package example.outbox;

import org.springframework.boot.context.properties.ConfigurationProperties;

@ConfigurationProperties("relay")
record RelaySettings(
        String freshchatUrl,
        String freshchatToken,
        String freshchatWebhookKey,
        String topic,
        String viberUrl,
        String viberToken,
        String viberSender,
        String publicUrl,
        boolean registerWebhook,
        int workers) {}
