package dev.byoc.internal.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.freshchat.Samples;
import dev.byoc.internal.html.RichText.Omission;
import dev.byoc.internal.html.RichText.Picture;
import dev.byoc.internal.html.RichText.Words;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RichTextTest {
    static Stream<Arguments> rows() {
        return Samples.json("rich-text.json").items().stream()
                .map(row -> Arguments.of(
                        row.get("name").text(),
                        row.get("in").text(),
                        row.get("right").text(),
                        row.get("omits").items().stream()
                                .map(omitted -> Omission.valueOf(String.valueOf(omitted.text())))
                                .toList()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void eachElementIsWrittenAsWhatItMeans(String name, String html, String right, List<Omission> omitted) {
        RichText text = RichTextReader.read(html);

        assertThat(shown(text)).as(html).isEqualTo(right);
        assertThat(text.omitted()).as(html).containsExactlyInAnyOrderElementsOf(omitted);
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                        Samples.json("cases/bc27-html-to-text.json").get("pairs"),
                        Samples.json("cases/bc60-ordered-lists.json"),
                        Samples.json("cases/bc63-pasted-markup.json"),
                        Samples.json("cases/bc66-hidden.json"))
                .flatMap(pairs -> pairs.items().stream())
                .map(pair ->
                        Arguments.of(pair.get("in").text(), pair.get("right").text()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void richTextReadsAsPeopleWouldTypeIt(String html, String right) {
        assertThat(shown(RichTextReader.read(html))).isEqualTo(right);
    }

    @Test
    void tagsNestedWithoutEndAreNoTrap() {
        assertThat(shown(RichTextReader.read("<b>".repeat(20_000) + "deep"))).isEqualTo("deep");
        assertThat(shown(RichTextReader.read("<blockquote>".repeat(20_000) + "deep")))
                .endsWith("> deep");
    }

    static String shown(RichText text) {
        return text.pieces().stream()
                .map(piece -> piece instanceof Picture picture
                        ? "[picture " + (picture.address() + " " + picture.alt()).strip() + "]"
                        : ((Words) piece).text())
                .collect(Collectors.joining("\n"));
    }
}
