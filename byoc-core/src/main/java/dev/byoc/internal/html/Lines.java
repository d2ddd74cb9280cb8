package dev.byoc.internal.html;

import dev.byoc.Visible;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Plain text as it is written: blank space as HTML has it, breaks between blocks, and what stands before each line of a block. */
final class Lines {
    private static final int MOST_BREAKS = 2;

    /** Deeper than this nothing is told apart any more, and a small text must not become a large one. */
    private static final int LONGEST_PREFIX = 40;

    /** A place in what is written. */
    record Place(int pieces, int chars) {}

    private record Surround(String before, String after, boolean apart) {}

    private final List<RichText.Piece> done = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> prefixes = new ArrayDeque<>();
    private String prefix = "";
    private String lastPrefix = "";
    private final List<Surround> surrounds = new ArrayList<>();
    private String mark = "";
    private String markPrefix = "";
    private int opened;
    private boolean keepsApart;
    private int breaks;
    private int typedBreaks;

    /** Each line from here on begins with this, until {@link #leave}. */
    void enter(String linePrefix) {
        prefixes.push(prefix);
        if (prefix.length() < LONGEST_PREFIX) {
            prefix += linePrefix;
        }
    }

    void leave() {
        prefix = prefixes.pop();
    }

    /** What follows begins on another line; behind a blank one for 2. */
    void breakLine(int atLeast) {
        // A paragraph inside a list item stands beside its mark.
        if (mark.isEmpty()) {
            breaks = Math.max(breaks, atLeast);
        }
    }

    void lineBreak() {
        breaks++;
    }

    /** The mark of a list's item: it stands before the first words of the item, and nowhere if there are none. */
    void mark(String text) {
        breakLine(1);
        markPrefix = mark.isEmpty() ? prefix : markPrefix;
        // An item that begins with a list has that one's mark.
        mark = mark.equals("- ") ? text : mark + text;
    }

    void noMark() {
        mark = "";
    }

    /** In place of the mark that waits; among words it is one of them. */
    void check(String sign) {
        if (mark.isEmpty()) {
            words(sign);
        } else if (!mark.endsWith(ListMarks.CHECKED) && !mark.endsWith(ListMarks.UNCHECKED)) {
            mark(sign + " ");
        }
    }

    /**
     * Puts these around what is written until {@link #close}, close to its words; on each line of it, and nowhere without words.
     *
     * @param apart a blank stands between them and a word outside
     */
    void open(String before, String after, boolean apart) {
        surrounds.add(new Surround(before, after, apart));
    }

    void close() {
        Surround last = surrounds.remove(surrounds.size() - 1);
        if (opened > surrounds.size()) {
            opened = surrounds.size();
            insertAfterWords(last.after());
            keepsApart |= last.apart();
        }
    }

    /** A word that follows on this line does so behind a blank: it would be taken for a part of what was written. */
    void keepApart() {
        keepsApart = true;
    }

    private void insertAfterWords(String text) {
        int end = out.length();
        while (end > 0 && Character.isWhitespace(out.charAt(end - 1))) {
            end--;
        }
        out.insert(end, text);
    }

    /** As HTML shows it: any blank space is one blank, and none at the ends of lines. */
    void words(String words) {
        String text = words.replaceAll("[ \\t\\n\\f]+", " ");
        if ((atLineStart() || !mark.isEmpty()) && Visible.isBlank(text)) {
            // Editors write these where a paragraph is empty.
            return;
        }
        boolean afterBlank = atLineStart() || out.charAt(out.length() - 1) == ' ';
        write(afterBlank && text.startsWith(" ") ? text.substring(1) : text);
    }

    /** With its blanks and line ends. */
    void asTyped(String words) {
        int from = 0;
        for (int end = words.indexOf('\n'); end >= 0; end = words.indexOf('\n', from)) {
            write(words.substring(from, end));
            typedBreaks++;
            from = end + 1;
        }
        write(words.substring(from));
    }

