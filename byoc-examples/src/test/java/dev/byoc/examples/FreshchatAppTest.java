package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.Secret;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.support.Signatures;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Delivery;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the app in freshchat-app sends is what the relay takes. */
class FreshchatAppTest {
    private static final String SECRET = "a-secret-of-the-two";

    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final FakeChannelProvider provider = new FakeChannelProvider();
    private RelayEngine relay;
    private FakeChannel channel;

    @BeforeEach
    void start() {
        freshchat.addTopic("Support");
        relay = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .build())
                .account("shop", provider, Map.of("topic", "Support"))
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .productEvents(SECRET)
                .build();
        relay.start();
        channel = provider.channel("shop");
    }

    @AfterEach
    void stop() {
        relay.close();
        freshchat.close();
    }

    @Test
    void signatureThatTheAppMakesIsTaken() throws IOException {
        Json sent = sentByTheApp();
        byte[] body = bytes(sent.get("body").textOr(""));

        assertThat(post(body, sent.get("signature").textOr("")).status()).isEqualTo(200);
    }

    @Test
    void secretOfTheAppIsNotInWhatItSends() throws IOException {
        assertThat(sentByTheApp().get("body").textOr(""))
                .contains("onMessageCreate")
                .doesNotContain(SECRET, "iparams");
    }

    @Test
    void bodyThatWasChangedOnTheWayIsRefused() throws IOException {
        Json sent = sentByTheApp();
        byte[] body = bytes(sent.get("body").textOr("") + " ");

        assertThat(post(body, sent.get("signature").textOr("")).status()).isEqualTo(401);
        assertThat(post(body, "").status()).isEqualTo(401);
    }

    @Test
    void answerThatComesAsProductEventAndAsWebhookReachesTheCustomerOnce() {
        customerWrites();
        StoredMessage first = freshchat.awaitPosted(1).get(0);
        freshchat.connectWebhook(URI.create("http://127.0.0.1:9/nobody-listens"));
        freshchat.webhooks().attempts(1);
        freshchat.agent().says(first.conversationId(), "Good morning");
        Delivery webhook = freshchat.webhooks().deliveries("message_create").stream()
                .filter(delivery -> new String(delivery.body(), StandardCharsets.UTF_8).contains("Good morning"))
                .findFirst()
                .orElseThrow();
        byte[] productEvent =
                productEvent(Json.parse(webhook.body()).get("data").get("message"));

        WebhookResponse byApp = post(productEvent, sign(productEvent));
        WebhookResponse byWebhook = relay.handle(new RelayRequest(
                "POST", relay.freshchatWebhookUrl().getRawPath(), null, headers(webhook), webhook.body(), null));
        relay.close();

        assertThat(byApp.status()).isEqualTo(200);
        assertThat(byWebhook.status()).isEqualTo(200);
        assertThat(channel.sentTexts()).containsExactly("Good morning");
    }

    private void customerWrites() {
        Json event = FakeChannel.text("1", "anna", "Hello");
        WebhookResponse response = relay.handle(new RelayRequest(
                "POST", relay.webhookUrl("shop").getRawPath(), null, channel.headers(), event.bytes(), null));
        assertThat(response.status()).isEqualTo(200);
    }

    private static byte[] productEvent(Json message) {
        Json conversation = Json.object()
                .put("conversation_id", message.get("conversation_id"))
                .put("channel_id", message.get("channel_id"))
                .put("messages", List.of(message))
                .build();
        return Json.object()
                .put("event", "onMessageCreate")
                .put("data", Json.object().put("message", conversation))
                .build()
                .bytes();
    }

    private WebhookResponse post(byte[] body, String signature) {
        return relay.handle(new RelayRequest(
                "POST",
                relay.productEventUrl().getRawPath(),
                null,
                Map.of("X-Byoc-Signature", List.of(signature)),
                body,
                null));
    }

    private static String sign(byte[] body) {
        return HexFormat.of().formatHex(Signatures.hmacSha256(Secret.of(SECRET), body));
    }

    private static Map<String, List<String>> headers(Delivery delivery) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        delivery.headers().forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }

    private static Json sentByTheApp() throws IOException {
        try (InputStream in = FreshchatAppTest.class.getResourceAsStream("/freshchat-app/sent.json")) {
            return Json.parse(in.readAllBytes());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
