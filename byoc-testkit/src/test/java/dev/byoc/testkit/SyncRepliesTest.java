package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.SyncReplies;
import dev.byoc.memory.MemoryStore;
import dev.byoc.message.Content;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.store.WatchedStore;
import dev.byoc.webhook.WebhookResponse;
import dev.byoc.wording.Wording;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

        patient.freshchat.agent().says(conversation, "At once");

        assertThat(body(request.join())).isEqualTo("At once");
        patient.relay.close();
        assertThat(patient.channel.sent()).isEmpty();
        assertThat(patient.notes()).isEmpty();
    }

    @Test
    void requestThatNoAgentAnswersInTimeIsAcknowledgedAndTheMessageIsRelayed() {
        WebhookResponse response = hurried.post(FakeChannel.text("1", "anna", "Hello"));

        assertThat(body(response)).isEqualTo("received");
        assertThat(hurried.freshchat.awaitPosted(1).get(0).text()).isEqualTo("Hello");
    }

    @Test
    void answerThatComesTooLateIsRefusedAndTheAgentIsTold() {
        hurried.channel.capabilities(Capabilities.text(1000, Unit.UTF16).onlyWithHandle());
        String conversation = hurried.customerWrites("anna", "1", "Hello");

        hurried.freshchat.agent().says(conversation, "too late");
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
        patient.freshchat.agent().says(conversation, "At once");

        assertThat(body(first.join())).isEqualTo("At once");
    }

    /** The network's patience is for what people say, and not for the relay's disk. */
    @Test
    void answerGoesOutWithTheRequestHoweverLongTheStoreTakes() {
        Gate disk = new Gate();
        try (EngineFixture slow = fixture(Duration.ofSeconds(20), builder -> builder.store(takingAnswersAt(disk)))) {
            CompletableFuture<WebhookResponse> request =
                    CompletableFuture.supplyAsync(() -> slow.post(FakeChannel.text("1", "anna", "Hello")));
            String conversation = slow.freshchat.awaitPosted(1).get(0).conversationId();

            slow.freshchat.agent().says(conversation, "At once");
            String answer = body(request.join());
            disk.open();
            slow.relay.close();

            assertThat(answer).isEqualTo("At once");
            assertThat(slow.channel.sent()).isEmpty();
            assertThat(slow.notes()).isEmpty();
        }
    }

    /** The network counts from when it has sent the request: what goes into a response that it no longer waits for reaches no one. */
    @Test
    void noAnswerGoesIntoAResponseForWhichStoringHasUsedUpThePatience() {
        Gate disk = new Gate();
        try (EngineFixture slow = fixture(Duration.ofMinutes(1), builder -> builder.store(appendingAt(disk)))) {
            slow.channel.capabilities(Capabilities.text(1000, Unit.UTF16).onlyWithHandle());
            CompletableFuture<WebhookResponse> request =
                    CompletableFuture.supplyAsync(() -> slow.post(FakeChannel.text("1", "anna", "Hello")));
            disk.awaitArrival();
            slow.clock.advance(Duration.ofMinutes(1));
            disk.open();
            String conversation = slow.freshchat.awaitPosted(1).get(0).conversationId();

            slow.freshchat.agent().says(conversation, "At once");

            assertThat(body(request.join())).isEqualTo("received");
            assertThat(slow.awaitNotes(1)).hasSize(1);
        }
    }

    /** A store that takes its first message only once the gate is open. */
    private static RelayStore appendingAt(Gate disk) {
        RelayStore store = new MemoryStore(new SettableClock(Instant.parse("2026-01-15T09:00:00Z")));
        return WatchedStore.before(store, "journal.append", disk::pass);
    }

    /** A channel that cannot put an answer into its response: nothing may be lost of that answer. */
    @ParameterizedTest
    @EnumSource(Wild.class)
    void answerOfWhichTheChannelMakesNoResponseIsSentByACall(Wild wild) {
        Function<ChannelContext, FakeChannel> make = context -> new Synchronous(context, Duration.ofSeconds(20)) {
            @Override
            public WebhookResponse answer(List<Content> parts) {
                try {
                    return parts.isEmpty() ? super.answer(parts) : (WebhookResponse) wild.call();
                } catch (Throwable e) {
                    throw Wild.<RuntimeException>sneaky(e);
                }
            }
        };
        try (EngineFixture fixture = new EngineFixture(Map.of(), make, builder -> {})) {
            CompletableFuture<WebhookResponse> request =
                    CompletableFuture.supplyAsync(() -> fixture.post(FakeChannel.text("1", "anna", "Hello")));
            String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();

            fixture.freshchat.agent().says(conversation, "At once");

            assertThat(request.join().status()).isEqualTo(200);
            assertThat(fixture.channel.awaitSent(1)).hasSize(1);
            assertThat(fixture.channel.sentTexts()).containsExactly("At once");
        }
    }

    /** A store that hears that an answer went out only once the gate is open. */
    private static RelayStore takingAnswersAt(Gate disk) {
        RelayStore store = new MemoryStore(new SettableClock(Instant.parse("2026-01-15T09:00:00Z")));
        return WatchedStore.of(store, (method, arguments, call) -> {
            for (Object argument : arguments) {
                if (argument instanceof Change change && !change.parts().isEmpty()) {
                    disk.pass();
                }
            }
            return call.proceed();
        });
    }

    private static EngineFixture fixture(Duration patience) {
        return fixture(patience, builder -> {});
    }

    private static EngineFixture fixture(Duration patience, Consumer<RelayBuilder> more) {
        return new EngineFixture(Map.of(), context -> new Synchronous(context, patience), more);
    }

    private static String body(WebhookResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static class Synchronous extends FakeChannel implements SyncReplies {
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
            String text = parts.isEmpty() ? "received" : parts.get(0).plainText(Wording.ENGLISH);
            return WebhookResponse.text(200, text);
        }
    }
}