    private void write(String text) {
        if (text.isEmpty() || (!mark.isEmpty() && Visible.isBlank(text))) {
            return;
        }
        if (atLineStart()) {
            beginLine();
        }
        boolean word = Character.isLetterOrDigit(text.charAt(0)) || text.charAt(0) == '(';
        if (keepsApart && word && !Character.isWhitespace(out.charAt(out.length() - 1))) {
            out.append(' ');
        }
        keepsApart = false;
        if (mark.isEmpty() && (opened == surrounds.size() || Visible.isBlank(text))) {
            out.append(text);
            return;
        }
        int words = text.length() - text.stripLeading().length();
        out.append(mark).append(mark.isEmpty() ? text.substring(0, words) : "");
        mark = "";
        for (; opened < surrounds.size(); opened++) {
            Surround next = surrounds.get(opened);
            boolean afterWord = out.length() > 0 && Character.isLetterOrDigit(out.charAt(out.length() - 1));
            out.append(next.apart() && afterWord ? " " : "").append(next.before());
        }
        out.append(text, words, text.length());
    }

    private void beginLine() {
        keepsApart = false;
        if (out.length() > 0) {
            closeAll();
            trimEnd();
            String blank =
                    inCommon(lastPrefix, mark.isEmpty() ? prefix : markPrefix).stripTrailing();
            for (int i = Math.max(Math.min(breaks, MOST_BREAKS), typedBreaks); i > 1; i--) {
                out.append('\n').append(blank);
            }
            out.append('\n');
        }
        breaks = 0;
        typedBreaks = 0;
        lastPrefix = mark.isEmpty() ? prefix : markPrefix;
        out.append(lastPrefix);
    }

    private static String inCommon(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return a.substring(0, length);
    }

    private boolean atLineStart() {
        return out.length() == 0 || breaks > 0 || typedBreaks > 0;
    }

    private void trimEnd() {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
    }

    Place place() {
        if (atLineStart()) {
            // What ends the last line goes before the next one begins.
            trimEnd();
        }
        return new Place(done.size(), out.length());
    }

    /** What was written since; without what stands before a picture. */
    String since(Place place) {
        return done.size() > place.pieces() ? out.toString() : out.substring(Math.min(place.chars(), out.length()));
    }

    /** Behind the words that were written last, on their line; on a line of its own if there are none. */
    void attach(String text) {
        if (out.length() == 0 || !mark.isEmpty()) {
            asTyped(text);
            return;
        }
        int laterBreaks = breaks;
        int laterTyped = typedBreaks;
        breaks = 0;
        typedBreaks = 0;
        boolean blank = isSpace(out.charAt(out.length() - 1));
        while (out.length() > 0 && isSpace(out.charAt(out.length() - 1))) {
            out.setLength(out.length() - 1);
        }
        asTyped(" " + text + (blank ? " " : ""));
        breaks = laterBreaks;
        typedBreaks = laterTyped;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\u00A0';
    }

    /** Apart from what stands before. */
    void spaced(String text) {
        boolean afterBlank = atLineStart() || Character.isWhitespace(out.charAt(out.length() - 1));
        asTyped(text.isEmpty() || afterBlank ? text : " " + text);
    }

    /** The character before what is written next; {@code ""} at the beginning of a line. */
    String before() {
        return atLineStart() ? "" : out.substring(out.length() - 1);
    }

    void picture(RichText.Picture picture) {
        endPiece();
        done.add(picture);
    }

    private void closeAll() {
        for (; opened > 0; opened--) {
            insertAfterWords(surrounds.get(opened - 1).after());
        }
    }

    private void endPiece() {
        closeAll();
        String text = out.toString().replace('\u00A0', ' ').strip();
        if (!text.isEmpty()) {
            done.add(new RichText.Words(text));
        }
        out.setLength(0);
        breaks = 0;
        typedBreaks = 0;
        lastPrefix = "";
    }

    /** All that was written, also when asked again. */
    List<RichText.Piece> pieces() {
        endPiece();
        return List.copyOf(done);
    }
}
