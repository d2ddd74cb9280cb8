package dev.byoc.internal.render;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the addresses of a text are, as a reader's messenger would make them tappable: web addresses, with or without a scheme, and e-mail
 * addresses. Looked for around one place, so that it costs no more than the words there.
 */
final class AddressSpans {
    /** Ends an address wherever it stands: blanks, and what only stands around one in a sentence. */
    private static final String STOPS = "\\s<>\"“”„«»「」『』《》〈〉【】（）。，、！？；：…\\u200B";

    /** One that begins within another's query or path belongs to it; behind other signs it is the next one of a row. */
    private static final String REST = "(?:(?<=[=/?&#])|(?!https?://))[^" + STOPS + "]";

    private static final Pattern ADDRESS =
            Pattern.compile("(?iU)(?:(?:https?|ftp)://|mailto:|tel:|(?<![\\w.@/-])www\\.)(?:" + REST + ")++"
                    + "|(?<![\\w.+-])[\\w.+-]++@[\\w-]++(?:\\.[\\w-]++)++"
                    + "|(?<![\\w.@/-])(?:[\\w-]++\\.)++[a-z]{2,}+(?::\\d++)?/(?:" + REST + ")*+");

    private static final String BEHIND = ".,;:!?'*_~|";
    private static final String OPENING = "([{'“‘„«「『《〈（【<\"";

    private AddressSpans() {}

    /** Whether a stretch of the text fits one piece. */
    interface Fit {
        boolean test(int from, int to);
    }

    /**
     * Where to end a piece instead, so that it cuts no address that fits one; {@code end} itself if it cuts none.
     *
     * @param from where the piece begins
     * @param reach as far as an address that fits may go
     */
    static int endBefore(String text, int from, int end, int reach, Fit fits) {
        int word = end;
        while (word > from && !Character.isWhitespace(text.charAt(word - 1))) {
            word--;
        }
        int wordEnd = end;
        while (wordEnd < reach && !Character.isWhitespace(text.charAt(wordEnd))) {
            wordEnd++;
        }
        if (word == end || wordEnd == end || !mayHoldOne(text, word, wordEnd)) {
            return end;
        }
        Matcher address = ADDRESS.matcher(text).region(word, wordEnd);
        while (address.find() && address.start() < end) {
            int start = address.start();
            for (int to : ends(text, start, address.end())) {
                if (end < to && fits.test(start, to)) {
                    int opened = opened(text, from, start);
                    int begin = opened > from && fits.test(opened, to) ? opened : start;
                    return begin > from ? begin : end;
                }
            }
        }
        return end;
    }

    /** Most words hold none of the signs that each address has one of. */
    private static boolean mayHoldOne(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '/' || c == '@' || c == ':' || c == 'w' || c == 'W') {
                return true;
            }
        }
        return false;
    }

    /** Where it may be said to end: with what stands behind it, without; and without letters of other scripts, which may be the sentence. */
    private static int[] ends(String text, int start, int end) {
        int plain = start;
        while (plain < end && text.charAt(plain) < 0x80) {
            plain++;
        }
        return new int[] {end, bare(text, start, end), plain, bare(text, start, plain)};
    }

    /** Without the sentence's punctuation. A bracket that was opened within the address is of it. */
    private static int bare(String text, int start, int end) {
        int opened = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            opened += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
        }
        int to = end;
        while (to > start) {
            char last = text.charAt(to - 1);
            boolean closes = (last == ')' || last == ']' || last == '}') && opened < 0;
            if (!closes && BEHIND.indexOf(last) < 0) {
                break;
            }
            opened += closes ? 1 : 0;
            to--;
        }
        return to;
    }

    private static int opened(String text, int from, int start) {
        int opened = start;
        while (opened > from && OPENING.indexOf(text.charAt(opened - 1)) >= 0) {
            opened--;
        }
        return opened;
    }
}
