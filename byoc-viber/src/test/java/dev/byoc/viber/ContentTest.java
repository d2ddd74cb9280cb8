package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Loss;
import dev.byoc.event.RelayEvent;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.viber.ReceivedMessage;
import dev.byoc.testkit.viber.ViberCustomer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an agent sees of a customer's message, and a customer of an agent's. */
final class ContentTest {
    private final RelayFixture fixture = new RelayFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({
        "bc23-viber-location.json, 'Location: https://maps.google.com/?q=37.5665,126.978'",
        "bc23-viber-contact.json, 'Contact: Sample Person +820000000000'",
        "bc23-viber-sticker.json, 'Sticker: 46105'",
        "bc23-viber-url.json, 'https://shop.example/item?id=7&ref=a'",
        "bc23-viber-unknown-type.json, '(sent something of the kind “poll_v2”, which cannot be shown here)'"
    })
    void messageWithoutTextIsAReadableLine(String sample, String line) {
        fixture.post(sample);
        fixture.freshchat.awaitPosted(1);

        assertThat(fixture.posted()).containsExactly(line);
    }

    @Test
    void unknownKindIsToldToTheListener() {
        fixture.post("bc23-viber-unknown-type.json");
        fixture.awaitIdle();

        assertThat(fixture.events(RelayEvent.Degraded.class))
                .extracting(RelayEvent.Degraded::loss)
                .containsExactly(new Loss(Loss.Kind.DROPPED, "poll_v2", Loss.Reason.UNREADABLE, null, ""));
    }

    @Test
    void textOfBlanksAloneIsToldToBeEmpty() {
        fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna").says("  \n ");
        fixture.freshchat.awaitPosted(1);

        assertThat(fixture.posted()).containsExactly("(sent an empty text, which cannot be shown here)");
    }

    static Stream<String> invisible() {
        return texts("texts");
    }

    static Stream<String> wholeAndUnchanged() {
        // Beside the samples: a flag, one of tags, a keycap, jamo, a filler that stands for a vowel, joiners of Indic
        // and Persian.
        return Stream.concat(
                texts("counter-check"),
                Stream.of(
                        "🇺🇦",
                        "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC7F",
                        "1\uFE0F\u20E3",
                        "\u1112\u1161\u11AB",
                        "\u1100\u1160",
                        "क्\u200Dष",
                        "می\u200Cخواهم",
                        "👍🏽\u200D"));
    }

    private static Stream<String> texts(String name) {
        return Cases.json("bc65-invisible.json").get(name).items().stream().map(text -> String.valueOf(text.text()));
    }

    @ParameterizedTest
    @MethodSource("invisible")
    void whatShowsNothingIsNoTextNoNameAndNoAnswer(String text) {
        ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", text);
        anna.says(text);
        StoredMessage posted = fixture.freshchat.awaitPosted(1).get(0);
        fixture.await(() -> fixture.relay.health().open() == 0);
        fixture.freshchat.agent().says(posted.conversationId(), text);
        fixture.freshchat.agent().says(posted.conversationId(), "next");
        anna.awaitReceived(1);

        assertThat(posted.text()).isEqualTo("(sent an empty text, which cannot be shown here)");
        assertThat(fixture.freshchat.users().get(0).firstName()).isEqualTo("Viber customer");
        assertThat(anna.receivedTexts()).containsExactly("next");
    }

    @ParameterizedTest
    @MethodSource("wholeAndUnchanged")
    void whatShowsSomethingStaysAsItIs(String text) {
        ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", text);
        anna.says(text);
        StoredMessage posted = fixture.freshchat.awaitPosted(1).get(0);
        fixture.await(() -> fixture.relay.health().open() == 0);
        fixture.freshchat.agent().says(posted.conversationId(), text);
        anna.awaitReceived(1);

        assertThat(posted.text()).isEqualTo(text);
        assertThat(fixture.freshchat.users().get(0).firstName()).isEqualTo(text);
        assertThat(anna.receivedTexts()).containsExactly(text);
    }

    @Test
    void formattingCharactersPassAsTheyAreAsThereIsNoEscapeForThem() {
        ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
        String text = "2*3*4 _x_ ~y~ ```z``` \\*";
        anna.says(text);
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.await(() -> fixture.relay.health().open() == 0);

        fixture.freshchat.agent().says(conversation, text);
        anna.awaitReceived(1);

        assertThat(fixture.posted()).containsExactly(text);
        assertThat(anna.receivedTexts()).containsExactly(text);
    }

    @Test
    void piecesAreNumberedWhereTheAccountAsksForThat() {
        try (RelayFixture numbering =
                RelayFixture.with().setting("number-pieces", "yes").open()) {
            ViberCustomer anna = numbering.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
            anna.says("hello");
            String conversation = numbering.freshchat.awaitPosted(1).get(0).conversationId();
            numbering.await(() -> numbering.relay.health().open() == 0);
            String address = "https://shop.example/" + "a".repeat(200);

            numbering.freshchat.agent().says(conversation, "word ".repeat(1_390) + address + " end");
            anna.awaitReceived(2);

            assertThat(anna.receivedTexts())
                    .containsExactly("(1/2) " + "word ".repeat(1_390), "(2/2) " + address + " end");
        }
    }

    @Test
    void longReplyArrivesInWholePiecesInOrder() {
        ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
        anna.says("hello");
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.await(() -> fixture.relay.health().open() == 0);
        String text = "👩‍👩‍👧‍👦".repeat(1_500);

        fixture.freshchat.agent().says(conversation, text);
        List<ReceivedMessage> pieces = anna.awaitReceived(3);

        assertThat(pieces).allSatisfy(piece -> {
            assertThat(piece.text().length()).isLessThanOrEqualTo(7_000);
            assertThat(piece.text().length() % "👩‍👩‍👧‍👦".length()).isZero();
        });
        assertThat(String.join("", anna.receivedTexts())).isEqualTo(text);
    }
}
