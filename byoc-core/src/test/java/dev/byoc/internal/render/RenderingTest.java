package dev.byoc.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.event.Loss;
import dev.byoc.internal.task.MediaContents;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.support.Graphemes;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a channel gets of an answer. */
class RenderingTest {
    private static final Media JPEG = Media.of("https://media.example.net/a.jpg", "a.jpg", "image/jpeg", 1_000);
    private static final Media MP3 = Media.of("https://media.example.net/a.mp3", "a.mp3", "audio/mpeg", 1_000);
    private static final Capabilities TEXT = Capabilities.text(1_000, Unit.UTF16);
    private static final Capabilities PICTURES = TEXT.media(Content.Image.class, 5_000, 0, "image/jpeg");
    private static final Capabilities FILES = PICTURES.media(Content.File.class, 5_000, 0);

    @Test
    void soundGoesAsAFileWhereThereAreFilesAndElseAsALink() {
        Content sound = new Content.Audio(MP3, null);

        assertThat(shown(FILES, sound)).containsExactly(new Content.File(MP3, null));
        assertThat(shown(TEXT, sound))
                .containsExactly(new Content.Text("Audio a.mp3: https://media.example.net/a.mp3"));
    }

    @Test
    void pictureOfATypeThatIsNotTakenGoesAsAFile() {
        Media webp = Media.of("https://media.example.net/a.webp", null, null, -1);

        Rendering rendering = rendered(FILES, new Content.Image(webp, null));

        assertThat(rendering.parts().values())
                .containsExactly(new Content.File(Media.of(webp.ref(), null, "image/webp", -1), null));
        assertThat(rendering.losses())
                .containsExactly(new Loss(Loss.Kind.DEGRADED, "Image", Loss.Reason.WRONG_TYPE, null, ""));
    }

    @Test
    void stickerGoesAsItsPictureAndElseByItsName() {
        assertThat(shown(PICTURES, new Content.Sticker(JPEG, "40133"))).containsExactly(new Content.Image(JPEG, null));
        assertThat(shown(TEXT, new Content.Sticker(JPEG, "40133"))).containsExactly(new Content.Text("Sticker: 40133"));
    }

    @Test
    void cardsGoAsPicturesAndTextsWhoseButtonsAreNumberedThrough() {
        Content cards = new Content.Cards(List.of(
                new Card("Lamp", "19.90", JPEG, List.of(new Button.Reply("Buy", "buy lamp"))),
                new Card("Bulb", null, null, List.of(new Button.Open("See", URI.create("https://shop.example/b"))))));

        assertThat(shown(PICTURES, cards))
                .containsExactly(
                        new Content.Image(JPEG, null),
                        new Content.Text("Lamp\n19.90\n1. Buy"),
                        new Content.Text("Bulb\n2. See: https://shop.example/b"));
    }

    @Test
    void buttonsOfSeveralPartsGoTogetherWithTheLastOneWhereThereIsOneKeyboard() {
        Button yes = new Button.Reply("Yes", "Yes");
        Button no = new Button.Reply("No", "No");
        Content[] said = {
            new Content.Buttons("Sure?", List.of(yes)), new Content.Buttons("Or?", List.of(no)), new Content.Text("Bye")
        };

        assertThat(shown(TEXT.keyboard(10), said))
                .containsExactly(
                        new Content.Text("Sure?"),
                        new Content.Text("Or?"),
                        new Content.Buttons("Bye", List.of(yes, no)));
        assertThat(shown(TEXT.also(Content.Buttons.class, 10), said)).containsExactly(said);
        assertThat(shown(TEXT.keyboard(1), said).get(2)).isEqualTo(new Content.Text("Bye\n1. Yes\n2. No"));
    }

    @Test
    void fileWithoutAnAddressIsNamedAndToldAsLeftOut() {
        Rendering rendering = rendered(TEXT, new Content.File(Media.of("freshchat-file:1", "q.pdf", null, -1), null));

        assertThat(rendering.parts().values()).containsExactly(new Content.Text("File q.pdf: (cannot be shown)"));
        assertThat(rendering.losses())
                .containsExactly(new Loss(Loss.Kind.DROPPED, "File", Loss.Reason.NO_ADDRESS, null, ""));
    }

    @Test
    void emptyThingsShowNothing() {
        assertThat(shown(
                        TEXT.keyboard(3),
                        new Content.Text(" \n"),
                        new Content.Buttons("", List.of()),
                        new Content.Cards(List.of())))
                .isEmpty();
    }

    private static List<Content> shown(Capabilities can, Content... contents) {
        return List.copyOf(rendered(can, contents).parts().values());
    }

