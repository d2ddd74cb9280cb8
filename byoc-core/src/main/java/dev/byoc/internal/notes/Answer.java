package dev.byoc.internal.notes;

import dev.byoc.Visible;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.freshchat.Skipped;
import dev.byoc.internal.task.Attachment;
import dev.byoc.internal.task.Task;
import dev.byoc.message.Content;
import dev.byoc.store.spi.Entry;
import dev.byoc.support.Graphemes;
import dev.byoc.wording.CorePhrase;
import dev.byoc.wording.Wording;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tells a reader which answer a note is about.
 *
 * @param written by Freshchat's clock, else when it was stored; null: neither is known
 * @param byApplication no agent wrote it
 */
public record Answer(
        List<Content> contents,
        List<Skipped> skipped,
        @Nullable Instant written,
        boolean byApplication) {
    private static final int MOST_GRAPHEMES = 60;

    private static final int MOST_CHARS = 300;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    static Answer of(Task.Reply reply, Entry entry) {
        Instant written = reply.written() == null ? entry.at() : reply.written();
        return new Answer(
                reply.contents(),
                reply.skipped(),
                written,
                reply.conversations().isEmpty());
    }

    public static Answer of(Task.Orphan orphan, Entry entry) {
        Instant written = orphan.written() == null ? entry.at() : orphan.written();
        return new Answer(orphan.contents(), orphan.skipped(), written, false);
    }

    public static Answer of(FreshchatMessage message) {
        return new Answer(message.contents(), message.skipped(), message.createdTime(), false);
    }

    /** How it begins, or what it is where it has no words, and when it was written. */
    String shown(Wording wording) {
        String beginning = beginning(wording);
        String shown = written == null ? beginning : wording.of(NotePhrase.ANSWER_AT, beginning, written);
        return byApplication ? wording.of(NotePhrase.ANSWER_BY_APPLICATION, shown) : shown;
    }

    private String beginning(Wording wording) {
        for (Content content : contents) {
            String words = head(words(content));
            if (!words.isEmpty()) {
                return wording.of(NotePhrase.ANSWER_WORDS, words);
            }
        }
        if (!contents.isEmpty()) {
            return head(named(contents.get(0), wording));
        }
        return skipped.isEmpty()
                ? wording.of(CorePhrase.EMPTY)
                : LossLine.what(skipped.get(0).kind(), wording);
    }

    /** What its author has typed. */
    private static @Nullable String words(Content content) {
        if (content instanceof Content.Text text) {
            return text.text();
        }
        if (content instanceof Content.Buttons buttons) {
            return buttons.prompt();
        }
        if (content instanceof Content.Cards cards) {
            return cards.cards().isEmpty() ? null : cards.cards().get(0).title();
        }
        Attachment file = Attachment.of(content);
        return file == null ? null : file.caption();
    }

    /** Of a file its kind and name: its address would be of no use here. */
    private static String named(Content content, Wording wording) {
        Attachment file = Attachment.of(content);
        return file == null ? content.plainText(wording) : file.named(wording);
    }

    /** The first words in one line, {@code ""} if they show nothing. Freshchat must not take a part of them for markup. */
    private static String head(@Nullable String text) {
        String line = NoteText.withoutMarkup(Graphemes.line(Objects.requireNonNullElse(text, "")));
        String bare = BLANKS.matcher(Visible.trimmed(line)).replaceAll(" ");
        return NoteText.head(bare, MOST_GRAPHEMES, MOST_CHARS);
    }

    @Override
    public String toString() {
        return "Answer[" + written + "]";
    }
}
