package dev.byoc.freshchat;

import dev.byoc.Visible;
import dev.byoc.freshchat.FreshchatMessage.Voice;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.support.WebAddress;
import dev.byoc.wording.CorePhrase;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a customer said as Freshchat's message parts. Text, pictures at a web address and uploaded files have parts of their own;
 * all else travels in words, as Freshchat has no part for places, contacts or stickers. A caption goes before its file as its own text.
 */
final class PartWriter {
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}&&[^\n\r\t]]");

    private final List<Json> parts = new ArrayList<>();

    private final Wording wording;

    private PartWriter(Wording wording) {
        this.wording = wording;
    }

    /**
     * The parts, at least one.
     *
     * @throws IllegalArgumentException if there are no contents: Freshchat refuses a message without parts
     */
    static List<Json> parts(List<Content> contents, Wording wording) {
        if (contents.isEmpty()) {
            throw new IllegalArgumentException("a message needs at least one content");
        }
        PartWriter writer = new PartWriter(wording);
        contents.forEach(writer::write);
        return writer.parts;
    }

    private void write(Content content) {
        if (content instanceof Content.Text text) {
            add(text.plainText(wording));
            if (text.full() != null) {
                add(new Content.File(text.full(), null).plainText(wording));
            }
        } else if (content instanceof Content.Image image) {
            writeFile(content, image.media(), image.caption());
        } else if (content instanceof Content.Video video) {
            writeFile(content, video.media(), video.caption());
        } else if (content instanceof Content.Audio audio) {
            writeFile(content, audio.media(), audio.caption());
        } else if (content instanceof Content.File file) {
            writeFile(content, file.media(), file.caption());
        } else {
            add(content.plainText(wording));
        }
    }

    private void writeFile(Content content, Media media, @Nullable String caption) {
        Json.Builder part = media.ref().startsWith(PartReader.FILE_HASH)
                ? uploaded(media)
                : content instanceof Content.Image ? picture(media) : null;
        if (part == null) {
            add(content.plainText(wording));
            return;
        }
        if (caption != null && !Visible.isBlank(caption)) {
            add(caption);
        }
        parts.add(Json.of(part));
    }

    /** Freshchat fetches the address while it handles the post, so it must be public; null if there is none. */
    private static Json.@Nullable Builder picture(Media media) {
        URI url = WebAddress.of(media.ref());
        return url == null ? null : Json.object().put("image", Json.object().put("url", url.toString()));
    }

    /** A file by the hash of its upload; the field names are those of clients in production, as the reference gives none. */
    private static Json.Builder uploaded(Media media) {
        String name = media.fileName() == null ? "file" : media.fileName();
        String type = media.contentType() == null ? "application/octet-stream" : media.contentType();
        return Json.object()
                .put(
                        "file",
                        Json.object()
                                .put("name", name)
                                .put("file_size_in_bytes", media.sizeBytes() < 0 ? null : media.sizeBytes())
                                .put("content_type", type)
                                .put("contentType", type)
                                .put("file_extension", name.substring(name.lastIndexOf('.') + 1))
                                .put("fileHash", media.ref().substring(PartReader.FILE_HASH.length()))
                                .put("fileSource", "FRESHCHAT"));
    }

    /** Without what no reader sees and stores choke on, such as NUL; line breaks and tabs stay. */
    private void add(String text) {
        String clean = UNPRINTABLE.matcher(text).replaceAll("");
        String content = Visible.isBlank(clean) ? wording.of(CorePhrase.EMPTY) : clean;
        parts.add(
                Json.object().put("text", Json.object().put("content", content)).build());
    }

    /** A whole message. */
    static Json.Builder message(Voice voice, String userId, List<Content> contents, Wording wording) {
        Json.Builder message = Json.object()
                .put("message_parts", parts(contents, wording))
                .put("message_type", voice instanceof Voice.Note ? "private" : "normal");
        if (voice instanceof Voice.Customer) {
            return message.put("actor_type", "user").put("actor_id", userId);
        }
        String agent = voice instanceof Voice.Agent named ? named.id() : ((Voice.Note) voice).agent();
        return message.put("actor_type", agent == null ? "bot" : "agent").put("actor_id", agent);
    }
}
