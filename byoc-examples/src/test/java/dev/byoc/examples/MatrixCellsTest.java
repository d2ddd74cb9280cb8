package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.Quote;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each cell of docs/reference/messengers.md, from the relay to the messenger's own server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatrixCellsTest {
    static final Map<Class<? extends Content>, Content> EXAMPLES = examples();

    private final EveryMessenger everything = new EveryMessenger();

    private static Map<Class<? extends Content>, Content> examples() {
        Map<Class<? extends Content>, Content> examples = new LinkedHashMap<>();
        Media picture = EveryMessenger.PICTURE;
        List.<Content>of(
                        new Content.Text("Hello 👩‍👩‍👧"),
                        new Content.Image(picture, null),
                        new Content.Video(EveryMessenger.VIDEO, null),
                        new Content.Audio(EveryMessenger.SOUND, null),
                        new Content.File(EveryMessenger.FILE, null),
                        new Content.Location(37.5665, 126.978, null),
                        new Content.Contact("Sample Person", "+820000000000"),
                        new Content.Sticker(picture, "40133"),
                        new Content.Link(URI.create("https://shop.example.com/p/1?a=1"), null),
                        new Content.Buttons(
                                "Which one?",
                                List.of(new Button.Reply("Red", "Red"), new Button.Reply("Blue", "Blue"))),
                        new Content.Cards(List.of(
                                new Card("Lamp", "19.90", picture, List.of(new Button.Reply("Buy", "Buy the lamp"))),
                                new Card("Bulb", "2.90", picture, List.of(new Button.Reply("Buy", "Buy the bulb"))))),
                        new Content.Unsupported("poll", "yes or no"))
                .forEach(content -> examples.put(content.getClass(), content));
        return examples;
    }

    @BeforeAll
    void start() {
        everything.start();
    }

    @AfterAll
    void close() {
        everything.close();
    }

    static Stream<Arguments> cells() {
        return Matrix.channels().keySet().stream()
                .flatMap(channel ->
                        Matrix.rows().stream().map(kind -> Arguments.of(channel, kind.getSimpleName(), kind)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cells")
    void customerSeesWhatTheMatrixSays(String channel, String name, Class<? extends Content> kind) {
        Content content = EXAMPLES.get(kind);

        List<Seen> seen = everything.send(channel, content);

        String claim = Matrix.claim(Matrix.channels().get(channel), kind);
        switch (claim) {
            case Matrix.NATIVE ->
                assertThat(seen).singleElement().satisfies(one -> {
                    assertThat(one.kind()).isEqualTo(kind.getSimpleName());
                    assertThat(one.words()).contains(words(content));
                });
            case Matrix.AS_FILE ->
                assertThat(seen)
                        .singleElement()
                        .satisfies(one -> assertThat(one.kind()).isEqualTo("File"));
            case Matrix.AS_PICTURE ->
                assertThat(seen)
                        .singleElement()
                        .satisfies(one -> assertThat(one.kind()).isEqualTo("Image"));
            case Matrix.AS_PICTURES -> {
                assertThat(seen).extracting(Seen::kind).containsExactly("Image", "Text", "Image", "Text");
                assertThat(seen.get(1).words()).isEqualTo("Lamp\n19.90\n1. Buy");
                assertThat(seen.get(3).words()).isEqualTo("Bulb\n2.90\n2. Buy");
            }
            default ->
                assertThat(seen).singleElement().satisfies(one -> {
                    assertThat(one.kind()).isEqualTo("Text");
                    assertThat(one.words()).isEqualTo(content.plainText(Wording.ENGLISH));
                });
        }
    }

    static Set<String> channels() {
        return Matrix.channels().keySet();
    }

    @ParameterizedTest
    @MethodSource("channels")
    void customerSeesAPastedPictureAsTheMatrixSays(String channel) {
        String held = Base64.getEncoder().encodeToString(EveryMessenger.bytes(EveryMessenger.PICTURE));

        List<Seen> seen = everything.send(channel, new Content.Image(Media.at("data:image/jpeg;base64," + held), null));

        assertThat(Matrix.pasted(Matrix.channels().get(channel))).isEqualTo(Matrix.AS_PICTURE);
        assertThat(seen).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo("Image");
            assertThat(one.words()).doesNotContain("data:");
        });
    }

    @ParameterizedTest
    @MethodSource("channels")
    void customerSeesTheWordsOfAStickerAsTheMatrixSays(String channel) {
        Content sticker = new Content.Sticker(EveryMessenger.PICTURE, "wave", "hello there", "Cats");

        List<Seen> seen = everything.send(channel, sticker);

        String claim = Matrix.stickersWords(Matrix.channels().get(channel));
        assertThat(claim).isIn(Matrix.BESIDE, Matrix.BEFORE);
        assertThat(seen)
                .extracting(Seen::kind)
                .containsExactlyElementsOf(claim.equals(Matrix.BESIDE) ? List.of("Image") : List.of("Text", "Image"));
        assertThat(seen.get(0).words()).contains("hello there");
    }

    @ParameterizedTest
    @MethodSource("channels")
    void customerSeesHowLongAVideoIsAsTheMatrixSays(String channel) {
        Media film = EveryMessenger.VIDEO.withDuration(Duration.ofSeconds(137));

        List<Seen> seen = everything.send(channel, new Content.Video(film, null));

        String words = seen.get(0).words();
        switch (Matrix.length(Matrix.channels().get(channel))) {
            case Matrix.NATIVE -> assertThat(words.lines()).contains("137");
            case Matrix.AS_TEXT -> assertThat(words).contains("(2:17)");
            default -> assertThat(words).doesNotContain("137", "2:17");
        }
    }

    @ParameterizedTest
    @MethodSource("channels")
    void customerSeesThePreviewOfAVideoAsTheMatrixSays(String channel) {
        Media film = EveryMessenger.VIDEO.withPreview(EveryMessenger.PREVIEW);

        List<Seen> seen = everything.send(channel, new Content.Video(film, null));

        boolean shown = Matrix.preview(Matrix.channels().get(channel)).equals(Matrix.NATIVE);
        assertThat(seen)
                .singleElement()
                .satisfies(one -> assertThat(one.words().contains("small.jpg")).isEqualTo(shown));
    }

    @ParameterizedTest
    @MethodSource("channels")
    void customerSeesAQuotationAsTheMatrixSays(String channel) {
        List<Seen> seen =
                everything.send(channel, new Content.Text("Sold out."), new Quote("4711", "Red or blue?", null));

        assertThat(Matrix.quotation(Matrix.channels().get(channel))).isEqualTo(Matrix.AS_TEXT);
        assertThat(seen).containsExactly(new Seen("Text", "In reply to: “Red or blue?”\nSold out."));
    }

    private static List<String> words(Content content) {
        if (content instanceof Content.Text text) {
            return List.of(text.text());
        }
        if (content instanceof Content.Buttons) {
            return List.of("Which one?", "Red", "Blue");
        }
        if (content instanceof Content.Contact) {
            return List.of("Sample Person", "+820000000000");
        }
        if (content instanceof Content.Cards) {
            return List.of("Lamp", "19.90", "Bulb", "Buy the bulb");
        }
        if (content instanceof Content.Location) {
            return List.of("37.5665", "126.978");
        }
        return content instanceof Content.Link link ? List.of(link.url().toString()) : List.of("");
    }
}
