package dev.byoc.internal.render;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.message.Content;
import dev.byoc.message.Forward;
import dev.byoc.message.Quote;
import dev.byoc.support.Graphemes;
import dev.byoc.wording.CorePhrase;
import dev.byoc.wording.Wording;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The line before a message that answers another, or that was passed on, where it can be shown in words alone. */
public final class Preface {
    private static final int MOST_WORDS = 80;
    private static final int MOST_NAME = 40;

    /** Of one character there may be no end: accents can be piled up on it. */
    private static final int MOST_UNITS = 12;

    private Preface() {}

    /** What a customer said, behind a text of its own that says which message it answers and whose it was first; as it is if it is neither. */
    public static List<Content> before(
            List<Content> said, @Nullable Quote quote, @Nullable Forward forward, Wording wording) {
        List<String> lines = new ArrayList<>();
        if (forward != null) {
            String from = shortened(forward.from(), MOST_NAME);
            lines.add(from.isEmpty() ? wording.of(CorePhrase.FORWARDED) : wording.of(CorePhrase.FORWARDED_FROM, from));
        }
        if (quote != null) {
            lines.add(line(quote, wording));
        }
        return lines.isEmpty() ? said : behind(new Content.Text(String.join("\n", lines)), said);
    }

    /** An answer behind its quotation. */
    public static List<Content> quoting(Quote quote, List<Content> contents, Wording wording) {
        return led(line(quote, wording), contents);
    }

    /** What a changed message says now: behind a line of its first text, or of a text of its own, that says so. */
    public static List<Content> edited(Quote about, List<Content> contents, Wording wording) {
        String before = words(about);
        String line = before.isEmpty() ? wording.of(CorePhrase.EDITED) : wording.of(CorePhrase.EDITED_WORDS, before);
        return led(line, contents);
    }

    /** In its first text if it begins with one, so that a long one is split behind it. */
    private static List<Content> led(String line, List<Content> contents) {
        return !contents.isEmpty() && contents.get(0) instanceof Content.Text first
                ? behind(
                        new Content.Text(line + "\n" + first.text(), first.full()),
                        contents.subList(1, contents.size()))
                : behind(new Content.Text(line), contents);
    }

    private static List<Content> behind(Content.Text first, List<Content> rest) {
        List<Content> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return List.copyOf(all);
    }

    private static String line(Quote quote, Wording wording) {
        String words = words(quote);
        String author = shortened(quote.author(), MOST_NAME);
        if (author.isEmpty()) {
            return words.isEmpty() ? wording.of(CorePhrase.REPLY) : wording.of(CorePhrase.REPLY_WORDS, words);
        }
        return words.isEmpty()
                ? wording.of(CorePhrase.REPLY_TO, author)
                : wording.of(CorePhrase.REPLY_TO_WORDS, author, words);
    }

    /** The words of a message in short; {@code ""}: none are known. */
    public static String words(Quote quote) {
        return shortened(quote.words(), MOST_WORDS);
    }

    /** The head of what others wrote; {@code ""} if nothing of it is seen. */
    public static String shortened(String text) {
        return shortened(text, MOST_WORDS);
    }

    /** In one line, cut between whole characters; {@code ""} if nothing of it is seen. */
    private static String shortened(@Nullable String text, int most) {
        String line = text == null ? "" : Graphemes.line(text).replaceAll(" {2,}", " ");
        String head = Graphemes.head(Graphemes.head(line, most * MOST_UNITS, Unit.UTF16), most, Unit.GRAPHEMES);
        if (Visible.isBlank(head)) {
            return "";
        }
        return head.length() == line.length() ? line : head.strip() + "\u2026";
    }
}
