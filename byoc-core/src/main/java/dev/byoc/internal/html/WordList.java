package dev.byoc.internal.html;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists as Word writes them: paragraphs whose style tells the depth, with a mark of their own before the words. */
final class WordList {
    private static final Pattern LEVEL = Pattern.compile("\\blevel(\\d)\\b");
    private static final Pattern SIGN = Pattern.compile("[^\\p{L}\\p{N}]?|[o§]");

    private WordList() {}

    /** What stands before each line of a paragraph of this depth. */
    static String indent(Style style) {
        Matcher level = LEVEL.matcher(style.get("mso-list"));
        return level.find() ? "  ".repeat(Math.max(0, Integer.parseInt(level.group(1)) - 1)) : "";
    }

    /** The mark: a number as it is, and a bullet for any sign that a font of symbols makes one of. */
    static String mark(String written) {
        String mark = written.replace('\u00A0', ' ').strip();
        return SIGN.matcher(mark).matches() ? "- " : mark + " ";
    }
}