    private static Rendering rendered(Capabilities can, Content... contents) {
        return Rendering.of(List.of(contents), List.of(contents), can, false, Wording.ENGLISH, Set.of());
    }

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("byoc.seeds", 300));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void channelGetsOnlyWhatItSaidItCanAndNothingIsLostSilently(long seed) {
        RandomContents random = new RandomContents(seed);
        Capabilities can = random.capabilities();
        List<Content> said = random.contents();

        Rendering rendering = Rendering.of(said, said, can, false, Wording.ENGLISH, Set.of());
        List<Content> shown = List.copyOf(rendering.parts().values());

        assertThat(shown).allSatisfy(part -> assertWithin(part, can));
        if (can.hasKeyboard() && !shown.isEmpty()) {
            assertThat(shown.subList(0, shown.size() - 1)).noneMatch(Content.Buttons.class::isInstance);
        }
        for (Class<? extends Content> kind : List.of(
                Content.Location.class,
                Content.Contact.class,
                Content.Link.class,
                Content.Video.class,
                Content.Audio.class,
                Content.Sticker.class)) {
            long lost = rendering.losses().stream()
                    .filter(loss -> loss.content().equals(kind.getSimpleName()))
                    .count();
            assertThat(count(shown, kind) + lost).as("%s", kind).isEqualTo(count(said, kind));
        }
        if (rendering.losses().isEmpty()) {
            assertThat(count(shown, Content.Image.class)).isEqualTo(count(said, Content.Image.class));
            assertThat(count(shown, Content.File.class)).isEqualTo(count(said, Content.File.class));
            assertThat(buttons(shown)).isEqualTo(buttons(said));
        }
        String words = squeezed(
                String.join("", shown.stream().map(RenderingTest::wordsOf).toList()));
        said.forEach(content -> assertThat(words).contains(squeezed(wordsOf(content))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void interruptedAnswerIsResumedWhereItStoppedInWhateverForm(long seed) {
        RandomContents random = new RandomContents(seed);
        Capabilities can = random.capabilities();
        List<Content> said = random.contents();

        boolean numbered = seed % 2 == 0;

        assertThat(sent(said, can, numbered, seed, true)).isEqualTo(sent(said, can, numbered, seed, false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerThatWasBegunGoesOnAsItWasBegunWhateverTheOptionIsNow(boolean numbered) {
        List<Content> said = List.of(new Content.Text("word ".repeat(500)));
        Capabilities can = Capabilities.text(100, Unit.UTF16);
        SortedMap<Integer, Content> parts = Rendering.of(said, said, can, numbered, Wording.ENGLISH, Set.of())
                .parts();

        Set<Integer> done = Set.of(parts.firstKey());

        assertThat(parts.get(parts.firstKey()).plainText(Wording.ENGLISH).startsWith("(1/"))
                .isEqualTo(numbered);
        assertThat(Rendering.of(said, said, can, !numbered, Wording.ENGLISH, done)
                        .parts())
                .isEqualTo(parts);
    }

    /** What a network gets that refuses some parts, of a relay that is interrupted now and then. */
    private static List<Content> sent(
            List<Content> said, Capabilities can, boolean numbered, long seed, boolean interrupted) {
        Random crash = new Random(seed);
        Set<Integer> done = new HashSet<>();
        List<Content> sent = new ArrayList<>();
        SortedMap<Integer, Content> left = new TreeMap<>(
                Rendering.of(said, said, can, numbered, Wording.ENGLISH, done).parts());
        while (!left.isEmpty()) {
            int number = left.firstKey();
            Content part = left.remove(number);
            boolean refused = !(part instanceof Content.Text) && new Random(seed + number).nextBoolean();
            if (refused) {
                left.putAll(Rendering.instead(number, part, can, numbered, Wording.ENGLISH));
            } else {
                sent.add(part);
                done.add(number);
            }
            if (interrupted && crash.nextInt(3) == 0) {
                left = new TreeMap<>(Rendering.of(said, said, can, numbered, Wording.ENGLISH, done)
                        .parts());
                left.keySet().removeAll(done);
            }
        }
        return sent;
    }

    private static void assertWithin(Content part, Capabilities can) {
        Capabilities.Limits limits = can.limits(part.getClass());
        assertThat(limits).as("%s", part.getClass()).isNotNull();
        if (part instanceof Content.Text text) {
            assertThat(text.text()).isNotBlank();
            assertThat(Graphemes.length(text.text(), can.unit())).isBetween(1, can.maxText());
        } else if (part instanceof Content.Buttons buttons) {
            assertThat(buttons.buttons()).hasSizeBetween(1, limits.most());
            assertThat(Graphemes.length(buttons.prompt(), can.unit())).isLessThanOrEqualTo(can.maxText());
        } else if (part instanceof Content.Cards cards) {
            assertThat(cards.cards()).hasSizeBetween(1, limits.most());
        }
        Media media = MediaContents.mediaOf(part);
        String caption = MediaContents.captionOf(part);
        if (media != null) {
            assertThat(limits.takes(media.contentType())).isTrue();
            assertThat(media.sizeBytes()).isLessThanOrEqualTo(limits.maxBytes());
        }
        if (caption != null) {
            assertThat(Graphemes.length(caption, can.unit())).isLessThanOrEqualTo(limits.maxCaption());
        }
    }

    private static long count(List<Content> contents, Class<? extends Content> kind) {
        return contents.stream().filter(kind::isInstance).count();
    }

    private static List<Button> buttons(List<Content> contents) {
        return contents.stream()
                .filter(Content.Buttons.class::isInstance)
                .flatMap(content -> ((Content.Buttons) content).buttons().stream())
                .toList();
    }

    /** The words that people wrote, wherever they stand. */
    private static String wordsOf(Content content) {
        if (content instanceof Content.Text text) {
            return text.text();
        }
        if (content instanceof Content.Buttons buttons) {
            return buttons.prompt();
        }
        String caption = MediaContents.captionOf(content);
        return caption == null ? "" : caption;
    }

    /** Blanks at the seams are not kept. */
    private static String squeezed(String text) {
        return text.replaceAll("\\s", "");
    }
}
