package dev.byoc.internal.address;

import dev.byoc.RelayRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has arrived of a test request, part by part: seals of it in place of what it was, so that the answer proves it and repeats nothing
 * to strangers.
 *
 * @param seals by part
 */
record ArrivalReport(Map<String, String> seals) {
    private static final String FIRST_LINE = "byoc arrival 1";

    /** Headers that are looked at: what Freshchat signs by, and one that is nobody's. */
    static final List<String> HEADERS = List.of("Content-Type", "X-Freshchat-Signature", "X-Byoc-Check");

    /** Arrives when a proxy has packed the body. */
    static final String ENCODING = "Content-Encoding";

    /** A {@link TrustedProxies.Way}. */
    private static final String CAME = "came";

    ArrivalReport {
        seals = Map.copyOf(seals);
    }

    /** Of one that has arrived, under the token that it names. */
    static ArrivalReport of(RelayRequest request, String token, PublicAddressTokens tokens, TrustedProxies proxies) {
        Map<String, String> seals = new LinkedHashMap<>();
        parts(request.method(), request.path(), request.query() == null ? "" : request.query(), request.body())
                .forEach((part, value) -> seals.put(part, tokens.seal(token, part, value)));
        TrustedProxies.Way way = proxies.wayOf(request.remote(), request.headers());
        seals.put(CAME, tokens.seal(token, CAME, bytes(way.name())));
        List<String> looked = new ArrayList<>(HEADERS);
        looked.add(ENCODING);
        for (String name : looked) {
            String value = header(request, name);
            if (!value.isEmpty()) {
                seals.put(name, tokens.seal(token, name, value.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return new ArrivalReport(seals);
    }

    private static Map<String, byte[]> parts(String method, String path, String query, byte[] body) {
        return Map.of(
                "method", bytes(method),
                "path", bytes(path),
                "query", bytes(query),
                "body", body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(RelayRequest request, String name) {
        return request.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .findFirst()
                .orElse("");
    }

    /** As it is sent. */
    String text() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        seals.forEach((part, seal) -> text.append(part).append(' ').append(seal).append('\n'));
        return text.toString();
    }

    /** As it was sent; of any other answer it has no seals. */
    static ArrivalReport read(byte[] answer) {
        Map<String, String> seals = new LinkedHashMap<>();
        List<String> lines =
                new String(answer, StandardCharsets.UTF_8).strip().lines().toList();
        if (!lines.isEmpty() && lines.get(0).equals(FIRST_LINE)) {
            for (String line : lines) {
                int blank = line.indexOf(' ');
                seals.put(line.substring(0, Math.max(0, blank)), line.substring(blank + 1));
            }
        }
        return new ArrivalReport(seals);
    }

    /** Whether that part arrived. */
    boolean has(String part) {
        return seals.containsKey(part);
    }

    /** Whether it came so, by what the relay that answers knows of proxies. */
    boolean came(String token, TrustedProxies.Way way, PublicAddressTokens tokens) {
        return arrived(token, CAME, way.name(), tokens);
    }

    /** Whether that part arrived with this value. */
    boolean arrived(String token, String part, String value, PublicAddressTokens tokens) {
        return arrived(token, part, bytes(value), tokens);
    }

    boolean arrived(String token, String part, byte[] value, PublicAddressTokens tokens) {
        return tokens.isSeal(token, part, value, seals.getOrDefault(part, ""));
    }
}
