package dev.byoc.freshchat;

import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a customer said as Freshchat's message parts. Text and pictures at a web address have parts of their own; all else travels
 * in words, as Freshchat has no part for places, contacts or stickers. A caption goes before its picture as its own text.
 */
final class PartWriter {
    private final List<Json> parts = new ArrayList<>();

    private PartWriter() {}

    /**
     * The parts, at least one.
     *
     * @throws IllegalArgumentException if there are no contents: Freshchat refuses a message without parts
     */
    static List<Json> parts(List<Content> contents) {
        if (contents.isEmpty()) {
            throw new IllegalArgumentException("a message needs at least one content");
        }
        PartWriter writer = new PartWriter();
        contents.forEach(writer::write);
        return writer.parts;
    }

    /** One text part; {@code "(empty message)"} for a blank text, which Freshchat would refuse. */
    static List<Json> text(String text) {
        return parts(List.of(new Content.Text(text)));
    }

    private void write(Content content) {
        if (content instanceof Content.Text text) {
            add(text.plainText());
            if (text.full() != null) {
                add(new Content.File(text.full(), null).plainText());
            }
        } else if (content instanceof Content.Image image && picture(image.media()) != null) {
            if (image.caption() != null && !image.caption().isBlank()) {
                add(image.caption());
            }
            parts.add(Json.of(picture(image.media())));
        } else {
            add(content.plainText());
        }
    }

    /** Freshchat fetches the address while it handles the post, so it must be public; null if there is none. */
    private static Json.@Nullable Builder picture(Media media) {
        URI url = Wire.web(media.ref());
        return url == null ? null : Json.object().put("image", Json.object().put("url", url.toString()));
    }

    private void add(String text) {
        parts.add(Json.object().put("text", Json.object().put("content", text)).build());
    }
}
