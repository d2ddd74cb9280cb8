package dev.byoc.examples.bench.rig;

import dev.byoc.RelayRequest;
import dev.byoc.Secret;
import dev.byoc.support.Signatures;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What customers of Viber write, as signed webhooks. Thread-safe. */
public final class Customers {
    public static final String TOKEN = "4d5a1c7e90b83f26-7c2e91d04fa8b653-1f0e8d7c6b5a4932";
    static final String SIGNATURE = "X-Viber-Content-Signature";

    private static final Secret KEY = Secret.of(TOKEN);

    /** Of all in this process: two that began at the same numbers would be each other's repeats. */
    private static final AtomicLong TOKENS = new AtomicLong((System.currentTimeMillis() - 292_057_775_900L) << 22);

    /** A text of that customer, some 420 bytes. */
    public byte[] says(int customer) {
        long number = TOKENS.incrementAndGet();
        return """
                {"event":"message","timestamp":%d,"chat_hostname":"SN-CHAT-03_","message_token":%d,\
                "sender":{"id":"customer%06d/w==","name":"Customer %d","avatar":"https://media.example.com/%d.jpg",\
                "language":"bg","country":"BG","api_version":10},\
                "message":{"text":"Do you have these boots in 38, and number %d too?","type":"text"},"silent":false}""".formatted(System.currentTimeMillis(), number, customer, customer, customer, number)
                .getBytes(StandardCharsets.UTF_8);
    }

    public static String signature(byte[] body) {
        return HexFormat.of().formatHex(Signatures.hmacSha256(KEY, body));
    }

    /** For {@link dev.byoc.relay.RelayEngine#handle}. */
    public RelayRequest request(URI webhook, int customer) {
        byte[] body = says(customer);
        return new RelayRequest(
                "POST",
                webhook.getRawPath(),
                null,
                Map.of("Content-Type", List.of("application/json"), SIGNATURE, List.of(signature(body))),
                body,
                InetAddress.getLoopbackAddress());
    }
}
