package dev.byoc.freshchat;

import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what marks a message as private or as failed, under names and in spellings that no document has too: a note that reaches a
 * customer is worse than an answer held back, and Freshchat mixes snake_case and camelCase. What was said is not looked at.
 */
final class PrivacyMarks {
    private static final String TYPE = "messagetype";

    /** The spellings that are known to say {@code normal}; in any other one only what is not normal counts. */
    private static final Set<String> KNOWN_TYPE = Set.of("message_type", "messageType");

    /** Read as {@link FreshchatMessage#botsPrivateNote}. */
    private static final Set<String> BOTS_NOTE = Set.of("botsPrivateNote", "bots_private_note");

    private static final Set<String> PARTS = Set.of("message_parts", "msg_parts", "reply_parts");
    private static final Set<String> FLAGS = Set.of(
            "internal",
            "isinternal",
            "internalnote",
            "isinternalnote",
            "internalonly",
            "agentonly",
            "agentsonly",
            "hidden",
            "ishidden",
            "note",
            "isnote");
    private static final Set<String> OPEN_FLAGS =
            Set.of("public", "ispublic", "visible", "isvisible", "visibletocustomer", "customervisible");
    private static final Set<String> WORDS = Set.of(
            "private",
            "privatenote",
            "privatemessage",
            "internal",
            "internalnote",
            "internalmessage",
            "note",
            "whisper",
            "confidential",
            "hidden",
            "agentonly",
            "agentsonly");
    private static final Set<String> STATES = Set.of("status", "messagestatus", "deliverystatus", "state");
    private static final Set<String> NO = Set.of("false", "0", "no", "off", "n");
    private static final Set<String> YES = Set.of("true", "1", "yes", "on", "y");

    private PrivacyMarks() {}

    /**
     * The type: the first that is not normal, {@code private} where another field marks it so, else normal; null if nothing tells.
     *
     * @param around what the message came in; only its plain fields are looked at
     */
    static @Nullable String type(Json message, List<Json> around) {
        String type = null;
        for (Map.Entry<String, Json> field : message.fields().entrySet()) {
            Json value = field.getValue();
            if (plain(field.getKey()).equals(TYPE) && value.isPresent() && (type == null || isNormal(type))) {
                String text = value.text() == null ? "unreadable" : value.text();
                type = KNOWN_TYPE.contains(field.getKey()) || !isNormal(text) ? text : type;
            }
        }
        if (type != null && !isNormal(type)) {
            return type;
        }
        boolean marked = marks(message);
        for (Json object : around) {
            for (Map.Entry<String, Json> field : object.fields().entrySet()) {
                Json value = field.getValue();
                boolean isPlain = !value.isObject() && !value.isArray();
                marked |= isPlain && (marks(field.getKey(), value) || isOtherType(field.getKey(), value));
            }
        }
        return marked ? "private" : type;
    }

    static boolean isNormal(String type) {
        return type.strip().equalsIgnoreCase("normal");
    }

    private static boolean isOtherType(String name, Json value) {
        return plain(name).equals(TYPE) && value.isPresent() && !isNormal(value.textOr(""));
    }

    private static boolean marks(Json object) {
        for (Map.Entry<String, Json> field : object.fields().entrySet()) {
            boolean marked = PARTS.contains(field.getKey())
                    ? marksParts(field.getValue())
                    : marks(field.getKey(), field.getValue());
            if (marked) {
                return true;
            }
        }
        return false;
    }

    /** In parts a name alone counts, and only where it is plainly said: their texts are what an agent says to a customer. */
    private static boolean marksParts(Json parts) {
        for (Map.Entry<String, Json> field : parts.fields().entrySet()) {
            boolean flagged = isFlag(plain(field.getKey())) && isIn(YES, field.getValue());
            if (flagged || marksParts(field.getValue())) {
                return true;
            }
        }
        return parts.items().stream().anyMatch(PrivacyMarks::marksParts);
    }

    private static boolean marks(String field, Json value) {
        String name = plain(field);
        if (!value.isPresent() || BOTS_NOTE.contains(field) || name.equals(TYPE)) {
            return false;
        }
        if (isFlag(name) && !isIn(NO, value)) {
            return true;
        }
        if (OPEN_FLAGS.contains(name) && isIn(NO, value)) {
            return true;
        }
        String text = value.text();
        if (text != null && !name.endsWith("id") && WORDS.contains(plain(text))) {
            return true;
        }
        return marks(value) || value.items().stream().anyMatch(item -> marks(field, item));
    }

    private static boolean isFlag(String name) {
        return name.contains("private")
                || name.contains("confidential")
                || name.contains("whisper")
                || FLAGS.contains(name);
    }

    private static boolean isIn(Set<String> words, Json value) {
        String text = value.equals(Json.of(true)) ? "true" : value.equals(Json.of(false)) ? "false" : value.textOr("");
        return words.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /** Anything but a plain no. */
    static boolean mayBeSet(Json flag) {
        return flag.isPresent() && !isIn(NO, flag);
    }

    /** Whether Freshchat itself marks it as not stored or not sent. */
    static boolean failed(Json message) {
        for (Map.Entry<String, Json> field : message.fields().entrySet()) {
            String name = plain(field.getKey());
            boolean state =
                    STATES.contains(name) && plain(field.getValue().textOr("")).startsWith("fail");
            if (state || (name.equals("errormessage") && Wire.text(field.getValue()) != null)) {
                return true;
            }
        }
        return false;
    }

    /** Letters and digits in lower case: {@code MESSAGE-TYPE} and {@code messageType} are the same word. */
    private static String plain(String word) {
        StringBuilder plain = new StringBuilder();
        word.codePoints().filter(Character::isLetterOrDigit).forEach(c -> plain.appendCodePoint(c));
        return plain.toString().toLowerCase(Locale.ROOT);
    }
}
