package dev.byoc.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.message.Content;
import dev.byoc.message.Forward;
import dev.byoc.message.Media;
import dev.byoc.message.Quote;
import dev.byoc.wording.Wording;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefaceTest {
    private static final Content YES = new Content.Text("yes");
    private static final Content PICTURE = new Content.Image(Media.at("https://x/a.jpg"), "look");

    private static String line(@Nullable Quote quote, @Nullable Forward forward) {
        List<Content> shown = Preface.before(List.of(YES), quote, forward, Wording.ENGLISH);
        assertThat(shown).hasSize(2).last().isEqualTo(YES);
        return shown.get(0).plainText(Wording.ENGLISH);
    }

    private static String quoting(String words) {
        return line(new Quote("m-1", words, null), null);
    }

    @Test
    void messageThatAnswersNoneStaysAsItIs() {
        List<Content> said = List.of(YES, PICTURE);

        assertThat(Preface.before(said, null, null, Wording.ENGLISH)).isSameAs(said);
    }

    @Test
    void quotationStandsInATextOfItsOwn() {
        assertThat(Preface.before(List.of(PICTURE), new Quote(null, "Red or blue?", null), null, Wording.ENGLISH))
                .containsExactly(new Content.Text("In reply to: “Red or blue?”"), PICTURE);
    }

    @Test
    void quotationNamesItsAuthor() {
        assertThat(line(new Quote(null, "Red or blue?", "Anna"), null)).isEqualTo("In reply to Anna: “Red or blue?”");
        assertThat(line(new Quote("m-1", null, "Anna"), null)).isEqualTo("In reply to Anna");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n\t", "\u200B\u2060", "\u202E", "\u3164"})
    void quotationOfWordsThatNoOneSeesSaysThatThereWasAMessage(String words) {
        assertThat(line(new Quote("m-1", words, words), null)).isEqualTo("In reply to an earlier message");
    }

    @Test
    void quotationOfWhichNothingIsKnownSaysThatThereWasAMessage() {
        assertThat(line(new Quote(null, null, null), null)).isEqualTo("In reply to an earlier message");
    }

    @Test
    void quotationIsOneLineThatTurnsNothingAround() {
        assertThat(quoting("first\r\n\r\nsecond\u2028third\u202E drawkcab"))
                .isEqualTo("In reply to: “first second third drawkcab”");
    }

    @Test
    void longQuotationIsCutAfterEightyCharacters() {
        assertThat(quoting("x".repeat(80))).isEqualTo("In reply to: “" + "x".repeat(80) + "”");
        assertThat(quoting("x".repeat(81))).isEqualTo("In reply to: “" + "x".repeat(80) + "…”");
        assertThat(quoting("x".repeat(79) + " next")).isEqualTo("In reply to: “" + "x".repeat(79) + "…”");
    }

    @Test
    void emojiIsCutWhole() {
        String family = "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67";

        assertThat(quoting(family.repeat(81))).isEqualTo("In reply to: “" + family.repeat(80) + "…”");
    }

    @Test
    void accentsWithoutEndMakeNoLongLine() {
        assertThat(quoting("a" + "\u0301".repeat(5_000))).isEqualTo("In reply to an earlier message");
        assertThat(quoting(("a" + "\u0301".repeat(100)).repeat(80))).hasSizeLessThan(1_000);
    }

    @Test
    void forwardedMessageNamesWhoseItWas() {
        assertThat(line(null, new Forward("Anna\nBo"))).isEqualTo("Forwarded from Anna Bo");
        assertThat(line(null, new Forward("x".repeat(50)))).isEqualTo("Forwarded from " + "x".repeat(40) + "…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u200B"})
    void forwardedMessageOfNobodyIsMarkedAllTheSame(String from) {
        assertThat(line(null, new Forward(from))).isEqualTo("Forwarded");
        assertThat(line(null, new Forward(null))).isEqualTo("Forwarded");
    }

    @Test
    void forwardedMessageThatAnswersOneSaysBoth() {
        assertThat(line(new Quote(null, "Red?", null), new Forward("Anna")))
                .isEqualTo("Forwarded from Anna\nIn reply to: “Red?”");
    }

    @Test
    void quotationOfAnAnswerStandsInItsFirstText() {
        assertThat(Preface.quoting(new Quote("m-1", "Red?", null), List.of(YES, PICTURE), Wording.ENGLISH))
                .containsExactly(new Content.Text("In reply to: “Red?”\nyes"), PICTURE);
    }

    @Test
    void quotationOfAnAnswerThatBeginsWithNoTextStandsBeforeIt() {
        assertThat(Preface.quoting(new Quote("m-1", "Red?", null), List.of(PICTURE, YES), Wording.ENGLISH))
                .containsExactly(new Content.Text("In reply to: “Red?”"), PICTURE, YES);
    }
}
