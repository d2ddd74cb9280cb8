package dev.byoc.app.command;

import dev.byoc.json.Json;
import java.nio.charset.StandardCharsets;

/** What commands print. */
final class Printed {
    private Printed() {}

    /** JSON on one line; {@code Json.toString} hides its content. */
    static String json(Json json) {
        return new String(json.bytes(), StandardCharsets.UTF_8);
    }
}
