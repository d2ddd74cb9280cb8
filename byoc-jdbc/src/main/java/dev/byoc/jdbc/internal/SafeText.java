package dev.byoc.jdbc.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text that every database keeps as it is. Ids come from outside: one with a NUL or half a surrogate pair would be refused by one database
 * and changed by another, and two ids must never become one.
 */
public final class SafeText {
    /** Keys beyond this would not fit into an index. */
    private static final int MAX_KEY_CHARS = 600;

    private static final int KEPT_CHARS = 32;

    private static final char ESCAPE = '\\';

    private static final Pattern DIGESTED = Pattern.compile("(?s).{1,200}\\\\sha256 [0-9a-f]{64}");

    private SafeText() {}

    /** The text with what is not plain escaped; {@link #original} gives it back. */
    public static @Nullable String text(@Nullable String text) {
        if (text == null || isPlain(text)) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                plain.append(c).append(text.charAt(++i));
            } else if (c == 0 || c == ESCAPE || Character.isSurrogate(c)) {
                plain.append(ESCAPE).append(String.format("%04x", (int) c));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || c == ESCAPE || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** The inverse of {@link #text}. */
    public static @Nullable String original(@Nullable String plain) {
        if (plain == null
                || plain.indexOf(ESCAPE) < 0
                || DIGESTED.matcher(plain).matches()) {
            return plain;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c == ESCAPE) {
                text.append((char) Integer.parseInt(plain.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** Whether its {@link #key} is a digest, from which it cannot be restored. */
    public static boolean isTooLong(String text) {
        return text.length() > MAX_KEY_CHARS;
    }

    /** A key: the text itself, or where that is too long its start and its digest, which is from then on the key's own name. */
    public static String key(String text) {
        boolean isItsOwnKey =
                isPlain(text) ? !isTooLong(text) : DIGESTED.matcher(text).matches();
        if (isItsOwnKey) {
            return text;
        }
        if (!isTooLong(text)) {
            return String.valueOf(text(text));
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.valueOf(text(text)).getBytes(StandardCharsets.UTF_8));
            return text(text.substring(0, KEPT_CHARS)) + ESCAPE + "sha256 "
                    + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
