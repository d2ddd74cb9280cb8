package dev.byoc.testkit;

import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Bodies that a webhook should not have and one day has. */
final class OddBodies {
    private static final int MANY = 100_000;

    private OddBodies() {}

    /** No JSON, or none that a messenger would send. */
    static List<byte[]> malformed() {
        List<byte[]> bodies = new ArrayList<>();
        for (String text : List.of(
                "",
                " ",
                "null",
                "true",
                "7",
                "\"text\"",
                "[]",
                "[null]",
                "{}",
                "{",
                "}",
                "{\"",
                "{\"a\":1}{}",
                "\uFEFF{}",
                "\u0000",
                "a=b&c=d",
                "<xml/>",
                "{\"a\":1e999999999}",
                "[".repeat(MANY),
                "{\"a\":".repeat(MANY),
                "{\"a\":" + "9".repeat(10 * MANY) + "}",
                "{\"a\":\"" + "x".repeat(10 * MANY) + "\"}")) {
            bodies.add(text.getBytes(StandardCharsets.UTF_8));
        }
        bodies.add(new byte[] {'"', (byte) 0xC3, '(', '"'});
        byte[] zeros = new byte[MANY];
        bodies.add(zeros);
        byte[] ones = zeros.clone();
        Arrays.fill(ones, (byte) 0xFF);
        bodies.add(ones);
        return bodies;
    }

    /** Well-formed variants of a JSON body: each of its values left out, or replaced by another kind of value. None for other bodies. */
    static List<byte[]> variantsOf(byte[] body) {
        List<Json> variants = new ArrayList<>();
        try {
            vary(Json.parse(body), variants);
        } catch (JsonException e) {
            // A form or XML: the channel's own tests know its oddities.
        }
        return variants.stream().map(Json::bytes).toList();
    }

    /** Whether one of its values holds these words. */
    static boolean holds(byte[] body, String words) {
        return holds(Json.parse(body), words);
    }

    private static boolean holds(Json json, String words) {
        return (json.isString() && json.textOr("").contains(words))
                || json.items().stream().anyMatch(item -> holds(item, words))
                || json.fields().values().stream().anyMatch(field -> holds(field, words));
    }

    private static void vary(Json json, List<Json> variants) {
        json.fields().forEach((name, value) -> {
            Map<String, Json> less = new LinkedHashMap<>(json.fields());
            less.remove(name);
            variants.add(Json.of(less));
            List<Json> others = new ArrayList<>(replacements());
            vary(value, others);
            others.forEach(other -> {
                Map<String, Json> changed = new LinkedHashMap<>(json.fields());
                changed.put(name, other);
                variants.add(Json.of(changed));
            });
        });
        for (int i = 0; i < json.items().size(); i++) {
            List<Json> others = new ArrayList<>(replacements());
            vary(json.at(i), others);
            for (Json other : others) {
                List<Json> changed = new ArrayList<>(json.items());
                changed.set(i, other);
                variants.add(Json.of(changed));
            }
        }
    }

    /** A body that some of the way has spoilt: values that are other values, or bytes that are other bytes. The same for the same seed. */
    static byte[] fuzzed(byte[] body, long seed) {
        Random random = new Random(seed);
        byte[] fuzzed = body;
        try {
            fuzzed = random.nextBoolean() ? mutated(Json.parse(body), random).bytes() : body;
        } catch (JsonException e) {
            // A form or XML: its bytes alone.
        }
        return fuzzed == body || random.nextInt(4) == 0 ? spoilt(fuzzed, random) : fuzzed;
    }

    private static Json mutated(Json json, Random random) {
        if (random.nextInt(12) == 0) {
            List<Json> others = replacements();
            return others.get(random.nextInt(others.size()));
        }
        if (json.isObject()) {
            Map<String, Json> fields = new LinkedHashMap<>();
            json.fields().forEach((name, value) -> {
                if (random.nextInt(20) > 0) {
                    fields.put(name, mutated(value, random));
                }
            });
            return Json.of(fields);
        }
        return json.isArray()
                ? Json.of(
                        json.items().stream().map(item -> mutated(item, random)).toList())
                : json;
    }

    private static byte[] spoilt(byte[] body, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int odds = 1 + random.nextInt(Math.max(1, body.length));
        for (byte b : body) {
            if (random.nextInt(odds) > 0) {
                out.write(b);
                continue;
            }
            switch (random.nextInt(4)) {
                case 0 -> out.write(random.nextInt(256));
                case 1 -> out.writeBytes(new byte[] {b, b});
                case 2 -> out.writeBytes(new byte[] {'"', b});
                default -> {
                    // Left out.
                }
            }
        }
        return out.toByteArray();
    }

    private static List<Json> replacements() {
        return List.of(
                Json.of(null),
                Json.of(true),
                Json.of(0),
                Json.of(-1),
                Json.of(1.5),
                Json.of(Long.MAX_VALUE),
                Json.parse("18446744073709551616".getBytes(StandardCharsets.UTF_8)),
                Json.of(""),
                Json.of("   "),
                Json.of("yesterday"),
                Json.of("\u0000\r\n\u202E\uD800"),
                Json.of("9".repeat(MANY)),
                Json.of("<img src=x onerror=alert(1)>"),
                Json.of("file:///etc/passwd"),
                Json.of(List.of()),
                Json.of(Arrays.asList(1, null, "x")),
                Json.of(Map.of()),
                Json.of(Map.of("id", 1, "text", List.of(), "type", Map.of())));
    }
}
