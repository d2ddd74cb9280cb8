package dev.byoc.freshchat;

import dev.byoc.Visible;
import dev.byoc.freshchat.Skipped.Why;
import dev.byoc.internal.html.RichText;
import dev.byoc.internal.html.RichTextReader;
import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.support.WebAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a message in their order. Buttons gather under the text before them; what is null is passed over; what is unknown
 * is named in {@link #skipped}. Part types: <a href="https://developers.freshchat.com/api/">Freshchat API</a>, and for templates,
 * callbacks and references the vendor's <a href="https://github.com/freshworks/jaya-lib">jaya-lib</a>.
 */
final class PartReader {
    /** Stands before the hash of a file whose address Freshchat has not made yet: read the message again to get one. */
    static final String FILE_HASH = "freshchat-file:";

    private static final int MAX_NAME_CHARS = 40;

    /** Something between two others: a content or a button. */
    private record Piece(
            @Nullable Content content, @Nullable Button button) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final Set<Skipped> skipped = new LinkedHashSet<>();

    private PartReader() {}

    /** Reads {@code message_parts} (or {@code msg_parts} of 2018), then {@code reply_parts}. */
    static PartReader of(Json message) {
        PartReader reader = new PartReader();
        reader.readAll(message.firstOf("message_parts", "msg_parts"));
        reader.readAll(message.get("reply_parts"));
        return reader;
    }

    /** What is not among the contents. */
    List<Skipped> skipped() {
        return List.copyOf(skipped);
    }

    /** What was said, buttons joined to the text before them. */
    List<Content> contents() {
        List<Content> contents = new ArrayList<>();
        List<Button> buttons = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece.button() != null) {
                buttons.add(piece.button());
            } else if (piece.content() != null) {
                putButtons(contents, buttons);
                contents.add(piece.content());
            }
        }
        putButtons(contents, buttons);
        return List.copyOf(contents);
    }

    private static void putButtons(List<Content> contents, List<Button> buttons) {
        if (buttons.isEmpty()) {
            return;
        }
        String prompt = "";
        if (!contents.isEmpty() && contents.get(contents.size() - 1) instanceof Content.Text text) {
            prompt = text.text();
            contents.remove(contents.size() - 1);
        }
        contents.add(new Content.Buttons(prompt, buttons));
        buttons.clear();
    }

    private void readAll(Json parts) {
        // One part may stand without its list.
        for (Json part : parts.isArray() ? parts.items() : List.of(parts)) {
            if (!part.isObject() && (part.isArray() || !Visible.isBlank(part.textOr("")))) {
                skip("unnamed");
            }
            String kindOf2018 = part.get("part_type").text();
            if (kindOf2018 != null) {
                if (!read(kindOf2018.toLowerCase(Locale.ROOT), part.get("properties"))) {
                    skip(kindOf2018);
                }
                continue;
            }
            List<String> unknown = new ArrayList<>();
            boolean known = false;
            for (Map.Entry<String, Json> field : part.fields().entrySet()) {
                if (field.getValue().isPresent()) {
                    if (read(field.getKey(), field.getValue())) {
                        known = true;
                    } else {
                        unknown.add(field.getKey());
                    }
                }
            }
            if (!known) {
                // Beside a known kind an unknown field is a detail of it.
                unknown.forEach(this::skip);
            }
        }
    }

    private void skip(String kind) {
        String name = Wire.word(kind, MAX_NAME_CHARS);
        skipped.add(new Skipped(name.isEmpty() ? "unnamed" : name, Why.UNKNOWN));
    }

    /** Reads one part; false if nothing can be made of it. */
    private boolean read(String kind, Json body) {
        return switch (kind) {
            case "text" -> text(body);
            case "image" -> media(body, "image/");
            case "video" -> media(body, "video/");
            case "file" -> media(body, "");
            case "url_button" -> link(body);
            case "quick_reply_button" -> reply(body.get("label"), body.get("custom_reply_text"));
            case "callback" -> reply(body.get("label"), Json.ABSENT);
            case "reference" -> words(body.get("label"));
            case "collection" -> {
                readAll(body.get("sub_parts"));
                yield body.get("sub_parts").isArray() || body.get("sub_parts").isObject();
            }
            case "template_content" -> template(body);
            default -> false;
        };
    }

    private boolean text(Json body) {
        String content =
                body.isString() ? body.text() : body.firstOf("content", "text").text();
        if (content == null) {
            return body.isObject();
        }
        RichText rich;
        try {
            rich = RichTextReader.read(content);
        } catch (RuntimeException | StackOverflowError e) {
            // Not to be met; but it must not take the whole conversation along, and words that were hidden must not be
            // shown.
            skip("text");
            return true;
        }
        for (RichText.Piece piece : rich.pieces()) {
            if (piece instanceof RichText.Picture picture) {
                picture(picture);
            } else if (!Visible.isBlank(((RichText.Words) piece).text())) {
                add(new Content.Text(((RichText.Words) piece).text()));
            }
        }
        rich.omitted().forEach(omission -> skipped.add(skipped(omission)));
        return true;
    }

    /** Also at an address that leads nowhere: what was seen there has its place among the words. */
    private void picture(RichText.Picture picture) {
        URI url = WebAddress.of(picture.address());
        Media media = Media.at(url == null ? picture.address() : url.toString());
        add(new Content.Image(media, picture.alt().isEmpty() ? null : picture.alt()));
    }

    private static Skipped skipped(RichText.Omission omission) {
        return switch (omission) {
            case HIDDEN_PART -> new Skipped("Hidden part", Why.HIDDEN);
            case RELATIVE_ADDRESS -> new Skipped("Address of a link", Why.RELATIVE_ADDRESS);
            case NO_ADDRESS -> new Skipped("Picture or film", Why.NO_ADDRESS);
        };
    }

    private boolean words(Json label) {
        String text = Wire.text(label);
        if (text != null) {
            add(new Content.Text(text.strip()));
        }
        return text != null;
    }

    private boolean link(Json body) {
        String label = Wire.text(body.get("label"));
        String address = Wire.text(body.get("url"));
        URI url = WebAddress.of(address);
        if (url != null) {
            pieces.add(new Piece(null, new Button.Open(label == null ? url.toString() : label.strip(), url)));
            return true;
        }
        // No web address, for instance tel: or mailto:, which few networks take behind a button.
        String shown = WebAddress.inWords(address);
        String words = label == null ? shown : shown == null ? label.strip() : label.strip() + ": " + shown;
        if (words != null) {
            add(new Content.Text(words));
        }
        return words != null;
    }

    private boolean reply(Json label, Json spoken) {
        String words = label.textOr(spoken.textOr("")).strip();
        if (words.isEmpty()) {
            return false;
        }
        pieces.add(new Piece(null, new Button.Reply(words, spoken.textOr(words).strip())));
        return true;
    }

    private boolean media(Json body, String usualType) {
        URI url = WebAddress.of(body.get("url").text());
        url = url == null ? WebAddress.of(body.get("download_url").text()) : url;
        String hash = Wire.id(body.firstOf("fileHash", "file_hash"));
        String odd = url == null && hash == null ? oddAddress(body.get("url")) : null;
        if (url == null && hash == null && odd == null) {
            return false;
        }
        String type = Wire.id(body.firstOf("content_type", "contentType", "file_content_type"));
        Media media = Media.of(
                url != null ? url.toString() : odd != null ? odd : FILE_HASH + hash,
                name(body),
                type,
                Math.max(-1, body.firstOf("file_size_in_bytes", "file_size").numberOr(-1)));
        String kind = (type == null ? usualType : type).toLowerCase(Locale.ROOT);
        if (usualType.equals("image/") || kind.startsWith("image/")) {
            // Agents' pictures, sounds and films also come as "file".
            add(new Content.Image(media, null));
        } else if (kind.startsWith("audio/")) {
            add(new Content.Audio(media, null));
        } else if (usualType.equals("video/") || kind.startsWith("video/")) {
            add(new Content.Video(media, null));
        } else {
            add(new Content.File(media, null));
        }
        return true;
    }

    /** A web address that leads nowhere, as {@code https://cdn.example:99999/a.jpg}: kept, so that the fetch can say why not. */
    private static @Nullable String oddAddress(Json url) {
        String address = url.textOr("").strip();
        return address.matches("(?i)https?://\\S+") ? address : null;
    }

    private static @Nullable String name(Json body) {
        String name = Wire.text(body.firstOf("name", "file_name"));
        String extension =
                Wire.word(body.firstOf("file_extension", "file_extension_type").text(), MAX_NAME_CHARS);
        return name == null || name.contains(".") || extension.isEmpty() ? name : name + "." + extension;
    }

    private boolean template(Json body) {
        List<Card> cards = new ArrayList<>();
        if (isCard(body)) {
            card(body, cards);
        } else {
            for (Json part : sectionParts(body)) {
                if (isCard(part.get("template_content"))) {
                    card(part.get("template_content"), cards);
                } else {
                    // Any other template still reaches the customer, part by part.
                    readAll(Json.of(List.of(part)));
                }
            }
        }
        if (!cards.isEmpty()) {
            add(new Content.Cards(cards));
        }
        return body.get("sections").isArray();
    }

    private static boolean isCard(Json template) {
        return template.get("type").textOr("").startsWith("carousel_card");
    }

    private static List<Json> sectionParts(Json template) {
        return template.get("sections").items().stream()
                .flatMap(section -> section.get("parts").items().stream())
                .toList();
    }

    /** The names of a card's sections are not documented, so its parts count in their order: the first text is the title. */
    private void card(Json template, List<Card> cards) {
        PartReader inside = new PartReader();
        inside.readAll(Json.of(sectionParts(template)));
        skipped.addAll(inside.skipped);
        List<String> texts = new ArrayList<>();
        List<Button> buttons = new ArrayList<>();
        List<Piece> others = new ArrayList<>();
        Media picture = null;
        for (Piece piece : inside.pieces) {
            if (piece.button() != null) {
                buttons.add(piece.button());
            } else if (piece.content() instanceof Content.Image image && picture == null) {
                picture = image.media();
            } else if (piece.content() instanceof Content.Text text) {
                texts.add(text.text());
            } else {
                // A card has no place for a film, a file or a second picture: it goes as what it is.
                others.add(piece);
            }
        }
        if (texts.isEmpty()) {
            // Nothing to stand over the card.
            pieces.addAll(inside.pieces);
            return;
        }
        pieces.addAll(others);
        String rest = String.join("\n", texts.subList(1, texts.size()));
        cards.add(new Card(texts.get(0), rest.isEmpty() ? null : rest, picture, buttons));
    }

    private void add(Content content) {
        pieces.add(new Piece(content, null));
    }
}
