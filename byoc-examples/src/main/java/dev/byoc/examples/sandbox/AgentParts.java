package dev.byoc.examples.sandbox;

import dev.byoc.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Message parts as Freshchat writes them for what an agent sends besides text. */
final class AgentParts {
    private AgentParts() {}

    static Json choice(String question, String... answers) {
        List<Json> buttons = Arrays.stream(answers)
                .map(answer ->
                        Json.of(Map.of("quick_reply_button", Map.of("label", answer, "custom_reply_text", answer))))
                .toList();
        return Json.of(List.of(
                Map.of("text", Map.of("content", question)), Map.of("collection", Map.of("sub_parts", buttons))));
    }

    static Json file(String name, String url) {
        Map<String, Object> file = Map.of("name", name, "url", url, "content_type", "application/pdf");
        return Json.of(List.of(Map.of("file", file)));
    }
}
