package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.freshchat.Skipped;
import dev.byoc.internal.task.Attachment;
import dev.byoc.message.Content;
import dev.byoc.wording.Wording;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the relay posted, to be compared with what Freshchat shows. What Freshchat may change on the way does not count.
 *
 * @param said the contents; their files may have been posted as such, or as lines of words
 * @param wording of what went in words
 */
public record SameWords(List<Content> said, Wording wording) {
    /** What differs between a text as it was sent and as Freshchat gives it back: markup, spaces, signs that were masked. */
    private static final Pattern NO_WORDS = Pattern.compile("<[^>]{0,200}>|[^\\p{L}\\p{N}]+");

    /** Letters and digits alone. */
    public static String bare(String text) {
        return NO_WORDS.matcher(text).replaceAll("");
    }

    /**
     * By the words, and by there being a file where one was said: its address and name are Freshchat's. A message that shows nothing
     * readable may be any.
     */
    boolean mayBe(FreshchatMessage message) {
        return mayBe(message.contents(), message.skipped());
    }

    /** The same of what is known of a message. */
    public boolean mayBe(List<Content> contents, List<Skipped> skipped) {
        return !isReadable(contents, skipped) || isSame(contents);
    }

    /** Whether it says just that: all of it is readable, and the same. */
    public boolean isSaid(List<Content> contents, List<Skipped> skipped) {
        return isReadable(contents, skipped) && isSame(contents);
    }

    private static boolean isReadable(List<Content> contents, List<Skipped> skipped) {
        return !contents.isEmpty() && skipped.isEmpty();
    }

    private boolean isSame(List<Content> contents) {
        String shown = words(contents, true);
        boolean asFiles = Attachment.anyIn(said) && Attachment.anyIn(contents);
        boolean isHead = said.stream().anyMatch(content -> content instanceof Content.Text text && text.full() != null);
        return isSame(words(said, false), shown)
                || (asFiles && isSame(words(said, true), shown))
                || (isHead && bare(shown).startsWith(bare(words(said, false))));
    }

    private String words(List<Content> contents, boolean filesApart) {
        return contents.stream()
                .map(content -> filesApart ? besideFiles(content) : content.plainText(wording))
                .collect(Collectors.joining("\n"));
    }

    private String besideFiles(Content content) {
        Attachment file = Attachment.of(content);
        if (file != null) {
            return file.caption() == null ? "" : file.caption();
        }
        return content instanceof Content.Sticker sticker && sticker.picture() != null
                ? Objects.requireNonNullElse(sticker.text(), "")
                : content.plainText(wording);
    }

    /** Signs without a letter or digit, such as one emoji, are compared as they are. */
    private static boolean isSame(String said, String shown) {
        String bare = bare(said);
        return bare.isEmpty() ? said.strip().equals(shown.strip()) : bare.equals(bare(shown));
    }

    /** How many contents: what was said does not belong in a log. */
    @Override
    public String toString() {
        return "SameWords[" + said.size() + " contents]";
    }
}
