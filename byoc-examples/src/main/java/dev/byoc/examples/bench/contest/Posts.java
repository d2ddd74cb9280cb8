package dev.byoc.examples.bench.contest;

import java.nio.charset.StandardCharsets;

/** The bodies of the calls that a relay makes for known customers, with no more work than a program can do that knows their form. */
final class Posts {
    private static final String USER = "5a1f3c4e-0000-4000-8000-000000000002";

    private Posts() {}

    static byte[] body(long number) {
        return ("{\"message_parts\":[{\"text\":{\"content\":\"Do you have these boots in 38, and number " + number
                        + " too?\"}}],\"message_type\":\"normal\",\"actor_type\":\"user\",\"actor_id\":\"" + USER
                        + "\",\"user_id\":\"" + USER + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
