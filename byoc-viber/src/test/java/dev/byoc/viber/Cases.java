package dev.byoc.viber;

import dev.byoc.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The samples of cases/: requests that have hurt other bridges. */
final class Cases {
    /** What Viber's samples are signed with. */
    static final String TOKEN = "viber-test-token-0001";

    /** The ids that Freshchat's samples name. */
    static final String CHANNEL = "5f0c1c7e-0000-4000-8000-00000000c001";

    static final String CONVERSATION = "5f0c1c7e-0000-4000-8000-00000000d001";
    static final String USER = "5f0c1c7e-0000-4000-8000-00000000f001";

    private static final Json MANIFEST = Bot.json("cases/manifest.json");

    private Cases() {}

    static byte[] bytes(String file) {
        return Bot.sample("cases/" + file);
    }

    static Json json(String file) {
        return Json.parse(bytes(file));
    }

    static String signature(byte[] body) {
        return Bot.sign(TOKEN, body);
    }

    /** A header that the manifest gives for a file. */
    static String header(String file, String name) {
        return MANIFEST.get("files").items().stream()
                .filter(row -> file.equals(row.get("file").text()))
                .map(row -> row.get("headers").get(name).textOr(""))
                .findFirst()
                .orElseThrow();
    }

    /** A sample of Freshchat's with other ids in place of its own. */
    static byte[] with(String file, Map<String, String> ids) {
        String text = new String(bytes(file), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> id : ids.entrySet()) {
            text = text.replace(id.getKey(), id.getValue());
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
