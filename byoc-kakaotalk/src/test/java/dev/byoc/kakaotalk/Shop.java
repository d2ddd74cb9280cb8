package dev.byoc.kakaotalk;

import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Received;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.Verification;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.ReplyHandle;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestContext;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A shop's account of the tests, with a server in the place of its dealer or of Kakao. */
public final class Shop implements AutoCloseable {
    /** Of the samples. */
    public static final String SENDER_KEY = "3f9c0d2b7a6e41588c9d1f0a2b3c4d5e6f708192";

    public static final Wording KOREAN = Wording.of(Locale.KOREAN, ZoneOffset.UTC, Map.of());

    public static final String USER = "Qw7xT2pLr9Ab";
    public static final String SESSION = "480013577";
    static final String BOT = "66aa00bb11cc22dd33ee0001";
    static final String BOT_USER = "5d1f0c9e8b7a6655443322110ffeeddccbbaa99887766554433221100fedcba98ab";
    static final String HEADER_SECRET = "skill-header-secret-0123456789";
    public static final URI WEBHOOK = URI.create("https://relay.example.test/byoc/kakao-main/path-secret-0123456789");
    public static final Instant RECEIVED = Instant.parse("2026-10-05T01:00:06Z");
    public static final UUID KEY = UUID.fromString("00000000-0000-4000-8000-000000000001");
    public static final ReplyHandle OPEN = new ReplyHandle(SESSION, false, RECEIVED.plusSeconds(3600));

    public final MockWebServer network = new MockWebServer();
    final SettableClock clock = new SettableClock(RECEIVED);
    final ChannelProvider provider;
    public final Channel channel;

    private Shop(
            ChannelProvider provider,
            Wording customers,
            Wording agents,
            Map<String, String> fixed,
            String... settings) {
        this.provider = provider;
        try {
            network.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> all = new LinkedHashMap<>();
        fixed.forEach((name, value) -> all.put(name, value.replace("SERVER", address())));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1].replace("SERVER", address()));
        }
        TestContext.Builder context = TestContext.builder(provider.describe().config())
                .settings(all)
                .clock(clock)
                .webhookUrl(WEBHOOK)
                .wording(customers, agents);
        for (String name : List.of(
                "parcel.jpg", "noname.webp", "how-to.mp4", "note.mp3", "invoice.pdf", "setup.exe", "no-size.pdf")) {
            context.file("https://media.example.test/out/" + name, new byte[10_000]);
        }
        channel = provider.open(context.build());
    }

    public static Shop happytalk(String... settings) {
        return happytalk(Wording.ENGLISH, settings);
    }

    public static Shop happytalk(Wording agents, String... settings) {
        return new Shop(
                new KakaoTalkProvider(),
                agents,
                agents,
                Map.of(
                        "sender-key", SENDER_KEY,
                        "client-id", "client-id-0123456789",
                        "client-secret", "client-secret-0123456789",
                        "base-url", "SERVER/api"),
                settings);
    }

    public static Shop bizgo(String... settings) {
        return bizgo(Wording.ENGLISH, settings);
    }

    public static Shop bizgo(Wording agents, String... settings) {
        return new Shop(
                new KakaoTalkProvider(),
                agents,
                agents,
                Map.of(
                        "dealer", "bizgo",
                        "sender-key", SENDER_KEY,
                        "api-key", "api-key-0123456789",
                        "base-url", "SERVER"),
                settings);
    }

    /** A chatbot, whose customers read Korean. */
    static Shop skill(String... settings) {
        return skill(KOREAN, Wording.ENGLISH, settings);
    }

    static Shop skill(Wording customers, Wording agents, String... settings) {
        return new Shop(
                new KakaoTalkSkillProvider(),
                customers,
                agents,
                Map.of(
                        "bot-id",
                        BOT,
                        "header-secret",
                        HEADER_SECRET,
                        "callback-hosts",
                        "kakao.com, http://localhost",
                        "event-base-url",
                        "SERVER"),
                settings);
    }

    String address() {
        return "http://localhost:" + network.getPort();
    }

    /** A sample as its exact bytes. */
    public static byte[] sample(String path) {
        try (InputStream in = Shop.class.getResourceAsStream("/" + path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Json json(String path) {
        return Json.parse(sample(path));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static WebhookRequest.Builder request(String path, byte[] body) {
        return WebhookRequest.builder()
                .subPath(path)
                .publicUrl(WEBHOOK + path)
                .body(body)
                .caller(InetAddress.getLoopbackAddress())
                .receivedAt(RECEIVED);
    }

    /** A skill request with its header and an id. */
    static WebhookRequest skillRequest(byte[] body) {
        return request("", body)
                .headers(Map.of(
                        "X-Relay-Secret", List.of(HEADER_SECRET),
                        "X-Request-Id", List.of("req-0001")))
                .build();
    }

    public Received receive(String path, byte[] body) {
        return receive(request(path, body).build());
    }

    public Received receive(WebhookRequest request) {
        return channel.parse((Verification.Verified) channel.verify(request));
    }

    public Inbound.MessageReceived message(String path, byte[] body) {
        return (Inbound.MessageReceived) receive(path, body).events().get(0);
    }

    public Shop answers(int status, String body) {
        network.enqueue(new MockResponse.Builder().code(status).body(body).build());
        return this;
    }

    public Shop answers(String body) {
        return answers(200, body);
    }

    public Shop answers(Json body) {
        return answers(new String(body.bytes(), StandardCharsets.UTF_8));
    }

    public SendResult send(Content content) {
        return send(content, false);
    }

    public SendResult send(Content content, boolean resend) {
        return channel.send(OutboundMessage.builder(USER, List.of(content), KEY)
                .handle(OPEN)
                .resend(resend)
                .build());
    }

    /** What the server got, in order. */
    public RecordedRequest got() {
        try {
            RecordedRequest request = network.takeRequest(5, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("nothing was called");
            }
            return request;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public Json gotJson() {
        return Json.parse(got().getBody().toByteArray());
    }

    public static String text(RecordedRequest request) {
        return new String(request.getBody().toByteArray(), StandardCharsets.UTF_8);
    }

    public static Media file(String name, String type) {
        return Media.of("https://media.example.test/out/" + name, name, type, 10_000);
    }

    /** A result as operators are told of it: without the agent's sentence. */
    public static SendResult forOperators(SendResult result) {
        return result instanceof SendResult.Refused refused ? refused.told(null) : result;
    }

    @Override
    public void close() {
        network.close();
    }
}
