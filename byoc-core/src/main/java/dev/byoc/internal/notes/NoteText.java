package dev.byoc.internal.notes;

import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.support.Graphemes;

/** What strangers wrote, where a note quotes it: Freshchat must not take a part of it for markup, and it has an end. */
final class NoteText {
    private static final int MOST_CHARS = 1_000;

    private NoteText() {}

    static String of(String text) {
        String bare = text.replace('<', '‹').replace('>', '›');
        String head = Graphemes.head(bare, MOST_CHARS, Unit.UTF16);
        return head.length() == bare.length() ? head : head.strip() + "…";
    }
}
