package dev.byoc.internal.text;

import dev.byoc.Visible;
import dev.byoc.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How Freshchat writes ids and properties. Nothing here throws for what a server sent. */
public final class Wire {
    private static final Pattern WORD = Pattern.compile("[\\w.-]+");

    private Wire() {}

    /** An id, opaque: UUIDs, numbers and aliases have been met. Null if there is none. */
    public static @Nullable String id(Json json) {
        String text = json.text();
        return text == null || Visible.isBlank(text) ? null : text.strip();
    }

    /** Text that says something, else null. */
    public static @Nullable String text(Json json) {
        String text = json.text();
        return text == null || Visible.isBlank(text) ? null : text;
    }

    /** The first id under that name in any of these objects, null if none holds one. */
    static @Nullable String firstId(String name, Json... objects) {
        for (Json object : objects) {
            String id = id(object.get(name));
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    /** These ids without gaps and repeats, in order. */
    public static List<String> ids(@Nullable String... ids) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String id : ids) {
            if (id != null) {
                distinct.add(id);
            }
        }
        return List.copyOf(distinct);
    }

    /**
     * The ids of one conversation, the {@code conversation_id} family first. An account answers to one family or the other, so both are
     * kept; what the first object lacks is looked for in the next. Ids that contradict these follow.
     */
    public static List<String> conversationIds(Json... objects) {
        String numeric = firstId("freshchat_conversation_id", objects);
        List<@Nullable String> ids = new ArrayList<>();
        ids.add(firstId("conversation_id", objects));
        ids.add(numeric == null ? firstId("conversation_internal_id", objects) : numeric);
        for (Json object : objects) {
            ids.add(id(object.get("conversation_id")));
            ids.add(id(object.get("freshchat_conversation_id")));
        }
        return ids(ids.toArray(String[]::new));
    }

    /** The ids of one topic, the {@code channel_id} family first. */
    public static List<String> channelIds(Json... objects) {
        return ids(firstId("channel_id", objects), firstId("freshchat_channel_id", objects));
    }

    /** Properties, as an object or as a list of name and value: both have been met. Values that are no text are left out. */
    public static Map<String, String> properties(Json json) {
        Map<String, String> properties = new LinkedHashMap<>();
        json.fields().forEach((name, value) -> put(properties, name, value));
        for (Json item : json.items()) {
            put(properties, item.get("name").text(), item.get("value"));
        }
        return properties;
    }

    private static void put(Map<String, String> properties, @Nullable String name, Json value) {
        String text = value.text();
        if (name != null && text != null) {
            properties.put(name, text);
        }
    }

    /** Percent-encoded once, for a path segment or a query value: ids hold {@code + / = :}. */
    public static String encoded(String text) {
        // A form's encoder writes a blank as "+", which a path would take literally.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A single word of a protocol, cut; {@code ""} for anything with blanks in it, which may be a sentence of a customer. */
    public static String word(@Nullable String text, int mostChars) {
        if (text == null) {
            return "";
        }
        String printable = text.replaceAll("\\p{Cntrl}", "").strip();
        String cut = printable.length() > mostChars ? printable.substring(0, mostChars) : printable;
        return WORD.matcher(cut).matches() ? cut : "";
    }
}
