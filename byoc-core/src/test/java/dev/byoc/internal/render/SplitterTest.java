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
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Limit, text and pieces, with "|" between these; "_" stands for a blank. */
    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', textBlock = """
            30 -> See_https://shop.example/a/b/c_now -> See_https://shop.example/a/b/c|_now
            24 -> x_https://shop.example/ab -> x_|https://shop.example/ab
            23 -> https://shop.example/ab_https://shop.example/cd -> https://shop.example/ab|_|https://shop.example/cd
            24 -> https://shop.example/ab_https://shop.example/cd -> https://shop.example/ab_|https://shop.example/cd
            30 -> https://shop.example/1,https://shop.example/2,https://shop.example/3 -> https://shop.example/1,|https://shop.example/2,|https://shop.example/3
            30 -> https://shop.example/1https://shop.example/2 -> https://shop.example/1|https://shop.example/2
            30 -> see_it_(https://shop.example/abcd) -> see_it_|(https://shop.example/abcd)
            25 -> see_it_(https://shop.example/abcd) -> see_it_(|https://shop.example/abcd|)
            29 -> see_https://en.example/Java(isle)_now -> see_|https://en.example/Java(isle)|_now
            25 -> see_https://shop.example/abcd. -> see_|https://shop.example/abcd|.
            26 -> see_https://shop.example/abcd. -> see_|https://shop.example/abcd.
            26 -> see_<https://shop.example/ab>! -> see_|<https://shop.example/ab>!
            30 -> a_b_c_d_https://shop.example/?u=https://b.example/ -> a_b_c_d_https://shop.example/?|u=https://b.example/
            45 -> a_b_c_d_https://shop.example/?u=https://b.example/ -> a_b_c_d_|https://shop.example/?u=https://b.example/
            24 -> look_at_www.shop.example/abc -> look_at_|www.shop.example/abc
            24 -> write_to_kim.lee@shop.example -> write_to_|kim.lee@shop.example
            24 -> it_is_shop.example/abc/def/gh -> it_is_|shop.example/abc/def/gh
            26 -> 여기https://shop.example/abcd에서 -> 여기|https://shop.example/abcd에|서
            27 -> 여기https://shop.example/abcd에서 -> 여기|https://shop.example/abcd에서
            30 -> 请看https://shop.example/a。然后再看一看这个东西好吗 -> 请看https://shop.example/a。|然后再看一看这个东西好吗
            """)
    void anAddressThatFitsOnePieceIsNotCut(int max, String text, String pieces) {
        assertThat(Splitter.split(text.replace('_', ' '), max, Unit.UTF16))
                .isEqualTo(List.of(pieces.replace('_', ' ').split("\\|")));
    }

    @Test
    void anAddressThatIsLongerThanAPieceIsCutAsText() {
        String address = "https://shop.example/" + FAMILY.repeat(20) + "각".repeat(20);

        List<String> pieces = Splitter.split("see " + address, 50, Unit.UTF16);

        assertThat(String.join("", pieces)).isEqualTo("see " + address);
        assertThat(pieces.get(0)).startsWith("see https://shop.example/");
        assertThat(String.join(
                        "",
                        pieces.stream().map(piece -> piece.replace(FAMILY, "")).toList()))
                .isEqualTo("see https://shop.example/" + "각".repeat(20));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noAddressIsCutWhereverItStands(long seed) {
        Random random = new Random(seed);
        List<String> words = List.of("a", "word", "of", "문장", "the", "longer_ones", "!", "😀", "\n", "(", ")");
        for (Unit unit : Unit.values()) {
            int max = 60 + random.nextInt(60);
            StringBuilder text = new StringBuilder();
            List<String> addresses = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                if (random.nextInt(4) == 0) {
                    String address = "https://shop.example/" + i + "/" + "p".repeat(random.nextInt(max - 30));
                    addresses.add(address);
                    text.append(address)
                            .append(List.of(" ", ". ", "\n", ") ", ", ").get(random.nextInt(5)));
                } else {
                    text.append(words.get(random.nextInt(words.size()))).append(random.nextInt(3) == 0 ? "" : " ");
                }
            }
            List<String> pieces = Splitter.split(text.toString(), max, unit);

            assertThat(String.join("", pieces)).isEqualTo(text.toString());
            assertThat(addresses)
                    .as("seed %d, %s", seed, unit)
                    .allSatisfy(address -> assertThat(pieces).anyMatch(piece -> piece.contains(address)));
        }
    }

    @Test
    void numbersCountWithinTheLimit() {
        assertThat(Splitter.numbered("one two three four five six seven", 24, Unit.UTF16))
                .containsExactly("(1/2) one two three four", "(2/2)  five six seven");
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void manyPiecesHaveLongerNumbers(Unit unit) {
        String text = "word ".repeat(500);

        List<String> pieces = Splitter.numbered(text, 40, unit);

        assertThat(pieces).hasSizeGreaterThan(60).allSatisfy(piece -> {
            assertThat(Graphemes.length(piece, unit)).isLessThanOrEqualTo(40);
            assertThat(piece).startsWith("(" + (pieces.indexOf(piece) + 1) + "/" + pieces.size() + ") ");
        });
        assertThat(String.join(
                        "",
                        pieces.stream()
                                .map(piece -> piece.replaceFirst("^\\(\\d+/\\d+\\) ", ""))
                                .toList()))
                .isEqualTo(text);
    }

    @Test
    void onePieceHasNoNumberAndASmallLimitNoRoomForThem() {
        assertThat(Splitter.numbered("one two", 20, Unit.UTF16)).containsExactly("one two");
        assertThat(Splitter.numbered("one two \u200B".repeat(1) + " ".repeat(40), 20, Unit.UTF16))
                .containsExactly("one two \u200B" + " ".repeat(11));
        assertThat(Splitter.numbered("one two three", 8, Unit.UTF16)).containsExactly("one two ", "three");
    }

    /** As an agent's long answer would be with a limit of a few thousand. */
    @Test
    void addressesOfAllKindsInARowTakeLinearTime() {
        for (String word :
                List.of("https://a.b/", "www.", "a@", "a.", "a@b.", "(", "a/", "http://", "=https://a", "x.example/")) {
            String text = word.repeat(60_000 / word.length());

            assertThat(String.join("", Splitter.split(text, 7_000, Unit.UTF16)).equals(text))
                    .isTrue();
        }
    }
}
