package dev.byoc.testkit;

import dev.byoc.channel.Capabilities;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.Pixels;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every kind of content, with and without the parts that may be missing. */
final class OneOfEach {
    private static final int SOME_BYTES = 10_000;

    private OneOfEach() {}

    static List<Content> contents() {
        Media picture = file("parcel.jpg", "image/jpeg");
        return List.of(
                new Content.Text("hello"),
                new Content.Text("안녕 👩‍👩‍👧 <b>\"&'"),
                new Content.Image(picture, null),
                new Content.Image(picture, "your parcel"),
                new Content.Image(file("noname.webp", "image/webp"), null),
                new Content.Image(Media.at("https://media.example.test/no-extension"), null),
                new Content.Video(file("how-to.mp4", "video/mp4"), null),
                new Content.Video(file("how-to.mp4", "video/mp4"), "how to"),
                new Content.Video(
                        file("how-to.mp4", "video/mp4")
                                .withDuration(Duration.ofHours(2))
                                .withPixels(new Pixels(1920, 1080))
                                .withPreview(picture),
                        null),
                new Content.Audio(file("note.mp3", "audio/mpeg"), null),
                new Content.File(file("invoice.pdf", "application/pdf"), null),
                new Content.File(file("setup.exe", "application/octet-stream"), null),
                new Content.File(Media.of("https://media.example.test/x.bin", null, null, Long.MAX_VALUE), "large"),
                new Content.Location(0, 0, null),
                new Content.Location(37.5665, 126.978, "our shop"),
                new Content.Contact("Sample Courier", "+12025550143"),
                new Content.Contact("Sample Courier", null),
                new Content.Sticker(null, "40100"),
                new Content.Sticker(picture, "wave"),
                new Content.Sticker(picture, "wave", "hello!", "Cats"),
                new Content.Link(URI.create("https://shop.example.com/p/1?ref=a&x=1"), null),
                new Content.Link(URI.create("https://shop.example.com/p/1"), "the lamp"),
                new Content.Buttons(
                        "Which one?",
                        List.of(
                                new Button.Reply("Red", "red"),
                                new Button.Open("Shop", URI.create("https://shop.example.com/")))),
                new Content.Buttons("Which one?", List.of()),
                new Content.Cards(List.of(
                        new Card("Lamp", "19.90", picture, List.of(new Button.Reply("Buy", "buy lamp"))),
                        new Card("Bulb", null, null, List.of()))),
                new Content.Cards(List.of()),
                new Content.Unsupported("poll", null),
                new Content.Unsupported("poll", "yes or no"));
    }

    /** Whether a channel with these limits says that it takes this content. */
    static boolean within(Capabilities.Limits limits, Content content) {
        if (content instanceof Content.Image image) {
            return within(limits, image.media(), image.caption());
        }
        if (content instanceof Content.Video video) {
            return within(limits, video.media(), video.caption());
        }
        if (content instanceof Content.Audio audio) {
            return within(limits, audio.media(), audio.caption());
        }
        if (content instanceof Content.File file) {
            return within(limits, file.media(), file.caption());
        }
        // Of the others, limits tell nothing: one plain example of each kind is enough.
        return content instanceof Content.Text
                || (content instanceof Content.Location point && point.label() == null)
                || (content instanceof Content.Contact contact && contact.phone() != null)
                || (content instanceof Content.Link link && link.label() == null)
                || (content instanceof Content.Buttons buttons
                        && !buttons.buttons().isEmpty())
                || (content instanceof Content.Cards cards && !cards.cards().isEmpty());
    }

    private static boolean within(Capabilities.Limits limits, Media media, @Nullable String caption) {
        boolean ordinary = media.sizeBytes() == SOME_BYTES && !"setup.exe".equals(media.fileName());
        return ordinary
                && limits.takes(media.contentType())
                && (caption == null || caption.length() <= limits.maxCaption());
    }

    private static Media file(String name, String type) {
        return Media.of("https://media.example.test/out/" + name, name, type, SOME_BYTES);
    }
}
