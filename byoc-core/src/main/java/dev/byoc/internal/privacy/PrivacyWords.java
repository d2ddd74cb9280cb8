package dev.byoc.internal.privacy;

import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Which names and words say that a message is private. Hardly one of them is documented: what may mean it is taken for it. */
final class PrivacyWords {
    private static final int MOST_WORD_CHARS = 40;

    /** With any value but a plain no. */
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

    /** With any value but a plain yes. */
    private static final Set<String> OPEN_FLAGS =
            Set.of("public", "ispublic", "visible", "isvisible", "visibletocustomer", "customervisible");

    private static final Set<String> WORDS = Set.of(
            "private",
            "privatenote",
            "privatemessage",
            "confidential",
            "whisper",
            "note",
            "internal",
            "internalnote",
            "internalcomment",
            "internalmessage",
            "internalonly",
            "internalreply",
            "hidden",
            "agentonly",
            "agentsonly",
            "staffonly",
            "teamonly");

    /** Who may read it, where that is told. */
    private static final Set<String> OPEN_TO = Set.of(
            "public",
            "all",
            "both",
            "everyone",
            "everybody",
            "customer",
            "customers",
            "user",
            "users",
            "normal",
            "open",
            "external",
            "visible");

    private static final Set<String> NO = Set.of("false", "0", "no", "off", "n", "none");
    private static final Set<String> YES = Set.of("true", "1", "yes", "on", "y");

    private PrivacyWords() {}

    /** Whether a field says so by itself, whatever it may hold further inside. */
    static boolean says(String name, Json value) {
        if (!value.isPresent()) {
            return false;
        }
        if (isPlainFlag(name)) {
            return !isNo(value);
        }
        if (OPEN_FLAGS.contains(name)) {
            return !isYes(value);
        }
        if (isAudience(name)) {
            return !value.isArray() && !isOpenTo(name, value);
        }
        boolean closed = isClosedFlag(name);
        return (closed && isYes(value)) || (!closed && isOpenFlag(name) && isNo(value)) || isPrivateWord(name, value);
    }

    /**
     * The same inside of what was said, where any text may be the agent's words to the customer: only what is plainly said counts.
     */
    static boolean saysInParts(String name, Json value) {
        boolean tells = isAudience(name) || name.endsWith("type");
        return ((isPlainFlag(name) || isClosedFlag(name)) && isYes(value)) || (tells && isPrivateWord(name, value));
    }

    private static boolean isPlainFlag(String name) {
        return containsAny(name, "private", "confidential", "whisper") || FLAGS.contains(name);
    }

    private static boolean isClosedFlag(String name) {
        return (name.contains("internal") && !isId(name))
                || (name.contains("only") && containsAny(name, "agent", "staff", "team"))
                || name.endsWith("note")
                || containsAny(name, "hidden", "hide", "secret", "invisible", "notpublic", "nonpublic");
    }

    private static boolean isOpenFlag(String name) {
        boolean toCustomer = containsAny(name, "show", "send", "sent", "deliver", "share")
                && containsAny(name, "customer", "user", "client", "contact", "visitor");
        return !isId(name) && (toCustomer || containsAny(name, "public", "visible", "external"));
    }

    private static boolean isAudience(String name) {
        return containsAny(name, "visibility", "audience", "privacy");
    }

    private static boolean isOpenTo(String name, Json value) {
        boolean plainly = name.contains("privacy") ? isNo(value) : isYes(value);
        return plainly || OPEN_TO.contains(plain(value.textOr("")));
    }

    /** A word of a protocol, not a sentence that was written by people. */
    private static boolean isPrivateWord(String name, Json value) {
        String text = value.textOr("").strip();
        String word = plain(text);
        if (isId(name) || word.isEmpty()) {
            return false;
        }
        boolean single = text.length() <= MOST_WORD_CHARS
                && !Wire.word(text, MOST_WORD_CHARS).isEmpty();
        return isWord(value)
                || (single && (containsAny(word, "private", "confidential", "whisper") || word.endsWith("note")));
    }

    /** It says that something is private, and nothing else. */
    static boolean isWord(Json value) {
        return WORDS.contains(plain(value.textOr("")));
    }

    private static boolean isId(String name) {
        return name.endsWith("id");
    }

    private static boolean containsAny(String name, String... parts) {
        return Stream.of(parts).anyMatch(name::contains);
    }

    static boolean isNo(Json value) {
        return isIn(NO, value);
    }

    private static boolean isYes(Json value) {
        return isIn(YES, value);
    }

    private static boolean isIn(Set<String> words, Json value) {
        String text = value.equals(Json.of(true)) ? "true" : value.equals(Json.of(false)) ? "false" : value.textOr("");
        return words.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /** Letters and digits in lower case: {@code MESSAGE-TYPE} and {@code messageType} are the same word. */
    static String plain(String word) {
        StringBuilder plain = new StringBuilder();
        word.codePoints().filter(Character::isLetterOrDigit).forEach(c -> plain.appendCodePoint(c));
        return plain.toString().toLowerCase(Locale.ROOT);
    }
}
