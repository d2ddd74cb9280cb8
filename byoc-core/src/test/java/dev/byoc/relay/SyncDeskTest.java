package dev.byoc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.message.Content;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class SyncDeskTest {
    private static final List<Content> ANSWER = List.of(new Content.Text("At once"));

    private final SyncDesk desk = new SyncDesk();

    /** However close the two come: either the request carries the answer, or who answers knows that it does not. */
    @Test
    void answerAtTheEndOfThePatienceIsEitherCarriedOrRefused() {
        for (int round = 0; round < 300; round++) {
            CompletableFuture<List<Content>> request =
                    CompletableFuture.supplyAsync(() -> desk.await("shop", "anna", Duration.ofMillis(1)));
            LockSupport.parkNanos(5_000L * round);

            boolean carried = desk.answer("shop", "anna", ANSWER);

            assertThat(request.join()).isEqualTo(carried ? ANSWER : List.of());
        }
    }

    @Test
    void answerForNobodyWhoWaitsIsRefused() {
        assertThat(desk.answer("shop", "anna", ANSWER)).isFalse();
    }
}
