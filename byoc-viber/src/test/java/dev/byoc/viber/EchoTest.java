package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.testkit.viber.ViberCustomer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the relay itself has said is never relayed again. */
final class EchoTest {
    @Test
    void webhookThatTellsOfOurOwnPostIsNotSentToTheCustomer() {
        try (RelayFixture fixture = new RelayFixture()) {
            ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
            anna.says("one");
            anna.says("two");
            String conversation = fixture.freshchat.awaitPosted(2).get(0).conversationId();
            fixture.freshchat.webhooks().awaitDelivered();
            fixture.clock.advance(Duration.ofSeconds(60));
            int calls = fixture.freshchat.calls().size();

            fixture.freshchat.agent().says(conversation, "three");
            anna.awaitReceived(1);

            assertThat(fixture.freshchat.webhooks().deliveries("message_create"))
                    .as("echoes and the reply")
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allMatch(delivery -> delivery.status() == 200);
            assertThat(anna.receivedTexts()).containsExactly("three");
            assertThat(fixture.freshchat.calls()).hasSize(calls);
        }
    }

    @Test
    void echoOfTheSamplesIsAnsweredAndDiscarded() {
        try (SampleAccount account = new SampleAccount()) {
            account.fixture.post("bc01-viber-text.json");
            account.fixture.freshchat.awaitCalls("POST /conversations/{id}/messages", 1);

            int status = account.delivers("bc12-freshchat-user-echo.json");
            account.delivers("bc03-freshchat-reply.json");
            account.minji.awaitReceived(1);

            assertThat(status).isEqualTo(200);
            assertThat(account.minji.receivedTexts()).containsExactly("안녕하세요, 확인해 드릴게요.");
            assertThat(account.fixture.freshchat.calls("POST /conversations/{id}/messages"))
                    .isEqualTo(1);
        }
    }

    @Test
    void receiptsForAReplyPostNothing() {
        try (RelayFixture fixture = new RelayFixture()) {
            ViberCustomer anna = fixture.viber
                    .receipts(true)
                    .customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna")
                    .devices(3);
            anna.says("one");
            String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();

            fixture.freshchat.agent().says(conversation, "two");
            anna.awaitReceived(1);
            fixture.viber.webhooks().awaitDelivered();
            anna.says("three");
            fixture.freshchat.awaitPosted(2);

            assertThat(fixture.viber.webhooks().deliveries("delivered"))
                    .hasSize(3)
                    .allMatch(delivery -> delivery.status() == 200);
            assertThat(fixture.viber.webhooks().deliveries("seen")).hasSize(1);
            assertThat(fixture.freshchat.posted())
                    .extracting(message -> message.text())
                    .containsExactly("one", "three");
            assertThat(anna.receivedTexts()).containsExactly("two");
        }
    }
}
