package dev.byoc.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One long formatted answer, from Freshchat's inbox to each messenger, as docs/reference/formatting.md shows it. */
class FormattedAnswerTest {
    private static final Path PAGE = Path.of("../docs/reference/formatting.md");
    private static final String BEGIN = "<!-- a long answer: written by FormattedAnswerTest -->\n";

    private static final String CAPTION = "red button";

    private static final String ANSWER = """
            <h3>Your return</h3>
            <p>Dear Kim,<o:p></o:p></p>
            <p>the lamp costs <s>19.90 €</s> <b>17.90 €</b>, shade of 12&nbsp;cm<sup>2</sup> included. Please:</p>
            <ol start="2">
              <li>Print the <a href="www.shop.example/label">label</a>
                <ul><li>on A4</li><li>in black</li></ul></li>
              <li>Press this button: <img src="%s" alt="%s"></li>
              <li value="7">Send it off</li>
            </ol>
            <table>
              <tr><th>Size</th><th>Price</th><th>In stock</th></tr>
              <tr><td>M</td><td>5 €</td><td></td></tr>
              <tr><td>XL</td><td>7 €</td><td>2</td></tr>
            </table>
            <blockquote><p>How long does it take?</p></blockquote>
            <p>Less than <i>five</i> days (5 &lt; 6). Your VAT number goes into &lt;your number&gt;.</p>
            <p style="display:none">limit 50</p>
            <p>See <a href="/support/solutions/articles/1">this article</a>.</p>
            """.formatted(EveryMessenger.PICTURE.ref(), CAPTION);

    @Test
    void thePageShowsWhatEachMessengerGets() throws IOException {
        GeneratedPart.assertHolds(PAGE, BEGIN, written(), FormattedAnswerTest.class);
    }

    private static String written() {
        StringBuilder written = new StringBuilder("\nIn Freshchat:\n\n```html\n" + ANSWER + "```\n");
        try (EveryMessenger everything = new EveryMessenger().start()) {
            for (Map.Entry<String, List<Seen>> each :
                    everything.answered(ANSWER).entrySet()) {
                written.append("\n").append(each.getKey()).append(":\n");
                for (Seen seen : each.getValue()) {
                    written.append("\n```text\n").append(shown(seen)).append("\n```\n");
                }
            }
            written.append("\nAnd what the agents are told, once for each messenger:\n");
            // Sorted: the three customers' entries run beside each other.
            for (String note : new TreeSet<>(everything.awaitNotes(3))) {
                written.append("\n```text\n").append(note).append("\n```\n");
            }
        }
        return written.append('\n').toString();
    }

    private static String shown(Seen seen) {
        if (seen.kind().equals("Text")) {
            return seen.words();
        }
        return "[" + seen.kind() + "]" + (seen.words().contains(CAPTION) ? " " + CAPTION : "");
    }
}
