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
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tr style=\"visibility:hidden\"><td>Limit</td><td>50</td></tr>",
                "<tr style=\"visibility:collapse\"><td>Limit</td><td>50</td></tr>",
                "<tr style=\"font-size:0\"><td>Limit</td><td>50</td></tr>",
                "<tr style=\"visibility:hidden\"><td>Limit</td><td><img src=\"https://a.example/50.png\"></td></tr>",
                "</tbody><tbody style=\"visibility:hidden\"><tr><td>Limit</td><td>50</td></tr>",
                "</tbody><tbody style=\"font-size:0\"><tr style=\"color:red\"><td>Limit</td><td>50</td></tr>",
                "</tbody><tfoot style=\"visibility:collapse\"><tr><td>Limit</td><td>50</td></tr></tfoot>",
            })
    void rowThatIsNotSeenIsNotSent(String row) {
        RichText text =
                RichTextReader.read("<table><tbody><tr><td>Refund</td><td>yes</td></tr>" + row + "</tbody></table>");

        assertThat(shown(text)).isEqualTo("Refund yes");
        assertThat(text.omitted()).containsExactly(Omission.HIDDEN_PART);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<table style=\"visibility:hidden\"><tr><td>Limit</td><td>50</td></tr>"
                        + "<tr style=\"visibility:visible\"><td>Refund</td><td>5 €</td></tr></table>",
                "<table style=\"font-size:0\"><tr><td>Limit</td><td>50</td></tr><tbody style=\"font-size:12px\">"
                        + "<tr><td>Refund</td><td>5 €</td></tr></table>",
                "<table style=\"visibility:hidden\"><tr><td>Limit</td><td>50</td></tr><tr>"
                        + "<td style=\"visibility:visible\">Refund</td><td style=\"visibility:visible\">5 €</td></tr></table>",
            })
    void rowThatIsSeenInAHiddenTableIsSent(String table) {
        RichText text = RichTextReader.read(table);

        assertThat(shown(text)).isEqualTo("Refund | 5 €");
        assertThat(text.omitted()).containsExactly(Omission.HIDDEN_PART);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tbody><tr style=\"text-decoration:line-through\"><td>Lamp</td><td>9 €</td></tr></tbody>",
                "<tbody style=\"text-decoration:line-through\"><tr><td>Lamp</td><td>9 €</td></tr></tbody>",
                "<tbody style=\"text-decoration:line-through\"><tr><td><s>Lamp</s></td><td>9 €</td></tr></tbody>",
            })
    void rowThatIsStruckOutIsSoInEachCell(String row) {
        RichText text = RichTextReader.read("<table>" + row + "<tr><td>Shade</td><td>7 €</td></tr></table>");

        assertThat(shown(text)).isEqualTo("~Lamp~ | ~9 €~\nShade | 7 €");
    }

    @Test
    void rowThatIsPreformattedKeepsItsBlanks() {
        RichText text = RichTextReader.read(
                "<table><tr style=\"white-space:pre\"><td>a  b</td><td>1</td></tr><tr><td>a  b</td><td>2</td></tr></table>");

        assertThat(shown(text)).isEqualTo("a  b | 1\na b | 2");
    }

    @Test
    void linkOfATableWhoseRowsAreHiddenIsNotTold() {
        RichText text = RichTextReader.read("Hello <a href=\"https://limit.example\"><table>"
                + "<tr style=\"visibility:hidden\"><td>Limit</td><td>50</td></tr></table></a>");

        assertThat(shown(text)).isEqualTo("Hello");
        assertThat(text.omitted()).containsExactly(Omission.HIDDEN_PART);
    }

    @ParameterizedTest
    @ValueSource(strings = {"display:none", "visibility:hidden"})
    void pageInAFrameThatIsHiddenAsAWholeIsNotSent(String style) {
        RichText text =
                RichTextReader.read("Hello <iframe srcdoc=\"<body style='" + style + "'>limit 50</body>\"></iframe>");

        assertThat(shown(text)).isEqualTo("Hello");
        assertThat(text.omitted()).containsExactly(Omission.HIDDEN_PART);
    }

    @Test
    void raisedWordsThatAreSeenInAHiddenPlaceAreSent() {
        RichText text = RichTextReader.read(
                "m<sup style=\"visibility:hidden\">9<span style=\"visibility:visible\">2</span></sup>");

        assertThat(shown(text)).isEqualTo("m²");
        assertThat(text.omitted()).containsExactly(Omission.HIDDEN_PART);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "See <https://shop.example/> please",
                "See <https://www.shop.example/returns/> please",
                "See <https://shop.example/red-lamp?id=5> please",
                "See <https://shop.example/red-lamp=5> please",
                "See <https://shop.example/search?q=\"lamp\"> please",
                "See <HTTPS://SHOP.EXAMPLE/a:b=c/> please",
                "See <viber://chat?number-of=\"1\"/> please",
                "See <file:///tmp/my-list=1/> please",
                "See <C:/my-files=1/> please",
                "See <mailto:help-desk@shop.example?subject=\"lamp\"/> please",
                "See <help-desk@shop.example/> please",
                "See <tel:+49-30-1/> please",
                "See <tel:0/30-1/> please",
                "See <www.my-shop.example/> please",
                "See <my-shop.example/red-lamp=5> please",
                "See <my-shop/red-lamp/> please",
                "See <map/red-lamp.html> please",
                "See <map/search?red-lamp=\"5\"> please",
            })
    void addressInAngleBracketsIsNoTagWhateverItHolds(String typed) {
        assertThat(shown(RichTextReader.read(typed))).isEqualTo(typed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a<o:p/>b",
                "a<v:shape id=\"x\"/>b",
                "a<my-mark/>b",
                "a<my-mark data-id=5 />b",
                "a<span/data-id=5>b</span>",
                "a<span v-on:click.once=\"x\">b</span>"
            })
    void tagOfAnEditorIsOneWithASlashToo(String html) {
        assertThat(shown(RichTextReader.read(html))).isEqualTo("ab");
    }

    @Test
    void tagsNestedWithoutEndAreNoTrap() {
        assertThat(shown(RichTextReader.read("<b>".repeat(20_000) + "deep"))).isEqualTo("deep");
        assertThat(shown(RichTextReader.read("<blockquote>".repeat(20_000) + "deep")))
                .endsWith("> deep");
    }

    @Test
    void anAddressOfAnyLengthIsRead() {
        String address = "a.".repeat(20_000) + "example:8080/offer";

        assertThat(shown(RichTextReader.read("<a href=\"" + address + "\">offer</a>")))
                .contains(address);
    }

    static String shown(RichText text) {
        return text.pieces().stream()
                .map(piece -> piece instanceof Picture picture
                        ? "[picture " + (picture.address() + " " + picture.alt()).strip() + "]"
                        : ((Words) piece).text())
                .collect(Collectors.joining("\n"));
    }
}
