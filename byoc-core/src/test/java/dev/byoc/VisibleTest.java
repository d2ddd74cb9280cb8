package dev.byoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \t\r\n\f",
                "\u0000\u0007\u001F\u007F\u0085\u009F",
                "\u00A0",
                "\u00AD",
                "\u034F",
                "\u061C",
                "\u115F",
                "\u1160",
                "\u115F\u1160",
                "\u1680",
                "\u17B4\u17B5",
                "\u180B\u180C\u180D\u180E\u180F",
                "\u2000\u2003\u2007\u200A",
                "\u200B",
                "\u200C\u200D",
                "\u200E\u200F",
                "\u2028\u2029",
                "\u202A\u202E\u202C",
                "\u202F\u205F",
                "\u2060\u2061\u2062\u2063\u2064",
                "\u2066\u2068\u2069",
                "\u2800\u2800",
                "\u3000",
                "\u3164",
                "\uFE00\uFE0F",
                "\uFEFF",
                "\uFFA0",
                "\uFFF9\uFFFA\uFFFB",
                "\uFFFC",
                "\uD834\uDD59",
                "\uD834\uDD73\uD834\uDD7A",
                "\uD82F\uDCA0",
                "\uDB40\uDC01\uDB40\uDC41\uDB40\uDC7F",
                "\uDB40\uDD00\uDB40\uDDEF",
                " \u200B\u3164\u00A0\u2800\uFE0F\u200D\u115F\uFEFF\n"
            })
    void whatShowsNothingIsBlank(String text) {
        assertThat(Visible.isBlank(text)).isTrue();
        assertThat(Visible.trimmed(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "\u200Ba\u200B",
                "a\u200Bb",
                ".",
                "\u00B7",
                "👨\u200D👩\u200D👧",
                "❤\uFE0F",
                "1\uFE0F\u20E3",
                "🇰🇷",
                "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
                "민지",
                "\u1106\u1175\u11AB",
                "\u1100\u1160",
                "\u115F\u1161",
                "\u3131",
                "क्\u200Dष",
                "می\u200Cخواهم",
                "\u0600",
                "\u06DD",
                "\u0301",
                "\u20E3",
                "\u2801",
                "\uFFFD",
                "\uE000",
                "\u303F"
            })
    void whatShowsSomethingIsNot(String text) {
        assertThat(Visible.isBlank(text)).isFalse();
    }

    /** The JDK knows white space, controls and format characters of its own Unicode version. */
    @Test
    void whatTheJdkKnowsToShowNothingIsBlank() {
        List<Integer> drawn = codePoints(c -> Character.getType(c) == Character.FORMAT && Visible.isShown(c));

        assertThat(codePoints(c -> (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c))
                        && Visible.isShown(c)))
                .isEmpty();
        assertThat(drawn)
                .as("format characters that are drawn")
                .isSubsetOf(
                        0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)
                .contains(0x600, 0x6DD, 0x110CD);
    }

    /** Letters, marks and symbols are blank one by one only, each for its name. */
    @Test
    void noOtherCharacterIsBlankThanThoseWhoseNameSaysSo() {
        Set<String> names = codePoints(c -> !Visible.isShown(c)
                        && !Character.isWhitespace(c)
                        && !Character.isSpaceChar(c)
                        && !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.UNASSIGNED)
                .stream()
                .map(Character::getName)
                .map(name -> name.replaceAll("SELECTOR.*", "SELECTOR"))
                .collect(Collectors.toSet());

        assertThat(names)
                .isSubsetOf(
                        "COMBINING GRAPHEME JOINER",
                        "HANGUL CHOSEONG FILLER",
                        "HANGUL JUNGSEONG FILLER",
                        "HANGUL FILLER",
                        "HALFWIDTH HANGUL FILLER",
                        "KHITAN SMALL SCRIPT FILLER",
                        "KHMER VOWEL INHERENT AQ",
                        "KHMER VOWEL INHERENT AA",
                        "MONGOLIAN FREE VARIATION SELECTOR",
                        "VARIATION SELECTOR",
                        "BRAILLE PATTERN BLANK",
                        "OBJECT REPLACEMENT CHARACTER",
                        "MUSICAL SYMBOL NULL NOTEHEAD",
                        "EGYPTIAN HIEROGLYPH FULL BLANK",
                        "EGYPTIAN HIEROGLYPH HALF BLANK")
                .hasSizeGreaterThanOrEqualTo(13);
    }

    @Test
    void noCharacterIsShownWhoseNameSaysThatItIsNot() {
        assertThat(codePoints(
                                c -> Visible.isShown(c)
                                        && Character.getType(c) != Character.PRIVATE_USE
                                        && String.valueOf(Character.getName(c))
                                                .matches(
                                                        "(HANGUL|HALFWIDTH HANGUL|KHITAN).* FILLER|.*\\bVARIATION SELECTOR\\b.*"
                                                                + "|.*\\b(ZERO WIDTH|INVISIBLE|NO-BREAK|WORD JOINER)\\b.*|SOFT HYPHEN|TAG .*|.* BLANK"))
                        .stream()
                        .map(Character::getName))
                .isEmpty();
    }

    @Test
    void aTrimmedWordKeepsWhatIsInside() {
        assertThat(Visible.trimmed("\uFEFF\u3164 a\u200B b \u200E\n")).isEqualTo("a\u200B b");
    }

    private static List<Integer> codePoints(IntPredicate which) {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(which)
                .boxed()
                .toList();
    }
}
