package dev.byoc.internal.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.message.Content;
import dev.byoc.webhook.WebhookResponse;
import dev.byoc.wording.Wording;
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
                    () -> desk.await("shop", "anna", Duration.ofMillis(1), PendingRepliesTest::write));
            LockSupport.parkNanos(5_000L * round);

            boolean carried = desk.answer("shop", "anna", ANSWER);

            assertThat(new String(request.join().body(), UTF_8)).isEqualTo(carried ? "At once" : "");
        }
    }

    private static WebhookResponse write(List<Content> parts) {
        return WebhookResponse.text(200, parts.isEmpty() ? "" : parts.get(0).plainText(Wording.ENGLISH));
    }

    @Test
    void answerOfWhichNoResponseCouldBeMadeIsRefused() {
        CompletableFuture<WebhookResponse> request =
                CompletableFuture.supplyAsync(() -> desk.await("shop", "anna", Duration.ofMinutes(1), parts -> null));

        boolean carried = false;
        while (!request.isDone()) {
            carried |= desk.answer("shop", "anna", ANSWER);
        }

        assertThat(carried).isFalse();
        assertThat(request.join()).isNull();
    }

    @Test
    void answerWithoutAWaitingRequestIsRefused() {
        assertThat(desk.answer("shop", "anna", ANSWER)).isFalse();
    }
}
