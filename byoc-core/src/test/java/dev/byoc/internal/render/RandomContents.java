package dev.byoc.internal.render;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Any answer and any channel, the same for the same seed. */
final class RandomContents {
    private static final List<String> WORDS = List.of(
            "a", "word", " ", "\n", "\n\n", ". ", "가각", "e\u0301", "😀", "👨‍👩‍👧‍👦", "🇰🇷", "\u200d", "!!", "<b>");
    private static final List<String> TYPES =
            List.of("image/jpeg", "image/png", "video/mp4", "audio/mpeg", "application/pdf");

    private final Random random;

    RandomContents(long seed) {
        this.random = new Random(seed);
    }

    Capabilities capabilities() {
        Capabilities can = Capabilities.text(20 + random.nextInt(200), one(List.of(Unit.values())));
        for (Class<? extends Content> kind :
                List.of(Content.Image.class, Content.Video.class, Content.Audio.class, Content.File.class)) {
            if (random.nextBoolean()) {
                String[] types = random.nextBoolean() ? new String[0] : new String[] {one(TYPES), "image/*"};
                can = can.media(kind, random.nextInt(3_000), random.nextInt(60), types);
            }
        }
        for (Class<? extends Content> kind :
                List.of(Content.Location.class, Content.Contact.class, Content.Sticker.class, Content.Link.class)) {
            can = random.nextBoolean() ? can.also(kind) : can;
        }
        can = random.nextBoolean() ? can.also(Content.Cards.class, 1 + random.nextInt(3)) : can;
        return switch (random.nextInt(3)) {
            case 0 -> can.keyboard(1 + random.nextInt(5));
            case 1 -> can.also(Content.Buttons.class, 1 + random.nextInt(5));
            default -> can;
        };
    }

    List<Content> contents() {
        List<Content> contents = new ArrayList<>();
        for (int i = random.nextInt(7); i >= 0; i--) {
            contents.add(content());
        }
        return contents;
    }

    private Content content() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> new Content.Text(words(80));
            case 2 -> new Content.Image(media(), caption());
            case 3 -> new Content.Video(media(), caption());
            case 4 -> new Content.Audio(media(), caption());
            case 5 -> new Content.File(media(), caption());
            case 6 ->
                new Content.Location(random.nextInt(90), random.nextInt(180), random.nextBoolean() ? "here" : null);
            case 7 -> new Content.Contact("Ada", random.nextBoolean() ? "+44" : null);
            case 8 -> new Content.Sticker(random.nextBoolean() ? media() : null, "40133");
            case 9 -> new Content.Link(URI.create("https://shop.example/"), random.nextBoolean() ? "the shop" : null);
            case 10 -> new Content.Buttons(words(40), buttons(6));
            default -> cards();
        };
    }

    private Content cards() {
        List<Card> cards = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            cards.add(new Card(
                    "Card", random.nextBoolean() ? "text" : null, random.nextBoolean() ? media() : null, buttons(2)));
        }
        return new Content.Cards(cards);
    }

    private List<Button> buttons(int most) {
        List<Button> buttons = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            buttons.add(
                    random.nextBoolean()
                            ? new Button.Reply("Yes", "yes")
                            : new Button.Open("Shop", URI.create("https://shop.example/")));
        }
        return buttons;
    }

    private Media media() {
        String name = one(List.of("a.jpg", "b.png", "c.webp", "d.mp4", "e", "f.pdf"));
        return Media.of(
                random.nextInt(9) == 0 ? "freshchat-file:" + name : "https://media.example.net/" + name,
                random.nextBoolean() ? name : null,
                random.nextBoolean() ? one(TYPES) : null,
                random.nextInt(4_000) - 1);
    }

    private @Nullable String caption() {
        return random.nextBoolean() ? null : words(20);
    }

    private String words(int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append(random.nextInt(5) == 0 ? Character.toString(random.nextInt(0xD800)) : one(WORDS));
        }
        return text.toString();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
