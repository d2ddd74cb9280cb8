package dev.byoc.internal.task;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.internal.file.FileNames;
import dev.byoc.internal.file.FileTypes;
import dev.byoc.internal.http.Fetched;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import dev.byoc.support.Graphemes;
import dev.byoc.wording.CorePhrase;
import dev.byoc.wording.Wording;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A content that is a file, whatever its kind. */
public record Attachment(
        Content content, Media media, @Nullable String caption) {
    private static final int MAX_NAME = 80;

    /** What these hold is for their name to say. */
    private static final Set<String> CONTAINERS =
            Set.of("application/zip", "application/x-ole-storage", "application/gzip", "application/xml");

    /** What servers say when they know nothing. */
    private static final Set<String> NOTHING_SAID =
            Set.of(FileTypes.ANY, "binary/octet-stream", "application/download");

    /** Null: no file. */
    public static @Nullable Attachment of(Content content) {
        if (content instanceof Content.Image image) {
            return new Attachment(content, image.media(), image.caption());
        }
        if (content instanceof Content.Video video) {
            return new Attachment(content, video.media(), video.caption());
        }
        if (content instanceof Content.Audio audio) {
            return new Attachment(content, audio.media(), audio.caption());
        }
        return content instanceof Content.File file ? new Attachment(content, file.media(), file.caption()) : null;
    }

    /** Whether there is a file anywhere in these, also one that only belongs to a text, a sticker or a card. */
    public static boolean anyIn(List<Content> contents) {
        for (Content content : contents) {
            if (isAnyIn(content)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnyIn(Content content) {
        return of(content) != null
                || (content instanceof Content.Text text && text.full() != null)
                || (content instanceof Content.Sticker sticker && sticker.picture() != null)
                || (content instanceof Content.Cards cards
                        && cards.cards().stream().map(Card::picture).anyMatch(picture -> picture != null));
    }

    /** The same kind of content with another file. */
    public Content with(Media other) {
        if (content instanceof Content.Image) {
            return new Content.Image(other, caption);
        }
        if (content instanceof Content.Video) {
            return new Content.Video(other, caption);
        }
        return content instanceof Content.Audio ? new Content.Audio(other, caption) : new Content.File(other, caption);
    }

    /** What a file is called of which no name is known. */
    public String bareName() {
        return phrase().name().toLowerCase(Locale.ROOT);
    }

    private CorePhrase phrase() {
        if (content instanceof Content.Image) {
            return CorePhrase.PICTURE;
        }
        if (content instanceof Content.Video) {
            return CorePhrase.VIDEO;
        }
        return content instanceof Content.Audio ? CorePhrase.AUDIO : CorePhrase.FILE;
    }

    /** Its kind, and its name if it has one. */
    public String named(Wording wording) {
        String given = media.fileName() == null ? "" : Graphemes.line(media.fileName());
        String kind = wording.of(phrase());
        return given.isEmpty()
                ? kind
                : wording.of(CorePhrase.FILE_NAMED, kind, Graphemes.head(given, MAX_NAME, Unit.UTF16));
    }

    /** A line in its place; the caption stays. */
    public Content.Text missing(MediaException why, @Nullable String link, Wording wording) {
        String line = wording.of(CorePhrase.FILE_MISSING, named(wording), why.why(wording))
                + (link == null ? "" : " " + link);
        return new Content.Text(caption == null || Visible.isBlank(caption) ? line : caption + "\n" + line);
    }

    /**
     * Its name, type and size as they are, now that its first bytes are here.
     *
     * @throws MediaException if it is not what it was said to be
     */
    public Media identified(Fetched file) throws MediaException {
        String given = media.fileName() == null ? file.name() : media.fileName();
        String type = content instanceof Content.File ? typeOfFile(given, file) : typeOfMedium(file);
        return media.withFileName(FileNames.safe(given, type, bareName()))
                .withContentType(type)
                .withSizeBytes(file.size());
    }

    /** Pictures, films and sounds have to be one of these; which one is for their bytes to say. */
    private static String typeOfMedium(Fetched file) throws MediaException {
        String sniffed = file.sniffedType();
        String said = file.declaredType();
        if (sniffed != null) {
            if (!isMedium(sniffed)) {
                throw new MediaException(Reason.WRONG_TYPE);
            }
            return sniffed;
        }
        if (said == null || NOTHING_SAID.contains(said)) {
            return FileTypes.ANY;
        }
        if (!isMedium(said)) {
            // A line of text, or of JSON, in place of a picture.
            throw new MediaException(Reason.WRONG_TYPE);
        }
        return said;
    }

    private String typeOfFile(@Nullable String given, Fetched file) throws MediaException {
        String sniffed = file.sniffedType();
        String byEnding = given == null ? null : FileTypes.ofEnding(FileNames.endingOf(given));
        String claimed = byEnding == null ? FileTypes.bare(media.contentType()) : byEnding;
        if ("text/html".equals(sniffed) && claimed != null && !claimed.equals("text/html")) {
            throw new MediaException(Reason.WRONG_TYPE);
        }
        if (sniffed != null && !CONTAINERS.contains(sniffed)) {
            return sniffed;
        }
        if (claimed != null && tells(claimed)) {
            return claimed;
        }
        String said = file.declaredType();
        if (said != null && tells(said)) {
            return said;
        }
        return sniffed == null ? FileTypes.ANY : sniffed;
    }

    /** Of bytes that say nothing themselves: pictures, films and sounds would. */
    private static boolean tells(String type) {
        return !isMedium(type) && !NOTHING_SAID.contains(type);
    }

    private static boolean isMedium(String type) {
        return type.startsWith("image/") || type.startsWith("video/") || type.startsWith("audio/");
    }
}
