package dev.byoc.freshchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.internal.text.HtmlText;
import dev.byoc.support.WebAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextFuzzTest {
    private static final List<String> BETWEEN = List.of(
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<br>",
            "<br/>",
            "<div class=\"x\">",
            "</div>",
            "<ul>",
            "<li>",
            "</li>",
            "</ul>",
            "<ol>",
            "</ol>",
            "<table><tr><td>cell</td></tr></table>",
            "<a href=\"https://shop.example/\">",
            "</a>",
            "<i style='color:red'>",
            "<pre>",
            "</pre>",
            "<!-- note -->",
            "<h1>",
            "</h1>",
            "&nbsp;",
            "&amp;",
            "&#128512;",
            "\n",
            " ",
            "\t",
            "<span>",
            "</span>",
            "<blockquote>",
            "<hr>");
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
            "\uD800");

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("byoc.seeds", 300));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyWordStaysInItsOrderAndNoMarkupDoes(long seed) {
        Random random = new Random(seed);
        StringBuilder html = new StringBuilder();
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            words.add("w" + i + "w");
            html.append("w").append(i).append("w ");
            html.append(BETWEEN.get(random.nextInt(BETWEEN.size())));
            if (random.nextInt(9) == 0) {
                html.append("<script>never</script><style>never{}</style>");
            }
        }

        String text = HtmlText.toPlain(html.toString());

        assertThat(text.replaceAll("\\(https://shop\\.example/\\)", "").split("[^\\w]+"))
                .as(html.toString())
                .filteredOn(word -> word.matches("w\\d+w"))
                .containsExactlyElementsOf(words);
        assertThat(text).doesNotContain("never").doesNotContain("<").isEqualTo(text.strip());
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

        assertThat(HtmlText.toPlain(odd.toString())).doesNotContain("\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a < b", "I <3 you", "<your name>", "x > y & z", "if (a<b && c>d)", "5 <6", "a <- b", "<>"})
    void plainTextThatLooksLikeMarkupStaysAsItIs(String text) {
        assertThat(HtmlText.toPlain(text)).isEqualTo(text);
    }

    /** What costs the square of its length would take minutes here. */
    @Test
    void longTextsOfOneMarkAreReadAllTheSame() {
        for (String mark :
                List.of("<", "&", "<b>", "<a x=", "<a ", "&#", "<div>", "<!--", " ", "\n", "<li>", "<p", "\"")) {
            assertThat(HtmlText.toPlain("word " + mark.repeat(50_000))).startsWith("word");
        }
    }

    @Test
    void longAddressIsReadAllTheSame() {
        assertThat(WebAddress.of("https://shop.example/ " + "%".repeat(200_000)))
                .isNotNull();
    }
}
