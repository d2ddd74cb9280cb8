package dev.byoc.relay;

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
    private static final Pattern PARAGRAPH = Pattern.compile("\\n\\s*\\n");
    private static final Pattern LINE = Pattern.compile("\\n");
    private static final Pattern SENTENCE = Pattern.compile("[.!?…。！？]+[\"'»”’)]*\\s+|[。！？]");
    private static final Pattern WORD = Pattern.compile("\\s+");

    private Splitter() {}

    /**
     * The pieces in order, each within the limit.
     *
     * @param max at least 4, so that any code point fits
     */
    static List<String> split(String text, int max, Unit unit) {
        List<String> pieces = new ArrayList<>();
        String rest = text;
        while (Graphemes.length(rest, unit) > max) {
            String head = Graphemes.head(rest, max, unit);
            String piece = head.isEmpty() ? codePoints(rest, max, unit) : naturalEnd(head, rest);
            pieces.add(piece);
            rest = rest.substring(piece.length());
        }
        if (!rest.isEmpty()) {
            pieces.add(rest);
        }
        return pieces;
    }

    /** The head up to its best end. An end in the first half would make many small pieces. */
    private static String naturalEnd(String head, String rest) {
        for (Pattern end : List.of(PARAGRAPH, LINE, SENTENCE, WORD)) {
            if (end == WORD && Character.isWhitespace(rest.codePointAt(head.length()))) {
                return head;
            }
            int last = -1;
            for (Matcher matcher = end.matcher(head); matcher.find(); ) {
                last = matcher.end();
            }
            if (last > head.length() / 2) {
                return head.substring(0, last);
            }
        }
        return head;
    }

    /** A single grapheme that exceeds the limit: as many of its code points as fit, at least one. */
    private static String codePoints(String text, int max, Unit unit) {
        int end = Character.charCount(text.codePointAt(0));
        while (end < text.length()) {
            int next = end + Character.charCount(text.codePointAt(end));
            if (Graphemes.length(text.substring(0, next), unit) > max) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }
}
