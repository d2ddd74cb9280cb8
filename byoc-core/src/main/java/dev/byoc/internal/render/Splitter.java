package dev.byoc.internal.render;

import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.support.Graphemes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a text that is too long: at the end of a paragraph, else of a line, a sentence or a word, and within a word only if there is
 * nothing else; never within a grapheme unless a single one is too long. Joined, the pieces are the text.
 */
final class Splitter {
    private static final Pattern PARAGRAPH = Pattern.compile("\\n(?:[^\\S\\n]*+\\n)++");
    private static final Pattern LINE = Pattern.compile("\\n");

    /** Begins only where its marks begin, so that a text of nothing but marks is looked at once. */
    private static final Pattern SENTENCE = Pattern.compile("(?<![.!?…。！？])[.!?…。！？]++[\"'»”’)]*+\\s++|[。！？]");

    private static final Pattern WORD = Pattern.compile("\\s+");

    private Splitter() {}

    /**
     * The pieces in order, each within the limit.
     *
     * @param max at least 4, so that any code point fits
     */
    static List<String> split(String text, int max, Unit unit) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int fits = Graphemes.end(text, from, max, unit);
            int end = fits == from
                    ? codePoints(text, from, max, unit)
                    : fits == text.length() ? fits : naturalEnd(text, from, fits);
            pieces.add(text.substring(from, end));
            from = end;
        }
        return pieces;
    }

    /** The best end of what fits. One in the first half would make many small pieces. */
    private static int naturalEnd(String text, int from, int fits) {
        for (Pattern end : List.of(PARAGRAPH, LINE, SENTENCE, WORD)) {
            if (end == WORD && Character.isWhitespace(text.codePointAt(fits))) {
                return fits;
            }
            int last = -1;
            for (Matcher matcher = end.matcher(text).region(from, fits); matcher.find(); ) {
                last = matcher.end();
            }
            if (last - from > (fits - from) / 2) {
                return last;
            }
        }
        return fits;
    }

    /** A single grapheme that exceeds the limit: as many of its code points as fit, at least one. */
    private static int codePoints(String text, int from, int max, Unit unit) {
        int end = from;
        int used = 0;
        do {
            int next = end + Character.charCount(text.codePointAt(end));
            used += Graphemes.length(text.substring(end, next), unit);
            if (used > max && end > from) {
                break;
            }
            end = next;
        } while (end < text.length());
        return end;
    }
}
