package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.Received;
import dev.byoc.channel.SyncReplies;
import dev.byoc.channel.Verification;
import dev.byoc.event.Health;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.testkit.WildChannel.Hang;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import dev.byoc.webhook.WebhookResponse.Body;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of a channel's answer is the channel's code too: whatever it does, the request is answered and its messages are kept. */
class StreamedAnswerTest {
    private static final Json HELLO = FakeChannel.text("1", "anna", "Hello");
    private static final int LIMIT = 1 << 20;

    private EngineFixture fixture = new EngineFixture(Map.of(), Streaming::new, builder -> {});

    @AfterEach
    void close() {
        fixture.close();
    }

    private static WebhookResponse streamed(Body body) {
        return WebhookResponse.streamed(202, "text/plain", -1, body).with("X-Mark", "m");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void says(Body body) {
        ((Streaming) fixture.channel).body = body;
    }

    private void arrives() {
        fixture.await("the message", () -> fixture.freshchat.posted().size() == 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, LIMIT})
    void bodyIsAnsweredAsItWasWritten(int length) {
        says(out -> out.write(new byte[length]));

        WebhookResponse answer = fixture.post(HELLO);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.contentType()).isEqualTo("text/plain");
        assertThat(answer.headers()).containsEntry("X-Mark", "m");
        assertThat(answer.isInMemory()).isTrue();
        assertThat(answer.body()).hasSize(length);
        arrives();
    }

    @ParameterizedTest
    @EnumSource(
            value = Wild.class,
            names = {"NULL", "NULL_AND_INTERRUPTED"},
            mode = EnumSource.Mode.EXCLUDE)
    void bodyThatEndsInAnyWayIsAnsweredAndItsMessagesAreRelayed(Wild wild) {
        says(out -> {
            out.write(1);
            sneaky(wild);
        });

        WebhookResponse answer = fixture.post(HELLO);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("words");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        arrives();
    }

    private static void sneaky(Wild wild) {
        try {
            wild.call();
        } catch (Throwable e) {
            throw Wild.<RuntimeException>sneaky(e);
        }
    }

    @Test
    void bodyThatIsLongerThanAnAnswerMayBeIsNotSent() {
        says(out -> out.write(new byte[LIMIT + 1]));

        assertThat(fixture.post(HELLO).status()).isEqualTo(500);
        arrives();
    }

    @Test
    void whatIsWrittenAfterTheBodyHasReturnedIsNoPartOfIt() throws Exception {
        AtomicReference<OutputStream> kept = new AtomicReference<>();
        says(out -> {
            out.write(bytes("whole"));
            out.close();
            kept.set(out);
        });

        WebhookResponse answer = fixture.post(HELLO);
        kept.get().write(bytes(" and more"));

        assertThat(answer.body()).isEqualTo(bytes("whole"));
    }

    @Test
    void bodyThatHangsIsAnsweredAndShowsInHealthUntilItReturns() throws Exception {
        Hang hang = new Hang();
        says(out -> hang.call());
        CompletableFuture<WebhookResponse> request = CompletableFuture.supplyAsync(() -> fixture.post(HELLO));
        hang.awaitBegun();

        fixture.clock.advance(Duration.ofSeconds(11));

        assertThat(request.join().status()).isEqualTo(500);
        fixture.await("the account shows it", () -> shop().status() == Health.Status.DEGRADED);
        arrives();
        hang.release();
        fixture.await("the account is well", () -> shop().status() == Health.Status.UP);
    }

    private Health.Part shop() {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals("shop"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void handshakeIsWrittenInTheSameWay() {
        ((Streaming) fixture.channel).shakesHands = true;
        says(out -> out.write(bytes("challenge")));
        assertThat(fixture.post(HELLO).body()).isEqualTo(bytes("challenge"));

        says(out -> sneaky(Wild.RUNTIME_EXCEPTION));
        assertThat(fixture.post(HELLO).status()).isEqualTo(500);
    }

    @Test
    void answerInsideAResponseIsWrittenInTheSameWay() throws Exception {
        fixture.close();
        fixture = new EngineFixture(Map.of(), Inside::new, builder -> {});
        says(out -> out.write(bytes("nothing yet")));
        CompletableFuture<WebhookResponse> request = CompletableFuture.supplyAsync(() -> fixture.post(HELLO));
        arrives();

        fixture.freshchat.agent().says(fixture.freshchat.posted().get(0).conversationId(), "At once");

        assertThat(request.join().isInMemory()).isTrue();
        assertThat(request.join().body()).isEqualTo(bytes("inside"));
    }

    @Test
    void answerWhoseBodyFailsInsideAResponseGoesOutByItself() throws Exception {
        fixture.close();
        fixture = new EngineFixture(Map.of(), Inside::new, builder -> {});
        ((Inside) fixture.channel).fails = true;
        CompletableFuture<WebhookResponse> request = CompletableFuture.supplyAsync(() -> fixture.post(HELLO));
        arrives();

        fixture.freshchat.agent().says(fixture.freshchat.posted().get(0).conversationId(), "At once");

        assertThat(request.join().status()).isEqualTo(202);
        fixture.channel.awaitSent(1);
        assertThat(fixture.channel.sentTexts()).containsExactly("At once");
    }

    private static class Streaming extends WildChannel {
        private volatile Body body = out -> {};
        private volatile boolean shakesHands;

        Streaming(ChannelContext context) {
            super(context);
        }

        @Override
        public Verification verify(WebhookRequest request) {
            return shakesHands ? new Verification.Answered(streamed(body)) : super.verify(request);
        }

        @Override
        public Received parse(Verification.Verified verified) {
            return new Received(super.parse(verified).events(), streamed(body));
        }
    }

    private static final class Inside extends Streaming implements SyncReplies {
        private volatile boolean fails;

        Inside(ChannelContext context) {
            super(context);
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(30);
        }

        @Override
        public WebhookResponse answer(List<Content> parts) {
            return streamed(out -> {
                out.write(bytes("inside"));
                if (fails) {
                    sneaky(Wild.RUNTIME_EXCEPTION);
                }
            });
        }
    }
}
