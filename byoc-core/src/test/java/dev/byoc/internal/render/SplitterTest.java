package dev.byoc.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.support.Graphemes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SplitterTest {
    private static final String FAMILY = "👨‍👩‍👧‍👦";
    private static final List<String> ALPHABET = List.of(
            "a", "b", " ", "\n", "\n\n", ". ", "가", "각", "é", "e\u0301", "😀", FAMILY, "🇰🇷", "👍🏽", "\u200d", "ﷺ",
            "\r\n", "! ");

    @Test
    void textOfExactlyTheLimitIsOnePiece() {
        assertThat(Splitter.split("x".repeat(1000), 1000, Unit.UTF16)).containsExactly("x".repeat(1000));
    }

    @Test
    void oneCharacterMoreMakesTwoPiecesInOrder() {
        assertThat(Splitter.split("x".repeat(1000) + "y", 1000, Unit.UTF16)).containsExactly("x".repeat(1000), "y");
    }

    @Test
    void emptyTextHasNoPieces() {
        assertThat(Splitter.split("", 1000, Unit.UTF16)).isEmpty();
    }

    @Test
    void longWordIsCutHard() {
        assertThat(Splitter.split("w".repeat(3000), 1000, Unit.UTF16))
                .containsExactly("w".repeat(1000), "w".repeat(1000), "w".repeat(1000));
    }

    @Test
    void emojiAtTheLimitIsNotHalved() {
        String text = "a".repeat(999) + "😀" + "b".repeat(10);

        assertThat(Splitter.split(text, 1000, Unit.UTF16)).containsExactly("a".repeat(999), "😀" + "b".repeat(10));
    }

    @Test
    void familiesStayTogether() {
        List<String> pieces = Splitter.split(FAMILY.repeat(400), 1000, Unit.UTF16);

        assertThat(pieces)
                .allSatisfy(piece -> assertThat(piece.replace(FAMILY, "")).isEmpty());
        assertThat(String.join("", pieces)).isEqualTo(FAMILY.repeat(400));
    }

    @Test
    void paragraphsComeBeforeLinesAndLinesBeforeSentencesAndSentencesBeforeWords() {
        assertThat(Splitter.split("One two. Three\nfour.\n\nFive six seven", 25, Unit.UTF16))
                .startsWith("One two. Three\nfour.\n\n");
        assertThat(Splitter.split("One two. Three\nfour. five six seven", 25, Unit.UTF16))
                .startsWith("One two. Three\n");
        assertThat(Splitter.split("One two three. four five six", 20, Unit.UTF16))
                .startsWith("One two three. ");
        assertThat(Splitter.split("one two three four five", 21, Unit.UTF16)).startsWith("one two three four ");
    }

    @Test
    void graphemeThatIsTooLargeByItselfIsCutBetweenItsCodePoints() {
        List<String> pieces = Splitter.split(FAMILY, 20, Unit.UTF8_BYTES);

        assertThat(pieces).hasSizeGreaterThan(1).allSatisfy(piece -> {
            assertThat(Graphemes.length(piece, Unit.UTF8_BYTES)).isLessThanOrEqualTo(20);
            assertThat(new String(
                            piece.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(piece);
        });
        assertThat(String.join("", pieces)).isEqualTo(FAMILY);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyTextIsGivenBackWithinEveryUnit(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(400); i > 0; i--) {
            text.append(
                    random.nextInt(4) == 0
                            ? Character.toString(random.nextInt(0xD800))
                            : ALPHABET.get(random.nextInt(ALPHABET.size())));
        }
        int max = 30 + random.nextInt(60);
        for (Unit unit : Unit.values()) {
            List<String> pieces = Splitter.split(text.toString(), max, unit);

            assertThat(String.join("", pieces)).as("seed %d, %s", seed, unit).isEqualTo(text.toString());
            assertThat(pieces)
                    .allSatisfy(
                            piece -> assertThat(Graphemes.length(piece, unit)).isBetween(1, max));
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("byoc.seeds", 200));
    }

    /** Looking at all of the rest for each piece would take minutes. */
    @ParameterizedTest
    @EnumSource(Unit.class)
    void longTextOfOneKindOfMarkIsSplitAllTheSame(Unit unit) {
        for (String mark : List.of("!", "\n", " ", "\u0301", "😀")) {
            String text = "a" + mark.repeat(500_000);

            assertThat(String.join("", Splitter.split(text, 20, unit)).equals(text))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void noGraphemeThatFitsIsCut(Unit unit) {
        String text = ("ab" + FAMILY + "각 👍🏽🇰🇷 é").repeat(50);

        List<String> joined = new ArrayList<>();
        Splitter.split(text, 60, unit).forEach(piece -> joined.addAll(Graphemes.of(piece)));

        assertThat(joined).isEqualTo(Graphemes.of(text));
    }
}
