package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.viber.ViberCustomer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Buttons from an agent to a customer's keyboard, and their taps back. */
final class ButtonsTest {
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

    private static Map<String, Object> text(String content) {
        return Map.of("text", Map.of("content", content));
    }

    private static Map<String, Object> reply(String label) {
        return Map.of("quick_reply_button", Map.of("label", label, "custom_reply_text", label));
    }

    private static Map<String, Object> link(String label) {
        return Map.of("url_button", Map.of("label", label, "url", "https://shop.example/lamp"));
    }

    private void agentAsks(String question) {
        fixture.freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(text(question), reply("Black & white"), reply("Brass"), link("Look"))));
    }

    @Test
    void tapOfAQuickReplyIsTheCustomersAnswerInTheLabelsWords() {
        agentAsks("Which lamp?");
        anna.awaitReceived(1);

        anna.sends(Json.object().put("type", "text").put("text", "Brass").build());
        anna.taps("Brass");
        fixture.freshchat.awaitPosted(3);

        assertThat(fixture.posted()).containsExactly("hello", "Brass", "Brass");
        assertThat(fixture.freshchat.posted())
                .allMatch(message -> message.conversationId().equals(conversation));
    }

    @Test
    void linkThatWasOpenedIsNotSaidByTheCustomer() {
        agentAsks("Which lamp?");
        anna.awaitReceived(1);

        assertThat(anna.taps("Look")).isEqualTo(200);
        anna.says("nice");
        fixture.freshchat.awaitPosted(2);

        assertThat(fixture.posted()).containsExactly("hello", "nice");
    }

    @Test
    void addressThatACustomerWritesIsRelayed() {
        anna.says("https://shop.example/lamp");
        fixture.freshchat.awaitPosted(2);

        assertThat(fixture.posted()).containsExactly("hello", "https://shop.example/lamp");
    }

    @Test
    void buttonOfAnOldKeyboardIsAnAnswerLikeAnyOther() {
        agentAsks("Which lamp?");
        anna.awaitReceived(1);
        fixture.freshchat.agent().says(conversation, "never mind");
        anna.awaitReceived(2);
        fixture.freshchat.agent().resolves(conversation);

        anna.taps("Brass");
        anna.taps("Brass");
        fixture.freshchat.awaitPosted(3);

        assertThat(fixture.posted()).containsExactly("hello", "Brass", "Brass");
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void tapOnACardIsTheCustomersAnswer() {
        Map<String, Object> card = Map.of(
                "template_content",
                Map.of(
                        "type",
                        "carousel_card_default",
                        "sections",
                        List.of(Map.of("parts", List.of(text("Lamp"), text("of brass"), reply("Buy it"))))));
        fixture.freshchat.agent().sends(conversation, Json.of(List.of(card)));

        Json shown = anna.awaitReceived(1).get(0).json().get("rich_media").get("Buttons");
        Json button = shown.items().stream()
                .filter(cell -> cell.get("ActionType").textOr("").equals("reply"))
                .findFirst()
                .orElseThrow();
        anna.sends(Json.object()
                .put("type", "text")
                .put("text", button.get("ActionBody").text())
                .build());
        fixture.freshchat.awaitPosted(2);

        assertThat(button.get("Text").text()).isEqualTo("Buy it");
        assertThat(fixture.posted()).containsExactly("hello", "Buy it");
    }
}
