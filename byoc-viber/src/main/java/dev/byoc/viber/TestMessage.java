package dev.byoc.viber;

import dev.byoc.json.Json;
import java.security.SecureRandom;
import java.time.Instant;

/** A text of a customer who does not exist, as Viber would tell of it. */
final class TestMessage {
    /** In the form of Viber's; what is sent to it is refused, as nobody with this id has subscribed. */
    private static final String NOBODY = "AAAAAAAAAAAAAAAAAAAAAA==";

    /** Real tokens are ordered by time, and seem to be made of milliseconds since then, above 22 bits. */
    private static final long TOKENS_BEGIN_MILLIS = 292_057_775_900L;

    private static final int TOKEN_BITS = 22;
    private static final SecureRandom RANDOM = new SecureRandom();

    private TestMessage() {}

    static byte[] at(Instant now) {
        long token = ((now.toEpochMilli() - TOKENS_BEGIN_MILLIS) << TOKEN_BITS) + RANDOM.nextInt(1 << TOKEN_BITS);
        return Json.object()
                .put("event", "message")
                .put("timestamp", now.toEpochMilli())
                .put("message_token", token)
                .put("sender", Json.object().put("id", NOBODY).put("name", "Test of the relay"))
                .put("message", Json.object().put("type", "text").put("text", "This is a test."))
                .put("silent", false)
                .build()
                .bytes();
    }
}
