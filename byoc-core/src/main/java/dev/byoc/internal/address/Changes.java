package dev.byoc.internal.address;

import dev.byoc.event.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a test request arrived otherwise than it was sent. */
record Changes(TestRequest sent, ArrivalReport report, PublicAddressTokens tokens) {
    /** @param paths any of which may arrive */
    List<Finding> all(List<String> paths) {
        List<Finding> found = new ArrayList<>();
        if (!arrived("method", "POST")) {
            found.add(AddressFinding.METHOD_CHANGED.of());
        }
        if (paths.stream().noneMatch(path -> arrived("path", path))) {
            found.add(AddressFinding.PATH_CUT.of());
        }
        if (!arrived("query", sent.query())) {
            found.add(AddressFinding.QUERY_CHANGED.of(arrived("query", "") ? "is lost" : "is changed"));
        }
        if (report.has(ArrivalReport.ENCODING)) {
            found.add(AddressFinding.BODY_PACKED.of());
        } else if (!isBodyWhole()) {
            found.add(AddressFinding.BODY_CHANGED.of(howTheBodyChanged()));
        }
        for (String name : ArrivalReport.HEADERS) {
            if (!arrived(name, sent.headers().getOrDefault(name, ""))) {
                found.add(AddressFinding.HEADER_LOST.of(name));
            }
        }
        return found;
    }

    /** What keeps the relay from knowing who called. */
    List<Finding> ofTheCaller() {
        if (report.came(sent.token(), TrustedProxies.Way.UNTRUSTED, tokens)) {
            return List.of(AddressFinding.PROXY_NOT_TRUSTED.of());
        }
        return report.came(sent.token(), TrustedProxies.Way.UNNAMED, tokens)
                ? List.of(AddressFinding.CALLER_NOT_NAMED.of())
                : List.of();
    }

    boolean isBodyWhole() {
        return report.arrived(sent.token(), "body", sent.body(), tokens);
    }

    boolean arrived(String part, String value) {
        return report.arrived(sent.token(), part, value, tokens);
    }

    /** By trying what proxies and filters do. */
    private String howTheBodyChanged() {
        byte[] body = sent.body();
        String text = new String(body, StandardCharsets.UTF_8);
        Map<String, byte[]> ways = new LinkedHashMap<>();
        ways.put("is lost", new byte[0]);
        ways.put("loses the blanks at its end", bytes(text.stripTrailing()));
        ways.put("loses the blanks around it", bytes(text.strip()));
        ways.put("gets a line end more", bytes(text + "\n"));
        ways.put("gets other line ends", bytes(text.replace("\r\n", "\n")));
        ways.put("is read in another character set", bytes(new String(body, StandardCharsets.ISO_8859_1)));
        ways.put("is written in another character set", text.getBytes(StandardCharsets.ISO_8859_1));
        ways.put("is written in another character set ", text.getBytes(StandardCharsets.US_ASCII));
        return ways.entrySet().stream()
                .filter(way -> report.arrived(sent.token(), "body", way.getValue(), tokens))
                .map(way -> way.getKey().strip())
                .findFirst()
                .orElse("is written anew or cut");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
