package dev.byoc.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.byoc.wording.Wording;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTest {
    private static final Media PREVIEW = Media.of("https://x/p.jpg", "p.jpg", "image/jpeg", 4_000);
    private static final Media FILM = Media.of("https://x/a.mp4?key=1", "a.mp4", "video/mp4", 10_000)
            .withDuration(Duration.ofMillis(42_500))
            .withPixels(new Pixels(1280, 720))
            .withPreview(PREVIEW);

    static Stream<Media> changes() {
        return Stream.of(
                FILM.withRef("https://x/b.mp4"),
                FILM.withFileName(null),
                FILM.withContentType(null),
                FILM.withSizeBytes(-1),
                FILM.withDuration(null),
                FILM.withPixels(null),
                FILM.withPreview(null));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void eachChangeMakesAnotherOneAndKeepsTheRest(Media changed) {
        Media back = changed.withRef(FILM.ref())
                .withFileName(FILM.fileName())
                .withContentType(FILM.contentType())
                .withSizeBytes(FILM.sizeBytes())
                .withDuration(FILM.duration())
                .withPixels(FILM.pixels())
                .withPreview(FILM.preview());

        assertThat(changed).isNotEqualTo(FILM);
        assertThat(back).isEqualTo(FILM).hasSameHashCodeAs(FILM);
    }

    @Test
    void fileThatIsFoundElsewhereKeepsWhatOnlyItsSenderKnew() {
        assertThat(FILM.foundAs(Media.of("freshchat:1", "b.mp4", "video/quicktime", 9)))
                .isEqualTo(FILM.withRef("freshchat:1")
                        .withFileName("b.mp4")
                        .withContentType("video/quicktime")
                        .withSizeBytes(9));
    }

    @Test
    void addressesAndNamesAreNotShownInLogs() {
        assertThat(FILM).hasToString("Media[video/mp4, 10000 bytes]");
        assertThat(new Quote("m-1", "my words", "Anna")).hasToString("Quote[m-1]");
        assertThat(new Forward("Anna")).hasToString("Forward[]");
    }

    @Test
    void previewHasNoPreview() {
        assertThatIllegalArgumentException().isThrownBy(() -> PREVIEW.withPreview(FILM));
    }

    @Test
    void durationIsOneThatCanBeStored() {
        assertThatIllegalArgumentException().isThrownBy(() -> FILM.withDuration(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> FILM.withDuration(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThat(FILM.withDuration(Duration.ZERO).duration()).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,0", "-1,1"})
    void pixelsAreAtLeastOneEachWay(int width, int height) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pixels(width, height));
    }

    @ParameterizedTest
    @CsvSource({
        "0, Audio: https://x/a",
        "1, Audio (0:01): https://x/a",
        "999, Audio (0:01): https://x/a",
        "42500, Audio (0:42): https://x/a",
        "3599000, Audio (59:59): https://x/a",
        "3723000, Audio (1:02:03): https://x/a",
    })
    void lengthOfASoundStandsInItsLine(long millis, String line) {
        Media sound = Media.at("https://x/a").withDuration(Duration.ofMillis(millis));

        assertThat(new Content.Audio(sound, null).plainText(Wording.ENGLISH)).isEqualTo(line);
    }

    static Stream<Content.Sticker> stickers() {
        return Stream.of(
                new Content.Sticker(null, "1"),
                new Content.Sticker(null, "1", "hello", "Cats"),
                new Content.Sticker(null, "1", " \u200B", "Cats"),
                new Content.Sticker(null, "1", "a\nb", ""),
                new Content.Sticker(null, "", "hello", null),
                new Content.Sticker(null, " ", null, null));
    }

    @Test
    void stickerIsNamedByWhateverIsKnownOfIt() {
        assertThat(stickers().map(sticker -> sticker.plainText(Wording.ENGLISH)))
                .containsExactly(
                        "Sticker: 1",
                        "Sticker: 1 (Cats): hello",
                        "Sticker: 1 (Cats)",
                        "Sticker: 1: a b",
                        "Sticker: hello",
                        "Sticker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u200B"})
    void referenceIsOne(String blank) {
        assertThatIllegalArgumentException().isThrownBy(() -> FILM.withRef(blank));
    }
}
