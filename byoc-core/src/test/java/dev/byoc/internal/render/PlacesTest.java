package dev.byoc.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.wording.Wording;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** What is left of an answer that was sent in part, when something has become of its files since. */
class PlacesTest {
    private static final Media JPEG = Media.of("https://media.example.net/a.jpg", "a.jpg", "image/jpeg", 1_000);
    private static final Media LARGE = Media.of("https://media.example.net/a.jpg", "a.jpg", "image/jpeg", 20_000);
    private static final Media UNKNOWN = Media.of("https://media.example.net/a", null, null, -1);
    private static final Content MISSING = new Content.Text("(Picture is missing)");
    private static final Capabilities PICTURES =
            Capabilities.text(1_000, Unit.UTF16).media(Content.Image.class, 5_000, 0, "image/jpeg");
    private static final Capabilities FILES = PICTURES.media(Content.File.class, 50_000, 0);

    private static SortedMap<Integer, Content> parts(
            Capabilities can, List<Content> written, List<Content> now, Set<Integer> done) {
        return Rendering.of(written, now, can, false, Wording.ENGLISH, done).parts();
    }

    /** What goes now, after so many parts of what went before were taken. */
    private static List<Content> left(
            Capabilities can, List<Content> written, List<Content> before, int taken, List<Content> now) {
        Set<Integer> done = new HashSet<>(
                List.copyOf(parts(can, written, before, Set.of()).keySet()).subList(0, taken));
        SortedMap<Integer, Content> left = parts(can, written, now, done);
        left.keySet().removeAll(done);
        return List.copyOf(left.values());
    }

    private static List<Content> captioned(Media media) {
        return List.of(new Content.Image(media, "the red button"));
    }

    @Test
    void pictureThatIsGoneIsToldAsMissingBehindItsWords() {
        List<Content> gone = List.of(new Content.Text("the red button\n(Picture is missing)"));

        assertThat(left(PICTURES, captioned(JPEG), captioned(JPEG), 1, gone)).containsExactly(MISSING);
    }

    @Test
    void pictureThatIsThereAgainIsNotSentAfterItWasToldAsMissing() {
        List<Content> gone = List.of(new Content.Text("the red button\n(Picture is missing)"));

        assertThat(left(PICTURES, captioned(JPEG), gone, 1, captioned(JPEG))).isEmpty();
    }

    @Test
    void wordsThatWereSentAreNotRepeatedWhereThePictureGoesAsAFile() {
        assertThat(left(FILES, captioned(JPEG), captioned(JPEG), 1, captioned(LARGE)))
                .containsExactly(new Content.File(LARGE, null));
    }

    @Test
    void wordsThatWereSentAreNotRepeatedWhereThePictureGoesAsALink() {
        assertThat(left(PICTURES, captioned(JPEG), captioned(JPEG), 1, captioned(LARGE)))
                .containsExactly(new Content.Text("Picture a.jpg: https://media.example.net/a.jpg"));
    }

    @Test
    void nothingIsLeftOfAPictureThatWasSentInWhateverForm() {
        List<Content> written = List.of(new Content.Image(UNKNOWN, null), new Content.Text("b"));
        List<Content> asPicture = List.of(new Content.Image(JPEG, null), new Content.Text("b"));
        List<Content> asFile = List.of(new Content.Image(LARGE, null), new Content.Text("b"));
        List<Content> gone = List.of(MISSING, new Content.Text("b"));

        assertThat(left(FILES, written, asPicture, 1, gone)).containsExactly(new Content.Text("b"));
        assertThat(left(FILES, written, asPicture, 1, asFile)).containsExactly(new Content.Text("b"));
        assertThat(left(FILES, written, asFile, 1, gone)).containsExactly(new Content.Text("b"));
        assertThat(left(FILES, written, asFile, 1, asPicture)).containsExactly(new Content.Text("b"));
        assertThat(left(FILES, written, gone, 1, asPicture)).containsExactly(new Content.Text("b"));
    }

    @Test
    void fileThatWasSentIsNeededNoMoreAndIsKnownToHaveBeenSent() {
        List<Content> written = List.of(new Content.Image(JPEG, null));
        Set<Integer> done = parts(PICTURES, written, written, Set.of()).keySet();

        List<Content> unsent = Rendering.unsent(written, done);

        assertThat(unsent).containsExactly(new Content.Text(""));
        assertThat(parts(PICTURES, written, unsent, done)).containsOnlyKeys(done);
    }

    private static List<Content> cards(Media picture) {
        return List.of(new Content.Cards(
                List.of(new Card("First", null, picture, List.of()), new Card("Second", null, picture, List.of()))));
    }

    @Test
    void cardKeepsItsPlaceThoughPicturesOfCardsAreGone() {
        assertThat(left(PICTURES, cards(JPEG), cards(JPEG), 2, cards(UNKNOWN)))
                .containsExactly(new Content.Text("Second\nhttps://media.example.net/a"));
    }

    @Test
    void cardsWordsAreNotRepeatedAsItsPictureIsThereAgain() {
        assertThat(left(PICTURES, cards(JPEG), cards(UNKNOWN), 2, cards(JPEG)))
                .noneMatch(Content.Text.class::isInstance);
    }

    @Test
    void pictureOfACardThatWasSentIsNotNamedWithItsWords() {
        assertThat(left(PICTURES, cards(JPEG), cards(JPEG), 1, cards(UNKNOWN)).get(0))
                .isEqualTo(new Content.Text("First"));
    }

    @Test
    void keyboardGoesWithTheWordsOfWhatTheChannelHasNoFormFor() {
        List<Button> yes = List.of(new Button.Reply("Yes", "Yes"));
        List<Content> said = List.of(new Content.Video(LARGE, null), new Content.Buttons("", yes));

        assertThat(parts(PICTURES.keyboard(10), said, said, Set.of()).values())
                .containsExactly(new Content.Buttons("Video a.jpg: https://media.example.net/a.jpg", yes));
    }

    @Test
    void keyboardIsSentThoughThePictureBeforeItIsGone() {
        Content buttons = new Content.Buttons("", List.of(new Button.Reply("Yes", "Yes")));
        List<Content> said = List.of(new Content.Image(JPEG, null), buttons);

        assertThat(left(PICTURES.keyboard(10), said, said, 1, List.of(MISSING, buttons)))
                .containsExactly(buttons);
    }
}
