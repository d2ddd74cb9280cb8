package dev.byoc.viber;

import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.support.Graphemes;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** What a customer said. Whatever is missing or new still becomes a line that the agent can read. */
final class InboundContent {
    private static final int MAX_TYPE_CHARS = 40;

    private InboundContent() {}

    static Content of(Json message) {
        String type = message.get("type").textOr("");
        String text = message.get("text").text();
        String words = text == null || text.isBlank() ? null : text;
        return switch (type) {
            case "text" -> words == null ? new Content.Unsupported("empty text", null) : new Content.Text(words);
            case "picture", "video", "file" -> file(type, message, words);
            case "sticker" -> sticker(message);
            case "contact" -> contact(message.get("contact"), words);
            case "url" -> link(message, words);
            case "location" -> location(message.get("location"), words);
            case "" -> words == null ? new Content.Unsupported("unknown", null) : new Content.Text(words);
            default -> new Content.Unsupported(shownType(type), words);
        };
    }

    private static Content file(String type, Json message, @Nullable String caption) {
        Media media = media(message);
        if (media == null) {
            return new Content.Unsupported(type, caption);
        }
        return switch (type) {
            case "picture" -> new Content.Image(media, caption);
            case "video" -> new Content.Video(media, caption);
            default -> new Content.File(media, caption);
        };
    }

    private static Content sticker(Json message) {
        return new Content.Sticker(media(message), message.get("sticker_id").textOr("without a number"));
    }

    private static Content contact(Json contact, @Nullable String words) {
        String phone = contact.get("phone_number").textOr("");
        String name = contact.get("name").textOr("");
        if (name.isEmpty() && phone.isEmpty()) {
            return new Content.Unsupported("contact", words);
        }
        return name.isEmpty()
                ? new Content.Contact(phone, null)
                : new Content.Contact(name, phone.isEmpty() ? null : phone);
    }

    private static Content link(Json message, @Nullable String words) {
        String address = webAddress(message.get("media"));
        if (address != null) {
            try {
                return new Content.Link(new URI(address), address.equals(words) ? null : words);
            } catch (URISyntaxException e) {
                // Not by the letter of RFC 3986, but a browser may open it: as text, below.
            }
        }
        String said = address == null ? words : words == null ? address : words + "\n" + address;
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
        String address = webAddress(message.get("media"));
        if (address == null) {
            return null;
        }
        String name = message.get("file_name").textOr("null");
        long size = message.firstOf("size", "file_size").numberOr(-1);
        // Viber sends the word "null" for a video that has no name.
        return new Media(address, name.equals("null") ? lastSegment(address) : name, null, Math.max(size, -1));
    }

    /** An address that a browser would open; null for anything else, such as {@code file:} or {@code javascript:}. */
    static @Nullable String webAddress(Json value) {
        String address = value.isString() ? value.textOr("") : "";
        boolean web =
                address.regionMatches(true, 0, "https://", 0, 8) || address.regionMatches(true, 0, "http://", 0, 7);
        return web && address.chars().noneMatch(c -> c <= ' ' || c == 0x7F) ? address : null;
    }

    private static @Nullable String lastSegment(String address) {
        String path = address.split("[?#]", 2)[0];
        int slash = path.lastIndexOf('/');
        // The slashes of "https://" do not start a path.
        return slash < "https://".length() || slash == path.length() - 1 ? null : path.substring(slash + 1);
    }

    private static String shownType(String type) {
        String shown = Graphemes.line(Graphemes.head(type, MAX_TYPE_CHARS, Unit.UTF16));
        return shown.isEmpty() ? "unknown" : shown;
    }
}
