package dev.byoc.internal.address;

import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.http.Tracer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request to the relay's own address, of what proxies and filters like to change.
 *
 * @param token a fresh one
 * @param path below the public address, as it is sent
 * @param query {@code ""}: none
 */
record TestRequest(
        String token,
        URI publicUrl,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        boolean chunked) {
    /** As messengers write it: no blank in it is needed, so that whoever reads and writes it anew makes another one of it. */
    private static final String JSON =
            "{\"text\" : \"\uC548\uB155 \uD83D\uDE42 caf\u00E9 \\u00e9 a+b &amp; 1<2\",\r\n\t\"id\": 1.0, \"id2\":"
                    + " 12345678901234567890, \"end\":\" \" }\r\n ";

    /** What a line passes at least: half a megabit a second. */
    private static final int SLOWEST_BYTES_PER_SECOND = 64 * 1024;

    private static final String SIGNATURE = "c2lnbmVk+/" + "A".repeat(330) + "w==";

    /** As a webhook comes. */
    static TestRequest plain(String token, URI publicUrl) {
        return new TestRequest(
                token,
                publicUrl,
                "",
                "sig=a%2Bb%20%C3%A9+c&empty=&x",
                headers("application/json"),
                JSON.getBytes(StandardCharsets.UTF_8),
                false);
    }

    /** With a path that the relay has none of, and a channel might. */
    static TestRequest ofAHardPath(String token, URI publicUrl) {
        return new TestRequest(
                token,
                publicUrl,
                "/a%2Fb//c;d=1/%ED%95%9C",
                "",
                headers("application/json"),
                new byte[] {'{', '}'},
                false);
    }

    /** A large one, of all bytes that there are but NUL. */
    static TestRequest large(String token, URI publicUrl, int bytes) {
        byte[] body = new byte[bytes];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (1 + i % 255);
        }
        return new TestRequest(token, publicUrl, "", "", headers("application/octet-stream"), body, false);
    }

    /** Without the length of its body. */
    static TestRequest inChunks(String token, URI publicUrl) {
        return new TestRequest(
                token, publicUrl, "", "", headers("application/json"), JSON.getBytes(StandardCharsets.UTF_8), true);
    }

    private static Map<String, String> headers(String type) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", type);
        headers.put("X-Freshchat-Signature", SIGNATURE);
        headers.put("X-Byoc-Check", "=?a b, c; d=\"e\"");
        return headers;
    }

    String fullPath() {
        return publicUrl.getRawPath() + below();
    }

    /** What is left of the path where the public address's is taken off. */
    String below() {
        return "/" + ReservedIds.REACHABLE + "/" + token + path;
    }

    URI url() {
        return URI.create(publicUrl + below() + (query.isEmpty() ? "" : "?" + query));
    }

    Tracer.Question question() {
        return new Tracer.Question("POST", url(), headers, body, chunked, within());
    }

    /** How long it may take as a whole: a slow line is no limit for bodies. */
    Duration within() {
        return Tracer.USUAL.plusSeconds(body.length / SLOWEST_BYTES_PER_SECOND);
    }
}
