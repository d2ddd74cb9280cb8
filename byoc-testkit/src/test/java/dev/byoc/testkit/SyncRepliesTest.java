package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.SyncReplies;
import dev.byoc.channel.WebhookResponse;
import dev.byoc.message.Content;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncRepliesTest {
    private final EngineFixture patient = fixture(Duration.ofSeconds(20));
    private final EngineFixture hurried = fixture(Duration.ZERO);

    @AfterEach
    void close() {
        patient.close();
        hurried.close();
    }

    @Test
    void answerThatComesInTimeGoesOutWithTheRequestAndIsNotSentBesides() {
        CompletableFuture<WebhookResponse> request =
                CompletableFuture.supplyAsync(() -> patient.post(FakeChannel.text("1", "anna", "Hello")));
        String conversation = patient.freshchat.awaitPosted(1).get(0).conversationId();

        patient.freshchat.agentReplies(conversation, "At once");

        assertThat(body(request.join())).isEqualTo("At once");
        patient.relay.close();
        assertThat(patient.channel.sent()).isEmpty();
        assertThat(patient.notes()).isEmpty();
    }

    @Test
    void requestThatNobodyAnswersInTimeIsAcknowledgedAndTheMessageIsRelayed() {
        WebhookResponse response = hurried.post(FakeChannel.text("1", "anna", "Hello"));

        assertThat(body(response)).isEqualTo("received");
        assertThat(hurried.freshchat.awaitPosted(1).get(0).text()).isEqualTo("Hello");
    }

    @Test
    void answerThatComesTooLateIsRefusedAndTheAgentIsTold() {
        hurried.channel.capabilities(Capabilities.text(1000, Unit.UTF16).onlyWithHandle());
        String conversation = hurried.customerWrites("anna", "1", "Hello");

        hurried.freshchat.agentReplies(conversation, "too late");
        hurried.freshchat.awaitPosted(2);

        assertThat(hurried.channel.sent()).isEmpty();
        assertThat(hurried.notes()).hasSize(1);
    }

    @Test
    void repeatedRequestDoesNotWaitAgain() {
        CompletableFuture<WebhookResponse> first =
                CompletableFuture.supplyAsync(() -> patient.post(FakeChannel.text("1", "anna", "Hello")));
        String conversation = patient.freshchat.awaitPosted(1).get(0).conversationId();

        assertThat(body(patient.post(FakeChannel.text("1", "anna", "Hello")))).isEqualTo("received");
        patient.freshchat.agentReplies(conversation, "At once");

        assertThat(body(first.join())).isEqualTo("At once");
    }

    private static EngineFixture fixture(Duration patience) {
        return new EngineFixture(Map.of(), context -> new Synchronous(context, patience), builder -> {});
    }

    private static String body(WebhookResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static final class Synchronous extends FakeChannel implements SyncReplies {
        private final Duration patience;

        Synchronous(ChannelContext context, Duration patience) {
            super(context);
            this.patience = patience;
        }

        @Override
        public Duration patience() {
            return patience;
        }

        @Override
        public WebhookResponse answer(List<Content> parts) {
            String text = parts.isEmpty() ? "received" : parts.get(0).plainText();
            return WebhookResponse.text(200, text);
        }
    }
}
