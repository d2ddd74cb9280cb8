package dev.byoc.internal.notes;

import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.support.Graphemes;

/** What others wrote, where a note quotes it: Freshchat must not take a part of it for markup, and it has an end. */
final class NoteText {
    private static final int MOST_CHARS = 1_000;

    private NoteText() {}

    static String of(String text) {
        return head(withoutMarkup(text), MOST_CHARS, MOST_CHARS);
    }

    static String withoutMarkup(String text) {
        return text.replace('<', '‹').replace('>', '›');
    }

    /**
     * The text, or its head with an ellipsis.
     *
     * @param graphemes how many characters it has at the most
     * @param chars how many UTF-16 units: a grapheme has no greatest length
     */
    static String head(String text, int graphemes, int chars) {
        String head = Graphemes.head(Graphemes.head(text, graphemes, Unit.GRAPHEMES), chars, Unit.UTF16);
        return head.length() == text.length() ? head : head.strip() + "…";
    }
}
