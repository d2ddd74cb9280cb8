package dev.byoc.internal.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RichTextFuzzTest {
    /** Opened and closed around whatever comes; a browser shows what is in them. */
    private static final List<String> SEEN = List.of(
            "p",
            "div class=\"x\"",
            "b",
            "i style='color:red'",
            "span",
            "font color=red size=\"2\"",
            "u",
            "s",
            "del",
            "ins",
            "sup",
            "sub",
            "q",
            "blockquote",
            "pre",
            "code",
            "h1",
            "h3",
            "ul",
            "ol start=\"3\"",
            "ol reversed type=a",
            "li",
            "li value=\"x\"",
            "dl",
            "dt",
            "dd",
            "a href=\"https://shop.example/\"",
            "a href=/relative",
            "a name=x",
            "abbr title=\"long\"",
            "ruby",
            "rt",
            "address",
            "section",
            "nav",
            "details",
            "summary",
            "figure",
            "figcaption",
            "center",
            "mark",
            "small",
            "label",
            "button type=button",
            "fieldset",
            "form",
            "main",
            "o:p",
            "st1:place w:st=\"on\"",
            "my-card data-x='<'",
            "google-sheets-html-origin",
            "foo",
            "v:shape style=\"width:1pt\"",
            "marquee",
            "map name=m",
            "time datetime=2026",
            "video",
            "canvas",
            "bdi",
            "bdo dir=rtl",
            "tt",
            "nobr",
            "article",
            "header",
            "footer");

    private static final List<String> UNSEEN = List.of(
            "script",
            "style type=\"text/css\"",
            "template",
            "noscript",
            "div hidden",
            "span style=\"display:none\"",
            "p style='mso-hide:all'",
            "datalist",
            "title");

    private static final List<String> BETWEEN = List.of(
            "<br>",
            "<br/>",
            "<hr>",
            "<wbr>",
            "&nbsp;",
            "    \n",
            "&nbsp;&nbsp;&nbsp;",
            "&amp;",
            "&#128512;",
            "\n",
            " ",
            "\t",
            "<!-- note -->",
            "<![if !x]>",
            "<![endif]>",
            "<!--[if mso]>never<![endif]-->",
            "<img src=\"https://shop.example/p.png\">",
            "<input type=\"checkbox\" checked>",
            "<o:p/>",
            "<?xml version=\"1\"?>",
            "<!DOCTYPE html>",
            "</b>",
            "</p>",
            "</div>",
            "<iframe src=\"https://video.example/1\"></iframe>",
            "<table><tr><td>",
            "</td><td>",
            "</td></tr></table>",
            "<meta charset=utf-8>",
            "<link rel=x href=y>",
            "<col>");

    private static final List<String> ODD = List.of(
            "<",
            ">",
            "&",
            "\"",
            "'",
            "<3",
            "a < b",
            "<your name>",
            "&copy",
            "&#0;",
            "&#x110000;",
            "<p",
            "</",
            "<!--",
            "<![CDATA[",
            "\u0000",
            "\u2028",
            "<a href=",
            "<script",
            "<?xml",
            "=\"",
            "/>",
            "\uD800",
            "<table",
            "<textarea x=1>",
            "<plaintext>",
            "<svg>",
            "<math>",
            "<select>",
            "<frameset>",
            "<base href='http://[::'>",
            "<li value=99999999999>",
            "<td colspan=99999 rowspan=99999>",
            "<ol start=-9>");

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("byoc.seeds", 300));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyWordOfATreeIsShownAndNoTagIs(long seed) {
        Random random = new Random(seed);
        StringBuilder html = new StringBuilder();
        List<String> words = new ArrayList<>();
        tree(random, html, words, 5);

        String text = RichTextTest.shown(RichTextReader.read(html.toString()));

        assertThat(Pattern.compile("w\\d+w").matcher(text).results().map(MatchResult::group))
                .as(html.toString())
                .containsExactlyInAnyOrderElementsOf(words);
        assertThat(text)
                .as(html.toString())
                .doesNotContain("never")
                .doesNotContain("<")
                .isEqualTo(text.strip());
    }

    private static void tree(Random random, StringBuilder html, List<String> words, int depth) {
        for (int i = random.nextInt(4) + (depth == 5 ? 1 : 0); i >= 0; i--) {
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    String word = "w" + words.size() + "w";
                    words.add(word);
                    html.append(' ').append(word).append(' ');
                }
                case 2 -> html.append(BETWEEN.get(random.nextInt(BETWEEN.size())));
                case 3 -> element(html, UNSEEN.get(random.nextInt(UNSEEN.size())), "never");
                default -> {
                    if (depth > 0) {
                        StringBuilder inside = new StringBuilder();
                        tree(random, inside, words, depth - 1);
                        element(html, SEEN.get(random.nextInt(SEEN.size())), inside.toString());
                    }
                }
            }
        }
    }

    private static void element(StringBuilder html, String tag, String inside) {
        html.append('<').append(tag).append('>').append(inside);
        html.append("</").append(tag.replaceFirst(" .*", "")).append('>');
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anythingAtAllIsReadWithoutThrowing(long seed) {
        Random random = new Random(seed);
        StringBuilder odd = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            List<String> from = random.nextBoolean() ? ODD : BETWEEN;
            odd.append(from.get(random.nextInt(from.size())));
        }

        assertThat(RichTextTest.shown(RichTextReader.read(odd.toString()))).doesNotContain("\0");
    }

    /** What costs the square of its length would take minutes here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "&",
                "<a x=",
                "<a x='",
                "<a ",
                "&#",
                "<!--",
                " ",
                "\n",
                "<li>",
                "<p",
                "\"",
                "<ol>",
                "<table>",
                "<td>x",
                "<s>x",
                "</x>",
                "<x>",
                "<a href='x'>y",
                "<sup>2",
                "<![CDATA[",
                "<b style='a:b'>",
                "<img src='data:x'>",
                "<table><tr><td rowspan=50 colspan=50>x",
                "<blockquote>x",
                "<br>",
                "<q>",
                "<span hidden>x",
                "<iframe src=x>",
                "<!-",
                "<a b=\"<",
                "<abbr title=x>y"
            })
    void longTextOfOneMarkIsReadAllTheSame(String mark) {
        String text = "word " + mark.repeat(100_000 / mark.length());

        assertThat(RichTextTest.shown(RichTextReader.read(text))).startsWith("word");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", "<b>word ", "<p>word</p>\n"})
    void aMegabyteIsReadAllTheSame(String mark) {
        String text = "word " + mark.repeat(1024 * 1024 / mark.length());

        assertThat(RichTextTest.shown(RichTextReader.read(text))).startsWith("word");
    }
}
