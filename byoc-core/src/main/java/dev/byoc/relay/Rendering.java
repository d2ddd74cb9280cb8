package dev.byoc.relay;

import dev.byoc.channel.Capabilities;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.support.Graphemes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a channel gets of an answer: what it said it can show, in order, and the rest in words. Parts are numbered by content and piece,
 * so that a number means the same at every attempt.
 */
final class Rendering {
    private static final int PIECES_PER_CONTENT = 1_000;

    private static final Map<String, String> TYPES = Map.of(
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "png", "image/png",
            "gif", "image/gif",
            "webp", "image/webp",
            "mp4", "video/mp4",
            "mp3", "audio/mpeg",
            "pdf", "application/pdf");

    private Rendering() {}

    /** The parts by number. Empty if nothing is left to show. */
    static SortedMap<Integer, Content> parts(List<Content> contents, Capabilities can) {
        SortedMap<Integer, Content> parts = new TreeMap<>();
        for (int i = 0; i < contents.size(); i++) {
            number(parts, i * PIECES_PER_CONTENT, pieces(contents.get(i), can));
        }
        return parts;
    }

    /** One part in words, numbered from where it stands. */
    static SortedMap<Integer, Content> inWords(int number, Content part, Capabilities can) {
        SortedMap<Integer, Content> parts = new TreeMap<>();
        number(parts, number, words(part.plainText(), can));
        return parts;
    }

    private static void number(SortedMap<Integer, Content> parts, int first, List<Content> pieces) {
        for (int k = 0; k < pieces.size(); k++) {
            parts.put(first + k, pieces.get(k));
        }
    }

    /** Whether this reaches the customer in another form than it was sent in. */
    static boolean degrades(Content content, Capabilities can) {
        return !(content instanceof Content.Text) && !goesNatively(content, can);
    }

    private static List<Content> pieces(Content content, Capabilities can) {
        if (content instanceof Content.Text text) {
            return text.text().isBlank() ? List.of() : words(text.text(), can);
        }
        if (!goesNatively(content, can)) {
            return words(content.plainText(), can);
        }
        if (content instanceof Content.Buttons buttons) {
            return withPrompt(buttons, can);
        }
        String caption = captionOf(content);
        Capabilities.Limits limits = can.limits(content.getClass());
        if (caption == null || limits == null || Graphemes.length(caption, can.unit()) <= limits.maxCaption()) {
            return List.of(content);
        }
        List<Content> pieces = new ArrayList<>(words(caption, can));
        pieces.add(withoutCaption(content));
        return pieces;
    }

    /** The buttons go with the last piece of their prompt: clients show the last keyboard they got. */
    private static List<Content> withPrompt(Content.Buttons buttons, Capabilities can) {
        List<String> prompt = Splitter.split(buttons.prompt(), can.maxText(), can.unit());
        List<Content> pieces = new ArrayList<>();
        for (int i = 0; i + 1 < prompt.size(); i++) {
            pieces.add(new Content.Text(prompt.get(i)));
        }
        String last = prompt.isEmpty() ? "" : prompt.get(prompt.size() - 1);
        pieces.add(new Content.Buttons(last, buttons.buttons()));
        return pieces;
    }

    private static boolean goesNatively(Content content, Capabilities can) {
        Capabilities.Limits limits = can.limits(content.getClass());
        if (limits == null) {
            return false;
        }
        Media media = mediaOf(content);
        return media == null || (limits.takes(typeOf(media)) && media.sizeBytes() <= limits.maxBytes());
    }

    /** The declared type, else the one that the name's ending tells: Freshchat declares none for agents' pictures. */
    private static @Nullable String typeOf(Media media) {
        if (media.contentType() != null) {
            return media.contentType();
        }
        String name = media.fileName() == null ? media.ref().split("[?#]", 2)[0] : media.fileName();
        return TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static List<Content> words(String text, Capabilities can) {
        return Splitter.split(text, can.maxText(), can.unit()).stream()
                // A piece of blanks alone says nothing, and some networks refuse it.
                .filter(piece -> !piece.isBlank())
                .map(piece -> (Content) new Content.Text(piece))
                .toList();
    }

    static @Nullable Media mediaOf(Content content) {
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

    private static @Nullable String captionOf(Content content) {
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
        return caption == null || caption.isBlank() ? null : caption;
    }

    private static Content withoutCaption(Content content) {
        if (content instanceof Content.Image image) {
            return new Content.Image(image.media(), null);
        }
        if (content instanceof Content.Video video) {
            return new Content.Video(video.media(), null);
        }
        if (content instanceof Content.Audio audio) {
            return new Content.Audio(audio.media(), null);
        }
        return content instanceof Content.File file ? new Content.File(file.media(), null) : content;
    }
}
