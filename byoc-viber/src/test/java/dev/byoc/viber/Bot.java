package dev.byoc.viber;

import dev.byoc.Secret;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Received;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.Verification;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.support.Signatures;
import dev.byoc.testkit.TestContext;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A bot of the tests, with a server in Viber's place. */
final class Bot implements AutoCloseable {
    /** The token of samples/viber. */
    static final String TOKEN = "00112233445566aa-bb778899aabbccdd-0f1e2d3c4b5a6978";

    static final String USER = "dyN4Ob6OXfag+Atd/1SifA==";
    static final URI WEBHOOK = URI.create("https://relay.example.test/byoc/viber-main/path-secret-0123456789");
    static final Instant RECEIVED = Instant.parse("2026-03-02T10:16:00Z");
    static final UUID KEY = UUID.fromString("00000000-0000-4000-8000-000000000001");

    final MockWebServer viber = new MockWebServer();
    final ViberChannel channel;

    Bot(String... settings) {
        this(Wording.ENGLISH, settings);
    }

    /** With what agents and customers read. */
    Bot(Wording wording, String... settings) {
        try {
            viber.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("auth-token", TOKEN);
        all.put("sender-name", "Sample Shop");
        all.put("sender-avatar", "https://static.example.com/viber/agent-720.jpg");
        all.put("base-url", "http://" + viber.getHostName() + ":" + viber.getPort() + "/pa");
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        ViberProvider provider = new ViberProvider();
        channel = (ViberChannel)
                provider.open(TestContext.builder(provider.describe().config())
                        .settings(all)
                        .webhookUrl(WEBHOOK)
                        .wording(wording, wording)
                        .build());
    }

    /** A sample as its exact bytes. */
    static byte[] sample(String path) {
        try (InputStream in = Bot.class.getResourceAsStream("/" + path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Json json(String path) {
        return Json.parse(sample(path));
    }

    static String sign(String token, byte[] body) {
        return HexFormat.of().formatHex(Signatures.hmacSha256(Secret.of(token), body));
    }

    static WebhookRequest request(byte[] body, String... signatures) {
        return request(WEBHOOK.toString(), body, signatures);
    }

    static WebhookRequest request(String url, byte[] body, String... signatures) {
        return WebhookRequest.builder()
                .publicUrl(url)
                .headers(signatures.length == 0 ? Map.of() : Map.of("x-viber-content-signature", List.of(signatures)))
                .body(body)
                .receivedAt(RECEIVED)
                .build();
    }

    /** Verifies and parses a body signed with the bot's token. */
    Received receive(byte[] body) {
        return channel.parse((Verification.Verified) channel.verify(request(body, sign(TOKEN, body))));
    }

    Bot answers(String body) {
        viber.enqueue(new MockResponse.Builder().body(body).build());
        return this;
    }

    Bot answers(Json body) {
        viber.enqueue(new MockResponse.Builder()
                .body(new String(body.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .build());
        return this;
    }

    Bot accepts() {
        return answers(json("viber/send_message_response.json"));
    }

    SendResult send(Content content) {
        return send(content, null);
    }

    SendResult send(Content content, String agentName) {
        return channel.send(OutboundMessage.builder(USER, List.of(content), KEY)
                .agentName(agentName)
                .build());
    }

    /** What the server got, in order. */
    RecordedRequest got() {
        try {
            RecordedRequest request = viber.takeRequest(5, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("Viber was not called");
            }
            return request;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Json gotJson() {
        return Json.parse(got().getBody().toByteArray());
    }

    /** The JSON that is sent for a content. */
    Json sent(Content content) {
        accepts();
        SendResult result = send(content);
        if (!(result instanceof SendResult.Accepted)) {
            throw new AssertionError("not sent: " + result);
        }
        return gotJson();
    }

    /** A result as operators are told of it: without the agent's sentence. */
    static SendResult forOperators(SendResult result) {
        return result instanceof SendResult.Refused refused ? refused.told(null) : result;
    }

    @Override
    public void close() {
        viber.close();
    }
}
