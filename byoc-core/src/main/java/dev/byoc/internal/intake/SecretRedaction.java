package dev.byoc.internal.intake;

import dev.byoc.Secret;
import dev.byoc.Visible;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in what a request holds, however its format writes their characters: as they are, or with the escapes of JSON, or of
 * addresses and forms. Immutable.
 */
final class SecretRedaction {
    /** A whole number stays one, or its JSON could not be read any more. */
    private static final String NUMBER = "0";

    private static final String TEXT = "***";

    /** One byte of a request is one character for them. */
    private final @Nullable Pattern pattern;

    SecretRedaction(Collection<Secret> secrets) {
        // Of two secrets that begin alike the longer one is looked for first.
        List<String> longestFirst = secrets.stream()
                .map(Secret::reveal)
                .filter(secret -> !Visible.isBlank(secret))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(SecretRedaction::spellings)
                .toList();
        this.pattern = longestFirst.isEmpty() ? null : Pattern.compile(String.join("|", longestFirst));
    }

    boolean isIn(String text) {
        return pattern != null
                && pattern.matcher(bytes(text.getBytes(StandardCharsets.UTF_8))).find();
    }

    /** The same body where it holds none. */
    byte[] without(byte[] body) {
        if (pattern == null) {
            return body;
        }
        Matcher found = pattern.matcher(bytes(body));
        return found.find()
                ? found.replaceAll(secret -> isNumber(secret.group()) ? NUMBER : TEXT)
                        .getBytes(StandardCharsets.ISO_8859_1)
                : body;
    }

    private static boolean isNumber(String secret) {
        return secret.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String bytes(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    private static String spellings(String secret) {
        StringBuilder all = new StringBuilder();
        secret.codePoints()
                .forEach(c ->
                        all.append("(?:").append(String.join("|", spellings(c))).append(')'));
        return all.toString();
    }

    private static List<String> spellings(int codePoint) {
        String character = Character.toString(codePoint);
        byte[] utf8 = character.getBytes(StandardCharsets.UTF_8);
        List<String> spellings = new ArrayList<>();
        if (codePoint == ' ') {
            spellings.add("\\+");
        } else if (codePoint < 128 && !Character.isLetterOrDigit(codePoint)) {
            // Before the character itself: half of an escaped backslash must not stay.
            spellings.add("\\\\" + Pattern.quote(character));
        }
        spellings.add(Pattern.quote(bytes(utf8)));
        StringBuilder inJson = new StringBuilder();
        character.chars().forEach(unit -> inJson.append(String.format(Locale.ROOT, "\\\\u(?i:%04x)", unit)));
        spellings.add(inJson.toString());
        StringBuilder inAddresses = new StringBuilder();
        for (byte each : utf8) {
            inAddresses.append(String.format(Locale.ROOT, "%%(?i:%02x)", each & 0xff));
        }
        spellings.add(inAddresses.toString());
        return spellings;
    }
}
