package dev.byoc.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.freshchat.Samples;
import dev.byoc.json.Json;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {
    static Stream<Arguments> pairs() {
        return Samples.json("cases/bc27-html-to-text.json").get("pairs").items().stream()
                .map(pair -> Arguments.of(text(pair, "in"), text(pair, "right")));
    }

    private static String text(Json pair, String name) {
        return String.valueOf(pair.get(name).text());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void richTextReadsAsPeopleWouldTypeIt(String html, String plain) {
        assertThat(HtmlText.toPlain(html)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a < b and c > d",
                "if a<b and c>d then",
                "I <3 you",
                "use <your name> here",
                "x<y",
                "<",
                "&",
                "<>",
                "</",
                "AT&T & co",
                "https://shop.example/?a=1&copy=2&reg=3",
                "List<String> and Map<K, V>",
                "two  blanks and\ta tab",
                "Line one\nLine two\n\nLine four",
                "-> <- => <="
            })
    void textThatOnlyLooksLikeMarkupStays(String text) {
        assertThat(HtmlText.toPlain(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<b>bold</b>\\nnext line|bold\\nnext line",
                "<div>one</div>\\n  <div>two</div>|one\\ntwo",
                "<p>one</p><p><br></p><p>two</p>|one\\n\\ntwo",
                "<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>|1. a\\n2. b\\n  - c",
                "<ul><li><p>a</p></li><li><p>b</p></li></ul>|- a\\n- b",
                "<a href='mailto:a@example.com'>a@example.com</a>|a@example.com",
                "<a href='javascript:x()'>press</a>|press",
                "<a href='https://www.example.com/'>www.example.com</a>|www.example.com",
                "<a href='https://example.com/p'><img src='https://example.com/i.png' alt=''></a>"
                        + "|https://example.com/i.png (https://example.com/p)",
                "<a href='https://e.example/1'>here </a>now|here (https://e.example/1)now",
                "smile <img src='https://e.example/s.png' alt='🙂'>|smile 🙂",
                "<pre>a\\n  b</pre>|a\\n  b",
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>|a b\\nc d",
                "price <b>5</b> < 6 & <your name>|price 5 < 6 & <your name>",
                "<!-- hidden -->seen|seen",
                "<b>unclosed|unclosed",
                "1\\r\\n2<i>3</i>|1\\n23"
            })
    void editorsMarkupKeepsItsMeaning(String html, String plain) {
        assertThat(HtmlText.toPlain(html.replace("\\r", "\r").replace("\\n", "\n")))
                .isEqualTo(plain.replace("\\n", "\n"));
    }

    @Test
    void tagsNestedWithoutEndAreNoTrap() {
        assertThat(HtmlText.toPlain("<b>".repeat(20_000) + "deep")).isEqualTo("deep");
    }
}
