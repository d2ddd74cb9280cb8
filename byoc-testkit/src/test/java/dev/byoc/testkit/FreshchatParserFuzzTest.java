package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.freshchat.FreshchatEvent;
import dev.byoc.freshchat.FreshchatWebhook;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever Freshchat sends is events, or is no JSON. */
class FreshchatParserFuzzTest {
    private static final List<String> SAMPLES = List.of(
            "webhook_message_create_agent.json",
            "webhook_conversation_reopen.json",
            "webhook_conversation_resolution.json");

    /** Nothing is verified here, so any key will do. */
    private static final FreshchatWebhook WEBHOOK = webhook();

    private static FreshchatWebhook webhook() {
        try {
            return new FreshchatWebhook(
                    KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("byoc.seeds", 200));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsThrownButThatItIsNoJson(long seed) throws Exception {
        byte[] body = OddBodies.fuzzed(withParts(sample(SAMPLES.get((int) (seed % SAMPLES.size())))), seed);

        try {
            for (FreshchatEvent event : WEBHOOK.parse(body)) {
                if (event instanceof FreshchatEvent.MessageCreated created) {
                    assertThat(created.message().contents())
                            .allSatisfy(content -> assertThat(content.plainText(Wording.ENGLISH))
                                    .isNotBlank());
                }
            }
        } catch (JsonException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
    }

    /** A message with every kind of part. */
    private static byte[] withParts(byte[] event) throws IOException {
        Json parts = Json.parse(sample("message_send_request_agent_quick_replies.json"));
        Json message = JsonEdits.with(
                Json.parse(event).get("data").get("message"),
                java.util.Map.of("message_parts", parts.get("message_parts"), "reply_parts", parts.get("reply_parts")));
        return Json.parse(event).get("data").get("message").isPresent()
                ? JsonEdits.with(
                                Json.parse(event),
                                java.util.Map.of("data", Json.of(java.util.Map.of("message", message))))
                        .bytes()
                : event;
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = FreshchatParserFuzzTest.class.getResourceAsStream("/freshchat/" + name)) {
            return in.readAllBytes();
        }
    }
}
