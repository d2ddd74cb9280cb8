package dev.byoc.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HtmlTest {
    @Test
    void markupBecomesText() {
        assertThat(Html.escape("<a href=\"x\" title='y'>R&D</a>"))
                .isEqualTo("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;R&amp;D&lt;/a&gt;");
    }

    @Test
    void whatIsEscapedAlreadyIsEscapedAgain() {
        assertThat(Html.escape("&lt;b&gt;")).isEqualTo("&amp;lt;b&amp;gt;");
    }

    @Test
    void lettersOfAllScriptsAndEmojiStay() {
        String text = "카카오톡 Überraschung שלום 👩‍👧\n\tend";

        assertThat(Html.escape(text)).isEqualTo(text);
    }

    @Test
    void controlCharactersAndMarksThatTurnTheTextAreReplaced() {
        assertThat(Html.escape("a\0b\u001Bc\u0085d\u202Ee\u2066f")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf");
    }
}
