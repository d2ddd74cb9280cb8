package dev.byoc.testkit.viber;

import dev.byoc.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Viber refuses in keyboards and carousels, and which API version their features need. */
final class ViberKeyboards {
    private static final int MAX_CUSTOM_TITLE_CHARS = 15;
    private static final Set<String> ACTIONS =
            Set.of("reply", "open-url", "location-picker", "share-phone", "none", "buy", "open-map");
    private static final Map<String, Set<String>> WORDS = Map.of(
            "TextSize", Set.of("small", "regular", "large"),
            "TextVAlign", Set.of("top", "middle", "bottom"),
            "TextHAlign", Set.of("left", "center", "right"),
            "BgMediaType", Set.of("picture", "gif"),
            "OpenURLType", Set.of("internal", "external"),
            "ActionType", ACTIONS,
            "InputFieldState", Set.of("regular", "minimized", "hidden"));

    /** Features and the lowest {@code min_api_version} that they need, at the root of the message. */
    private static final Map<String, Integer> CONTAINER_VERSIONS =
            Map.of("InputFieldState", 4, "CustomDefaultHeight", 3, "HeightScale", 3);

    private static final Map<String, Integer> BUTTON_VERSIONS =
            Map.of("TextPaddings", 4, "TextShouldFit", 6, "InternalBrowser", 3, "Frame", 6, "MediaPlayer", 6);

    private ViberKeyboards() {}

    static void keyboard(Json keyboard) {
        if (!"keyboard".equals(keyboard.get("Type").text())) {
            throw ViberRefusals.bad("keyboard.Type");
        }
        words(keyboard);
        buttons(keyboard, 2);
    }

    static void richMedia(Json richMedia) {
        if (!"rich_media".equals(richMedia.get("Type").text())) {
            throw ViberRefusals.bad("rich_media.Type");
        }
        within(richMedia, "ButtonsGroupColumns", 6);
        within(richMedia, "ButtonsGroupRows", 7);
        long columns = richMedia.get("ButtonsGroupColumns").numberOr(6);
        long rows = richMedia.get("ButtonsGroupRows").numberOr(7);
        buttons(richMedia, (int) rows);
        long cells = richMedia.get("Buttons").items().stream()
                .mapToLong(button ->
                        button.get("Columns").numberOr(6) * button.get("Rows").numberOr(1))
                .sum();
        if (cells > 6 * columns * rows) {
            throw ViberRefusals.bad("rich_media: more than six cards");
        }
    }

    private static void buttons(Json container, int maxRows) {
        List<Json> buttons = container.get("Buttons").items();
        if (buttons.isEmpty()) {
            throw ViberRefusals.missing("Buttons");
        }
        for (Json button : buttons) {
            if (!button.isObject() || button.get("ActionBody").textOr("").isEmpty()) {
                throw ViberRefusals.missing("ActionBody");
            }
            if (!button.firstOf("Text", "BgMedia", "Image", "BgColor").isPresent()) {
                throw ViberRefusals.missing("Text");
            }
            within(button, "Columns", 6);
            within(button, "Rows", maxRows);
            words(button);
            if ("open-url".equals(button.get("ActionType").text())) {
                ViberRefusals.web(button.get("ActionBody"), "ActionBody");
            }
            if (button.get("InternalBrowser").get("CustomTitle").textOr("").length() > MAX_CUSTOM_TITLE_CHARS) {
                throw ViberRefusals.bad("CustomTitle");
            }
        }
    }

    private static void words(Json object) {
        WORDS.forEach((field, allowed) -> {
            if (object.fields().containsKey(field)
                    && !allowed.contains(object.get(field).textOr(""))) {
                throw ViberRefusals.bad(field);
            }
        });
    }

    private static void within(Json object, String field, int max) {
        Json value = object.get(field);
        if (value.isPresent() && (value.isString() || value.numberOr(0) < 1 || value.numberOr(0) > max)) {
            throw ViberRefusals.bad(field);
        }
    }

    /** The lowest version that everything in the message works with. */
    static int neededVersion(Json message) {
        int needed = "rich_media".equals(message.get("type").text()) ? 2 : 1;
        for (Json container : List.of(message.get("keyboard"), message.get("rich_media"))) {
            needed = Math.max(needed, needed(container, CONTAINER_VERSIONS));
            for (Json button : container.get("Buttons").items()) {
                needed = Math.max(needed, needed(button, BUTTON_VERSIONS));
                String action = button.get("ActionType").textOr("reply");
                if (action.equals("share-phone") || action.equals("location-picker")) {
                    needed = Math.max(needed, 3);
                }
                if (button.get("Text").textOr("").matches("(?is).*<(s>|font[^>]*\\bsize).*")) {
                    needed = Math.max(needed, 4);
                }
            }
        }
        return needed;
    }

    private static int needed(Json object, Map<String, Integer> versions) {
        return versions.entrySet().stream()
                .filter(feature -> object.fields().containsKey(feature.getKey()))
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(1);
    }
}
