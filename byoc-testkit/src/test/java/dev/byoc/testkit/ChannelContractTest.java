package dev.byoc.testkit;

import dev.byoc.Secret;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.support.Signatures;
import dev.byoc.webhook.WebhookRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract asks for nothing that a small channel could not keep. */
final class ChannelContractTest extends ChannelContract {
    private static final String KEY = "text-only-key-0123456789";

    private final MockWebServer network = new MockWebServer();
    private Channel channel;

    @BeforeEach
    void open() throws IOException {
        network.start();
        channel = provider()
                .open(TestContext.builder(provider().describe().config())
                        .setting("key", KEY)
                        .setting("url", network.url("/send").toString())
                        .build());
    }

    @AfterEach
    void close() {
        network.close();
    }

    @Override
    protected ChannelProvider provider() {
        return new TextOnlyChannel.Provider();
    }

    @Override
    protected Channel channel() {
        return channel;
    }

    @Override
    protected MockWebServer network() {
        return network;
    }

    @Override
    protected MockResponse accepts() {
        return new MockResponse.Builder().body("{\"id\":\"out-1\"}").build();
    }

    @Override
    protected byte[] message() {
        return "{\"id\":\"in-1\",\"from\":\"customer-1\",\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected WebhookRequest signed(byte[] body) {
        String signature = HexFormat.of().formatHex(Signatures.hmacSha256(Secret.of(KEY), body));
        return WebhookRequest.builder()
                .publicUrl("https://relay.example.test/byoc/test/path-secret-0123456789")
                .headers(Map.of("X-Signature", List.of(signature)))
                .body(body)
                .build();
    }

    @Override
    protected String customer() {
        return "customer-1";
    }

    @Override
    protected List<String> secrets() {
        return List.of(KEY);
    }

    /** This one is handed over by name. */
    @Override
    protected void isFoundByTheServiceLoader() {}
}
