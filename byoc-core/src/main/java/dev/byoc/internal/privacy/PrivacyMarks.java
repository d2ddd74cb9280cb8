package dev.byoc.internal.privacy;

import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what marks a message as private or as failed, under names and in spellings that no document has too: a note that reaches a
 * customer is worse than an answer held back, and Freshchat mixes snake_case and camelCase. What was said is not looked at.
 */
public final class PrivacyMarks {
    private static final String TYPE = "messagetype";

    /** The spellings that are known to say {@code normal}; in any other one only what is not normal counts. */
    private static final Set<String> KNOWN_TYPE = Set.of("message_type", "messageType");

    /** Read as a field of its own, {@code botsPrivateNote}. */
    private static final Set<String> BOTS_NOTE = Set.of("botsPrivateNote", "bots_private_note");

    private static final Set<String> PARTS = Set.of("message_parts", "msg_parts", "reply_parts");

    /** What stands beside a message and speaks of something else, or holds the message itself. */
    private static final Set<String> OTHERS = Set.of(
            "account",
            "actor",
            "agent",
            "associations",
            "changes",
            "channel",
            "conversation",
            "data",
            "group",
            "iparams",
            "message",
            "messages",
            "properties",
            "user",
            "users");

    /**
     * What names the account in the envelope of a product event. These hold a name that a business has, or that of a data centre, so that
     * only a whole word of privacy counts in them.
     */
    private static final Set<String> ACCOUNT_NAMES = Set.of("domain", "region");

    private static final Set<String> STATES = Set.of("status", "messagestatus", "deliverystatus", "state");

    private PrivacyMarks() {}

    /**
     * The type: the first that is not normal, {@code private} where another field marks it so, else normal; null if nothing tells.
     *
     * @param around what the message came in, the event itself last; what these say of others, such as the customer, is not looked at
     */
    public static @Nullable String type(Json message, List<Json> around) {
        String type = null;
        boolean marked = false;
        for (Map.Entry<String, Json> field : message.fields().entrySet()) {
            Json value = field.getValue();
            if (isType(field.getKey())) {
                if (value.isPresent() && (type == null || isNormal(type))) {
                    String text = value.text() == null ? "unreadable" : value.text();
                    type = KNOWN_TYPE.contains(field.getKey()) || !isNormal(text) ? text : type;
                }
            } else if (!BOTS_NOTE.contains(field.getKey())) {
                marked |= marks(field.getKey(), value);
            }
        }
        if (type != null && !isNormal(type)) {
            return type;
        }
        for (int i = 0; i < around.size(); i++) {
            boolean envelope = i == around.size() - 1;
            marked |= around.get(i).fields().entrySet().stream()
                    .filter(field -> !OTHERS.contains(field.getKey()))
                    .filter(field -> !envelope || !namesAccount(field.getKey(), field.getValue()))
                    .anyMatch(field -> marks(field.getKey(), field.getValue()));
        }
        return marked ? "private" : type;
    }

    private static boolean namesAccount(String field, Json value) {
        return ACCOUNT_NAMES.contains(field) && value.text() != null && !PrivacyWords.isWord(value);
    }

    private static boolean isType(String field) {
        return plain(field).equals(TYPE);
    }

    public static boolean isNormal(String type) {
        return type.strip().equalsIgnoreCase("normal");
    }

    private static boolean isOtherType(String field, Json value) {
        return isType(field) && value.isPresent() && !value.isArray() && !isNormal(value.textOr(""));
    }

    private static boolean marks(String field, Json value) {
        return PARTS.contains(field)
                ? marksParts(value)
                : isOtherType(field, value)
                        || PrivacyWords.says(plain(field), value)
                        || marksInside(value)
                        || value.items().stream().anyMatch(item -> marks(field, item));
    }

    private static boolean marksInside(Json object) {
        return object.fields().entrySet().stream().anyMatch(field -> marks(field.getKey(), field.getValue()));
    }

    private static boolean marksParts(Json parts) {
        for (Map.Entry<String, Json> field : parts.fields().entrySet()) {
            boolean marked = isOtherType(field.getKey(), field.getValue())
                    || PrivacyWords.saysInParts(plain(field.getKey()), field.getValue());
            if (marked || marksParts(field.getValue())) {
                return true;
            }
        }
        return parts.items().stream().anyMatch(PrivacyMarks::marksParts);
    }

    /** Anything but a plain no. */
    public static boolean mayBeSet(Json flag) {
        return flag.isPresent() && !PrivacyWords.isNo(flag);
    }

    /** Whether Freshchat itself marks it as not stored or not sent. */
    public static boolean failed(Json message) {
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

    private static String plain(String word) {
        return PrivacyWords.plain(word);
    }
}
