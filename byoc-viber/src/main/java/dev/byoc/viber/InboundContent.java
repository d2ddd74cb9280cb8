package dev.byoc.viber;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.support.Graphemes;
import dev.byoc.support.WebAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a customer said. Whatever is missing or new still becomes a line that the agent can read. */
final class InboundContent {
    private static final int MAX_TYPE_CHARS = 40;

    private InboundContent() {}

    /** At least one: a text may stand beside what cannot hold it. */
    static List<Content> of(Json message) {
        String type = word(message.get("type"));
        String text = message.get("text").textOr("");
        String words = text.isEmpty() ? null : text;
        return switch (type) {
            case "text", "" -> text(type, message, words);
            case "picture", "video", "file" -> List.of(file(type, message, words));
            case "sticker" -> beside(sticker(message), words);
            case "contact" -> contact(message.get("contact"), words);
            case "url" -> List.of(link(message, words));
            case "location" -> List.of(location(message.get("location"), words));
            default -> List.of(unfetched(shownType(message.get("type").textOr("")), message, words));
        };
    }

    /** A word of Viber's own, whatever its case and the blanks around it: "" for none. */
    static String word(Json value) {
        return Visible.trimmed(value.textOr("")).toLowerCase(Locale.ROOT);
    }

    private static List<Content> beside(Content content, @Nullable String words) {
        return words == null ? List.of(content) : List.of(content, new Content.Text(words));
    }

    private static List<Content> text(String type, Json message, @Nullable String words) {
        URI address = WebAddress.of(address(message));
        if (words == null) {
            return List.of(unfetched(type.isEmpty() ? "unknown" : "empty text", message, null));
        }
        Content text = new Content.Text(words);
        return address == null || words.contains(String.valueOf(address(message)))
                ? List.of(text)
                : List.of(text, new Content.Link(address, null));
    }

    private static Content file(String type, Json message, @Nullable String caption) {
        Media media = media(message);
        if (media == null) {
            return unfetched(type, message, caption);
        }
        return switch (type) {
            case "picture" -> new Content.Image(media, caption);
            case "video" -> new Content.Video(media, caption);
            default -> new Content.File(media, caption);
        };
    }

    /** In words: what it is called and where it is said to be, beside what was said. */
    private static Content unfetched(String kind, Json message, @Nullable String words) {
        String said = lines(words, fileName(message), WebAddress.inWords(address(message)));
        return new Content.Unsupported(kind, said);
    }

    private static Content sticker(Json message) {
        return new Content.Sticker(media(message), message.get("sticker_id").textOr("?"));
    }

    private static List<Content> contact(Json contact, @Nullable String words) {
        String phone = contact.get("phone_number").textOr("");
        String name = contact.get("name").textOr("");
        if (name.isEmpty() && phone.isEmpty()) {
            return List.of(new Content.Unsupported("contact", words));
        }
        return beside(
                name.isEmpty()
                        ? new Content.Contact(phone, null)
                        : new Content.Contact(name, phone.isEmpty() ? null : phone),
                words);
    }

    private static Content link(Json message, @Nullable String words) {
        String given = address(message);
        URI address = WebAddress.of(given);
        if (address != null) {
            return new Content.Link(address, address.equals(WebAddress.of(words)) ? null : words);
        }
        String said = lines(words, WebAddress.inWords(given));
        return said == null ? new Content.Unsupported("url", null) : new Content.Text(said);
    }

    private static Content location(Json location, @Nullable String words) {
        Double latitude = location.get("lat").decimal();
        Double longitude = location.get("lon").decimal();
        if (latitude == null || longitude == null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            return new Content.Unsupported("location", words);
        }
        return new Content.Location(latitude, longitude, words);
    }

    private static @Nullable Media media(Json message) {
        URI address = WebAddress.of(address(message));
        if (address == null) {
            return null;
        }
        String name = fileName(message);
        long size = message.firstOf("size", "file_size").numberOr(-1);
        URI preview = WebAddress.of(message.get("thumbnail").text());
        return Media.of(
                        address.toString(),
                        name == null ? lastSegment(address.getPath()) : name,
                        null,
                        Math.max(size, -1))
                .withDuration(duration(message))
                .withPreview(preview == null ? null : Media.at(preview.toString()));
    }

    /** The documents name no unit; the values of recorded films are milliseconds, where those of sent ones are seconds. */
    private static @Nullable Duration duration(Json message) {
        long millis = message.get("duration").numberOr(0);
        return millis > 0 ? Duration.ofMillis(millis) : null;
    }

    private static @Nullable String address(Json message) {
        Json media = message.get("media");
        return media.isString() ? media.text() : null;
    }

    /** Viber sends the word "null" for a video that has no name. */
    private static @Nullable String fileName(Json message) {
        String name = message.get("file_name").textOr("null");
        return name.equals("null") ? null : name;
    }

    private static @Nullable String lastSegment(@Nullable String path) {
        String name = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? null : name;
    }

    /** Those that there are, each once; null: none. */
    private static @Nullable String lines(@Nullable String... lines) {
        Set<String> said = new LinkedHashSet<>();
        for (String line : lines) {
            if (line != null) {
                said.add(line);
            }
        }
        return said.isEmpty() ? null : String.join("\n", said);
    }

    private static String shownType(String type) {
        String shown = Graphemes.line(Graphemes.head(type, MAX_TYPE_CHARS, Unit.UTF16));
        return shown.isEmpty() ? "unknown" : shown;
    }
}
