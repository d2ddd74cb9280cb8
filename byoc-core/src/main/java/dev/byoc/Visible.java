package dev.byoc;

import java.util.regex.Pattern;

/**
 * Whether a reader sees anything of a text. {@link String#isBlank} knows white space alone; people also send, and are named by, characters
 * that no font draws: zero-width spaces, fillers, joiners, selectors, marks of direction. Nothing is taken out of a text that shows
 * something: emoji need their joiners, and Hangul in parts its fillers. Thread-safe.
 *
 * <p>Blank are white space and separators, controls, what Unicode's {@code Default_Ignorable_Code_Point} holds, other format characters
 * unless they are drawn, and the few that are letters or symbols by category and have an empty glyph by their name.
 */
public final class Visible {
    /**
     * Unicode's property as of 14.0.0, as Perl 5.36 lists {@code \p{Default_Ignorable_Code_Point}}: {@link Character} does not have it. It
     * reserves code points ahead, so that later versions add hardly any.
     */
    private static final String DEFAULT_IGNORABLE =
            "\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u200B-\\u200F"
                    + "\\u202A-\\u202E\\u2060-\\u206F\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8\\x{1BCA0}-\\x{1BCA3}"
                    + "\\x{1D173}-\\x{1D17A}\\x{E0000}-\\x{E0FFF}";

    /** Unicode's {@code Prepended_Concatenation_Mark}, 14.0.0: format characters that are drawn, such as the sign for an Arabic year. */
    private static final String DRAWN_FORMAT = "\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\x{110BD}\\x{110CD}";

    /**
     * Braille's blank cell, the stand-in for an object that did not come along, the fillers of Khitan and of hieroglyphs, and the note
     * without a head.
     */
    private static final String EMPTY_GLYPHS = "\\u2800\\uFFFC\\x{16FE4}\\x{13441}\\x{13442}\\x{1D159}";

    private static final Pattern SHOWN = Pattern.compile("[^\\p{IsWhite_Space}\\p{Z}\\p{Cc}" + DEFAULT_IGNORABLE
            + EMPTY_GLYPHS + "[\\p{Cf}&&[^" + DRAWN_FORMAT + "]]]");

    private Visible() {}

    /** Whether nothing of it is seen, however many characters it has. */
    public static boolean isBlank(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            // Most texts are told by their first character.
            if (isPrintableAscii(text.charAt(i))) {
                return false;
            }
        }
        return !SHOWN.matcher(text).find();
    }

    /** Without what shows nothing at both ends, for words of a protocol. Words of people stay as they are. */
    public static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && !isShown(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (from < to && !isShown(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    /** Whether a character alone shows something. */
    public static boolean isShown(int codePoint) {
        return isPrintableAscii(codePoint) || !isBlank(Character.toString(codePoint));
    }

    private static boolean isPrintableAscii(int c) {
        return c > ' ' && c < 0x7F;
    }
}
