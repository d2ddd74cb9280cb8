package dev.byoc.internal.render;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.support.Graphemes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Splits a text that is too long: at the end of a paragraph, else of a line, a sentence or a word, and within a word only if there is
 * nothing else; never within an address that fits a piece, nor within a grapheme unless a single one is too long. Joined, the pieces are
 * the text.
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
            int whole = end == text.length() ? end : withoutCutAddress(text, from, end, max, unit);
            pieces.add(text.substring(from, whole));
            from = whole;
        }
        return pieces;
    }

    /**
     * The pieces that show something, with their numbers before them, such as "(1/3) ", within the limit; without if the limit leaves no
     * room for these, or all is one piece.
     */
    static List<String> numbered(String text, int max, Unit unit) {
        List<String> plain = visible(split(text, max, unit));
        for (int digits = 1; plain.size() > 1 && max >= 4 * room(digits); digits++) {
            List<String> pieces = visible(split(text, max - room(digits), unit));
            int all = pieces.size();
            if (String.valueOf(all).length() <= digits) {
                return IntStream.range(0, all)
                        .mapToObj(i -> "(" + (i + 1) + "/" + all + ") " + pieces.get(i))
                        .toList();
            }
        }
        return plain;
    }

    private static int room(int digits) {
        return "(/) ".length() + 2 * digits;
    }

    /** A piece of blanks alone says nothing, and some networks refuse it. */
    static List<String> visible(List<String> pieces) {
        return pieces.stream().filter(piece -> !Visible.isBlank(piece)).toList();
    }

    private static int withoutCutAddress(String text, int from, int end, int max, Unit unit) {
        // No address that fits reaches further, in whatever unit.
        long reach = end + 4L * max + 2;
        return AddressSpans.endBefore(
                text,
                from,
                end,
                (int) Math.min(text.length(), reach),
                (start, to) -> Graphemes.end(text, start, max, unit) >= to);
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
