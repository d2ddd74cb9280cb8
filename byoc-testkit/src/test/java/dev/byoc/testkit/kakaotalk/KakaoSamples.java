package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The documented samples of KakaoTalk's APIs, and bytes that are what they say. */
public final class KakaoSamples {
    private static final byte[] PNG_START = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0};

    private KakaoSamples() {}

    public static String text(String name) throws IOException {
        try (InputStream in = KakaoSamples.class.getResourceAsStream("/kakaotalk/" + name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public static Json json(String name) throws IOException {
        return Json.parse(text(name).getBytes(StandardCharsets.UTF_8));
    }

    /** The fields' names and kinds, down to the leaves; whatever stands in a field is left aside. */
    public static String shape(Json json) {
        if (json.isObject()) {
            Map<String, String> fields = new TreeMap<>();
            json.fields().forEach((name, value) -> fields.put(name, shape(value)));
            return fields.toString();
        }
        if (json.isArray()) {
            return json.items().stream()
                    .map(KakaoSamples::shape)
                    .distinct()
                    .toList()
                    .toString();
        }
        if (json.isString()) {
            return "string";
        }
        return json.text() != null ? "number" : String.valueOf(json.isPresent());
    }

    /** An image that begins as a PNG does. */
    static byte[] png(int bytes) {
        byte[] png = new byte[bytes];
        System.arraycopy(PNG_START, 0, png, 0, PNG_START.length);
        return png;
    }
}
