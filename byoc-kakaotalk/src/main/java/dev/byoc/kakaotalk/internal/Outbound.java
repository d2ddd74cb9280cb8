package dev.byoc.kakaotalk.internal;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.MediaAccess;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.message.Button;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One content as a bubble. What KakaoTalk would refuse is not made into one, so that the core can send it in words. */
public final class Outbound {
    /** Longest text, in UTF-16 units: what Kakao counts for an emoji is not stated, and this is the safe side. */
    public static final int MAX_TEXT = 1_000;

    private static final long MEBIBYTE = 1024 * 1024;
    public static final long MAX_PICTURE_BYTES = 5 * MEBIBYTE;
    public static final long MAX_FILE_BYTES = 20 * MEBIBYTE;
    public static final int MAX_BUTTONS = 5;

    private static final Map<String, String> PICTURE_ENDINGS =
            Map.of("jpg", "image/jpeg", "jpeg", "image/jpeg", "png", "image/png", "gif", "image/gif");

    private final Capabilities can;
    private final MediaAccess media;

    public Outbound(Capabilities can, MediaAccess media) {
        this.can = can;
        this.media = media;
    }

    /** The types of pictures that KakaoTalk shows. */
    public static String[] pictures() {
        return new String[] {"image/jpeg", "image/png", "image/gif"};
    }

    public Bubble of(Content content) {
        if (content instanceof Content.Text text) {
            return words(text.text());
        }
        if (content instanceof Content.Image image) {
            return attached(content, image.media(), image.caption());
        }
        if (content instanceof Content.File file) {
            return attached(content, file.media(), file.caption());
        }
        if (content instanceof Content.Buttons buttons) {
            return choice(buttons);
        }
        return Bubble.not(Reason.UNSUPPORTED, KakaoTalkPhrase.KIND_UNKNOWN);
    }

    private static Bubble words(String text) {
        String plain = Words.plain(text);
        if (Visible.isBlank(plain)) {
            return Bubble.not(Reason.REJECTED, KakaoTalkPhrase.TEXT_EMPTY);
        }
        return plain.length() > MAX_TEXT
                ? Bubble.not(Reason.TOO_LARGE, KakaoTalkPhrase.TEXT_TOO_LONG, MAX_TEXT)
                : new Bubble.Words(plain);
    }

    private Bubble choice(Content.Buttons content) {
        List<Button> buttons = content.buttons();
        if (buttons.isEmpty()) {
            return words(content.prompt());
        }
        if (buttons.size() > MAX_BUTTONS || Visible.isBlank(content.prompt())) {
            return Bubble.not(Reason.UNSUPPORTED, KakaoTalkPhrase.BUTTONS_UNFIT);
        }
        Bubble prompt = words(content.prompt());
        return prompt instanceof Bubble.Words text ? new Bubble.Choice(text.text(), buttons) : prompt;
    }

    private Bubble attached(Content content, Media file, @Nullable String given) {
        Capabilities.Limits limits = can.limits(content.getClass());
        if (limits == null) {
            return Bubble.not(Reason.UNSUPPORTED, KakaoTalkPhrase.KIND_UNKNOWN);
        }
        boolean picture = content instanceof Content.Image;
        String caption = given == null || Visible.isBlank(given)
                ? ""
                : Words.plain(given).strip();
        if (caption.length() > limits.maxCaption()) {
            return Bubble.not(Reason.UNSUPPORTED, KakaoTalkPhrase.CAPTION_UNFIT);
        }
        String name = Words.fileName(file.fileName() == null ? "" : file.fileName());
        String type = file.contentType();
        if (type == null && picture) {
            type = PICTURE_ENDINGS.get(ending(name));
        }
        if (!limits.takes(type)) {
            return Bubble.not(Reason.UNSUPPORTED, KakaoTalkPhrase.PICTURE_KIND);
        }
        try {
            // Opened once before: a file that cannot be had goes in words, and during an upload that would look like
            // the dealer's fault.
            long size = file.sizeBytes() > limits.maxBytes() ? file.sizeBytes() : size(file, limits.maxBytes());
            if (size > limits.maxBytes()) {
                return Bubble.not(
                        Reason.TOO_LARGE, KakaoTalkPhrase.FILE_TOO_LARGE, limits.maxBytes() / MEBIBYTE + " MB");
            }
            if (size == 0) {
                return Bubble.not(Reason.UNSUPPORTED, KakaoTalkPhrase.FILE_EMPTY);
            }
            return new Bubble.Attached(
                    file.withFileName(name.isEmpty() ? "file" : name)
                            .withContentType(type)
                            .withSizeBytes(size),
                    picture,
                    caption);
        } catch (IOException e) {
            return Bubble.not(Reason.UNSUPPORTED, KakaoTalkPhrase.FILE_NOT_FETCHED);
        }
    }

    /** Counted where it is not known; no further than needed to see that it is too large. */
    private long size(Media file, long most) throws IOException {
        try (InputStream in = media.open(file)) {
            if (file.sizeBytes() >= 0) {
                return file.sizeBytes();
            }
            byte[] some = new byte[16 * 1024];
            long size = 0;
            for (int read = in.read(some); read >= 0 && size <= most; read = in.read(some)) {
                size += read;
            }
            return size;
        }
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
