package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.viber.ReceivedMessage;
import dev.byoc.testkit.viber.ViberCustomer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What agents format and attach, as customers see it. */
final class FormattingTest {
    private final RelayFixture fixture = new RelayFixture();
    private final ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
    private String conversation = "";

    @BeforeEach
    void anna() {
        anna.says("hello");
        conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.await(() -> fixture.relay.health().open() == 0);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    static Stream<Arguments> pairs() {
        return Cases.json("bc27-html-to-text.json").get("pairs").items().stream()
                .map(row -> Arguments.of(
                        row.get("in").textOr(""),
                        row.get("right").textOr(""),
                        row.get("also").textOr(row.get("right").textOr(""))));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void markupBecomesTextOrNothing(String html, String right, String also) {
        fixture.freshchat.agent().says(conversation, html);
        fixture.freshchat.agent().says(conversation, "last");
        int expected = right.isEmpty() ? 1 : 2;
        anna.awaitReceived(expected);

        List<String> texts = anna.receivedTexts();
        assertThat(texts).hasSize(expected).last().isEqualTo("last");
        if (!right.isEmpty()) {
            assertThat(texts.get(0)).isIn(right, also);
        }
    }

    @Test
    void everyPartOfAReplyArrivesInItsOrder() {
        Json parts = Cases.json("bc24-freshchat-parts.json")
                .get("data")
                .get("message")
                .get("message_parts");

        fixture.freshchat.agent().sends(conversation, parts);
        fixture.freshchat.agent().says(conversation, "last");
        fixture.await(() -> anna.receivedTexts().contains("last"));

        assertThat(anna.received())
                .extracting(ReceivedMessage::type)
                .startsWith("text", "picture", "text", "file", "picture");
        assertThat(anna.received().get(0).text()).isEqualTo("첫째 줄");
        assertThat(anna.received().get(1).media()).isEqualTo("https://media.example.net/r/one.png");
        assertThat(anna.received().get(2).text()).isEqualTo("둘째 줄");
        assertThat(anna.received().get(3).media()).isEqualTo("https://media.example.net/r/q.pdf");
        assertThat(anna.received().get(3).json().get("file_name").text()).isEqualTo("견적서.pdf");
        assertThat(anna.received().get(4).media()).isEqualTo("https://media.example.net/r/two.png");
        assertThat(anna.receivedTexts()).noneMatch(text -> text.contains("null"));
    }
}
