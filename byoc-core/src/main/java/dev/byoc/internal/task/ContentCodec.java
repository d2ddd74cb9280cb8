package dev.byoc.internal.task;

import dev.byoc.json.Json;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Contents as JSON, for the store. The tags are stored, so they never change. */
public final class ContentCodec {
    private static final String TEXT = "text";
    private static final String IMAGE = "image";
    private static final String VIDEO = "video";
    private static final String AUDIO = "audio";
    private static final String FILE = "file";
    private static final String LOCATION = "location";
    private static final String CONTACT = "contact";
    private static final String STICKER = "sticker";
    private static final String LINK = "link";
    private static final String BUTTONS = "buttons";
    private static final String CARDS = "cards";
    private static final String UNSUPPORTED = "unsupported";

    private static final Map<Class<? extends Content>, String> TAGS = Map.ofEntries(
            Map.entry(Content.Text.class, TEXT),
            Map.entry(Content.Image.class, IMAGE),
            Map.entry(Content.Video.class, VIDEO),
            Map.entry(Content.Audio.class, AUDIO),
            Map.entry(Content.File.class, FILE),
            Map.entry(Content.Location.class, LOCATION),
            Map.entry(Content.Contact.class, CONTACT),
            Map.entry(Content.Sticker.class, STICKER),
            Map.entry(Content.Link.class, LINK),
            Map.entry(Content.Buttons.class, BUTTONS),
            Map.entry(Content.Cards.class, CARDS),
            Map.entry(Content.Unsupported.class, UNSUPPORTED));

    private ContentCodec() {}

    public static List<Json> write(List<Content> contents) {
        return contents.stream().map(ContentCodec::write).toList();
    }

    public static List<Content> read(Json array) {
        return array.items().stream().map(ContentCodec::content).toList();
    }

    private static Json write(Content content) {
        Json.Builder json = Json.object().put("kind", TAGS.get(content.getClass()));
        if (content instanceof Content.Text text) {
            json.put("text", text.text()).put("media", MediaCodec.write(text.full()));
        } else if (content instanceof Content.Image image) {
            json.put("media", MediaCodec.write(image.media())).put("caption", image.caption());
        } else if (content instanceof Content.Video video) {
            json.put("media", MediaCodec.write(video.media())).put("caption", video.caption());
        } else if (content instanceof Content.Audio audio) {
            json.put("media", MediaCodec.write(audio.media())).put("caption", audio.caption());
        } else if (content instanceof Content.File file) {
            json.put("media", MediaCodec.write(file.media())).put("caption", file.caption());
        } else if (content instanceof Content.Location location) {
            json.put("lat", location.latitude())
                    .put("lon", location.longitude())
                    .put("label", location.label());
        } else if (content instanceof Content.Contact contact) {
            json.put("name", contact.name()).put("phone", contact.phone());
        } else if (content instanceof Content.Sticker sticker) {
            json.put("media", MediaCodec.write(sticker.picture()))
                    .put("name", sticker.name())
                    .put("text", sticker.text())
                    .put("pack", sticker.pack());
        } else if (content instanceof Content.Link link) {
            json.put("url", link.url().toString()).put("label", link.label());
        } else if (content instanceof Content.Buttons buttons) {
            json.put("text", buttons.prompt()).put("buttons", buttons(buttons.buttons()));
        } else if (content instanceof Content.Cards cards) {
            json.put("cards", cards.cards().stream().map(ContentCodec::card).toList());
        } else if (content instanceof Content.Unsupported unsupported) {
            json.put("name", unsupported.kind()).put("text", unsupported.text());
        }
        return json.build();
    }

    private static Content content(Json json) {
        String kind = json.get("kind").textOr("");
        String caption = json.get("caption").text();
        return switch (kind) {
            case TEXT -> new Content.Text(MediaCodec.string(json, "text"), MediaCodec.read(json.get("media")));
            case IMAGE -> new Content.Image(media(json), caption);
            case VIDEO -> new Content.Video(media(json), caption);
            case AUDIO -> new Content.Audio(media(json), caption);
            case FILE -> new Content.File(media(json), caption);
            case LOCATION ->
                new Content.Location(
                        number(json, "lat"),
                        number(json, "lon"),
                        json.get("label").text());
            case CONTACT ->
                new Content.Contact(
                        MediaCodec.string(json, "name"), json.get("phone").text());
            case STICKER ->
                new Content.Sticker(
                        MediaCodec.read(json.get("media")),
                        MediaCodec.string(json, "name"),
                        json.get("text").text(),
                        json.get("pack").text());
            case LINK ->
                new Content.Link(
                        URI.create(MediaCodec.string(json, "url")),
                        json.get("label").text());
            case BUTTONS -> new Content.Buttons(MediaCodec.string(json, "text"), readButtons(json.get("buttons")));
            case CARDS ->
                new Content.Cards(json.get("cards").items().stream()
                        .map(ContentCodec::readCard)
                        .toList());
            case UNSUPPORTED ->
                new Content.Unsupported(
                        MediaCodec.string(json, "name"), json.get("text").text());
            default -> throw new IllegalStateException("a newer version stored content of kind " + kind);
        };
    }

    private static Media media(Json content) {
        Media media = MediaCodec.read(content.get("media"));
        if (media == null) {
            throw new IllegalStateException("stored content without its file");
        }
        return media;
    }

    private static List<Json> buttons(List<Button> buttons) {
        return buttons.stream()
                .map(button -> {
                    Json.Builder json = Json.object().put("label", button.label());
                    if (button instanceof Button.Open open) {
                        json.put("url", open.url().toString());
                    } else if (button instanceof Button.Reply reply) {
                        json.put("text", reply.text());
                    }
                    return json.build();
                })
                .toList();
    }

    private static List<Button> readButtons(Json array) {
        return array.items().stream()
                .map(json -> json.get("url").isPresent()
                        ? (Button) new Button.Open(
                                MediaCodec.string(json, "label"), URI.create(MediaCodec.string(json, "url")))
                        : new Button.Reply(MediaCodec.string(json, "label"), MediaCodec.string(json, "text")))
                .toList();
    }

    private static Json card(Card card) {
        return Json.object()
                .put("title", card.title())
                .put("text", card.text())
                .put("media", MediaCodec.write(card.picture()))
                .put("buttons", buttons(card.buttons()))
                .build();
    }

    private static Card readCard(Json json) {
        return new Card(
                MediaCodec.string(json, "title"),
                json.get("text").text(),
                MediaCodec.read(json.get("media")),
                readButtons(json.get("buttons")));
    }

    private static double number(Json json, String name) {
        Double number = json.get(name).decimal();
        if (number == null) {
            throw new IllegalStateException("stored content without " + name);
        }
        return number;
    }
}
