package dev.byoc.internal.task;

import dev.byoc.Visible;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import org.jspecify.annotations.Nullable;

/** What the contents that have a file have in common. */
public final class MediaContents {
    private static final String WITHOUT_ADDRESS = "freshchat-file:";

    private MediaContents() {}

    /** Whether Freshchat has named the file and not where it is. */
    public static boolean isWithoutAddress(Media media) {
        return media.ref().startsWith(WITHOUT_ADDRESS);
    }

    public static @Nullable Media mediaOf(Content content) {
        if (content instanceof Content.Image image) {
            return image.media();
        }
        if (content instanceof Content.Video video) {
            return video.media();
        }
        if (content instanceof Content.Audio audio) {
            return audio.media();
        }
        return content instanceof Content.File file ? file.media() : null;
    }

    public static @Nullable String captionOf(Content content) {
        String caption = null;
        if (content instanceof Content.Image image) {
            caption = image.caption();
        } else if (content instanceof Content.Video video) {
            caption = video.caption();
        } else if (content instanceof Content.Audio audio) {
            caption = audio.caption();
        } else if (content instanceof Content.File file) {
            caption = file.caption();
        }
        return caption == null || Visible.isBlank(caption) ? null : caption;
    }

    /** A content with a file, with another caption and description of that file; any other as it is. */
    public static Content with(Content content, @Nullable String caption, @Nullable Media media) {
        if (media == null) {
            return content;
        }
        if (content instanceof Content.Image) {
            return new Content.Image(media, caption);
        }
        if (content instanceof Content.Video) {
            return new Content.Video(media, caption);
        }
        if (content instanceof Content.Audio) {
            return new Content.Audio(media, caption);
        }
        return content instanceof Content.File ? new Content.File(media, caption) : content;
    }
}
