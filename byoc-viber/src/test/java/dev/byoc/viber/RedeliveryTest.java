package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.webhook.WebhookRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A redelivered webhook is one message; one that only looks alike is another. */
final class RedeliveryTest {
    @Test
    void messageDeliveredAgainWhileFreshchatIsSlowIsPostedOnce() {
        try (RelayFixture fixture = new RelayFixture()) {
            Gate slow = new Gate();
            fixture.freshchat.faults().next("POST /users", Fault.heldAt(slow));

            int first = fixture.post("bc01-viber-text.json");
            slow.awaitArrival();
            int second = fixture.post("bc01-viber-text.json");
            int third = fixture.post("bc01-viber-text.json");
            slow.open();
            fixture.freshchat.awaitPosted(1);
            int afterwards = fixture.post("bc01-viber-text.json");
            // The lane keeps its order, so a copy would come before this one.
            fixture.post("bc02-viber-yes-a.json");
            fixture.freshchat.awaitPosted(2);

            assertThat(List.of(first, second, third, afterwards)).containsOnly(200);
            assertThat(fixture.posted()).containsExactly("주문한 상품이 아직 안 왔어요", "네");
            assertThat(fixture.freshchat.users()).hasSize(1);
            assertThat(fixture.freshchat.conversations()).hasSize(1);
        }
    }

    @Test
    void messageDeliveredOverTwentyConnectionsAtOnceIsPostedOnce() {
        try (RelayFixture fixture = new RelayFixture()) {
            List<Integer> statuses = AtOnce.run(20, i -> fixture.post("bc01-viber-text.json"));
            fixture.post("bc02-viber-yes-a.json");
            fixture.freshchat.awaitPosted(2);

            assertThat(statuses).hasSize(20).containsOnly(200);
            assertThat(fixture.posted()).containsExactly("주문한 상품이 아직 안 왔어요", "네");
            assertThat(fixture.freshchat.users()).hasSize(1);
            assertThat(fixture.freshchat.conversations()).hasSize(1);
        }
    }

    @Test
    void sameWordsUnderAnotherIdAreAnotherMessage() {
        try (RelayFixture fixture = new RelayFixture()) {
            fixture.post("bc02-viber-yes-a.json");
            fixture.post("bc02-viber-yes-b.json");

            fixture.freshchat.awaitPosted(2);
            assertThat(fixture.posted()).containsExactly("네", "네");
        }
    }

    @Test
    void sameIdAtAnotherBotIsAnotherMessage() {
        try (FakeViber other = new FakeViber(Clock.systemUTC(), "another-bots-token");
                RelayFixture fixture = new RelayFixture(relay -> relay.account(
                        "viber-two",
                        "viber",
                        Map.of(
                                "auth-token",
                                other.token(),
                                "sender-name",
                                "Other shop",
                                "base-url",
                                other.url().toString(),
                                "topic",
                                "Support")))) {
            byte[] body = Cases.bytes("bc02-viber-yes-a.json");

            fixture.post(body);
            RawHttp.post(
                    fixture.relay.webhookUrl("viber-two"),
                    body,
                    "X-Viber-Content-Signature: " + Bot.sign(other.token(), body));

            fixture.freshchat.awaitPosted(2);
            assertThat(fixture.freshchat.users())
                    .extracting(user -> user.referenceId())
                    .containsExactlyInAnyOrder(
                            "viber:viber-main:QmluZ28tdXNlci0wMDE%3D", "viber:viber-two:QmluZ28tdXNlci0wMDE%3D");
        }
    }

    @Test
    void sameIdOnAnotherChannelIsAnotherMessage() {
        FakeChannelProvider fakes = new FakeChannelProvider();
        try (RelayFixture fixture =
                new RelayFixture(relay -> relay.account("fake-main", fakes, Map.of("topic", "Support")))) {
            fixture.post("bc02-viber-yes-a.json");
            WebhookRequest same = fakes.channel("fake-main")
                    .request(FakeChannel.text("message:5741311803571721101", RelayFixture.MINJI, "네"));
            fixture.relay.handle(new RelayRequest(
                    "POST",
                    fixture.relay.webhookUrl("fake-main").getRawPath(),
                    null,
                    same.headers(),
                    same.body(),
                    null));

            fixture.freshchat.awaitPosted(2);
            assertThat(fixture.freshchat.users()).hasSize(2);
        }
    }

    @Test
    void neighbouringLongIdsAreTwoMessagesAndTheTextFormIsTheSameAsTheNumber() {
        try (RelayFixture fixture = new RelayFixture()) {
            List<Integer> statuses = List.of(
                    fixture.post("bc18-viber-token-a.json"),
                    fixture.post("bc18-viber-token-b.json"),
                    fixture.post("bc18-viber-token-string.json"),
                    fixture.post("bc18-viber-token-beyond-long.json"),
                    fixture.post("bc18-viber-token-beyond-long.json"));

            fixture.freshchat.awaitPosted(3);
            fixture.post("bc02-viber-yes-a.json");
            fixture.freshchat.awaitPosted(4);
            assertThat(statuses).containsOnly(200);
            assertThat(fixture.posted()).containsExactly("id test a", "id test b", "id beyond 63 bits", "네");
        }
    }

    @Test
    void replyDeliveredAgainInOtherWordsOfTheSameEventIsSentOnce() {
        try (SampleAccount account = new SampleAccount()) {
            int first = account.delivers("bc03-freshchat-reply.json", "X-Retry-Count: 0");
            int again = account.delivers("bc03-freshchat-reply-redelivered.json", "X-Retry-Count: 1");
            List<Integer> both = AtOnce.run(
                    2,
                    i -> account.delivers(
                            i == 0 ? "bc03-freshchat-reply.json" : "bc03-freshchat-reply-redelivered.json"));
            account.delivers("bc17-freshchat-signed-body.json");

            account.minji.awaitReceived(2);
            assertThat(List.of(first, again)).containsOnly(200);
            assertThat(both).containsOnly(200);
            assertThat(account.minji.receivedTexts()).containsExactly("안녕하세요, 확인해 드릴게요.", "아ㄴ녕하세요 😀 Cześć");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void replyWhoseWebhookIsAlwaysDoubledIsSentOnce(int copies) {
        try (RelayFixture fixture = new RelayFixture()) {
            var anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
            anna.says("hello");
            StoredMessage posted = fixture.freshchat.awaitPosted(1).get(0);
            fixture.freshchat.webhooks().copies(copies);

            fixture.freshchat.agent().says(posted.conversationId(), "one");
            fixture.freshchat.agent().says(posted.conversationId(), "two");

            anna.awaitReceived(2);
            assertThat(anna.receivedTexts()).containsExactly("one", "two");
        }
    }
}
