package dev.byoc.internal.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.MovableClock;
import dev.byoc.internal.guard.Mark;
import dev.byoc.message.Content;
import dev.byoc.webhook.WebhookResponse;
import dev.byoc.wording.Wording;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class PendingRepliesTest {
    private static final List<Content> ANSWER = List.of(new Content.Text("At once"));

    private final PendingReplies desk = new PendingReplies();

    /** However close the two come: either the request carries the answer, or who answers knows that it does not. */
    @Test
    void answerAtTheEndOfThePatienceIsEitherCarriedOrRefused() {
        for (int round = 0; round < 300; round++) {
            CompletableFuture<WebhookResponse> request = CompletableFuture.supplyAsync(
                    () -> desk.await("shop", "anna", within(Duration.ofMillis(1)), PendingRepliesTest::write));
            LockSupport.parkNanos(5_000L * round);

            boolean carried = desk.answer("shop", "anna", ANSWER);

            assertThat(new String(request.join().body(), UTF_8)).isEqualTo(carried ? "At once" : "");
        }
    }

    private static PendingReplies.TimeLimit within(Duration patience) {
        return new PendingReplies.TimeLimit(Mark.now(Clock.systemUTC()), patience);
    }

    private static WebhookResponse write(List<Content> parts) {
        return WebhookResponse.text(200, parts.isEmpty() ? "" : parts.get(0).plainText(Wording.ENGLISH));
    }

    @Test
    void answerOfWhichNoResponseCouldBeMadeIsRefused() {
        CompletableFuture<WebhookResponse> request = CompletableFuture.supplyAsync(
                () -> desk.await("shop", "anna", within(Duration.ofMinutes(1)), parts -> null));

        boolean carried = false;
        while (!request.isDone()) {
            carried |= desk.answer("shop", "anna", ANSWER);
        }

        assertThat(carried).isFalse();
        assertThat(request.join()).isNull();
    }

    /** As of a machine that was stopped meanwhile. */
    @Test
    void answerThatComesAfterThePatienceIsRefusedThoughItsRequestStillWaits() {
        MovableClock clock = new MovableClock();
        PendingReplies.TimeLimit limit = new PendingReplies.TimeLimit(Mark.now(clock), Duration.ofMinutes(1));
        Thread request = new Thread(() -> desk.await("shop", "anna", limit, PendingRepliesTest::write));
        request.start();
        while (request.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        clock.advance(Duration.ofMinutes(1));
        boolean carried = desk.answer("shop", "anna", ANSWER);
        request.interrupt();

        assertThat(carried).isFalse();
    }

    @Test
    void answerWithoutAWaitingRequestIsRefused() {
        assertThat(desk.answer("shop", "anna", ANSWER)).isFalse();
    }
}
