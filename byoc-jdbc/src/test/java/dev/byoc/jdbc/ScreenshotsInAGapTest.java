package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of messages are larger than what is read of an answer. */
class ScreenshotsInAGapTest {
    private static final String TOO_LARGE = "x".repeat(4_300_000);

    @TempDir
    Path folder;

    private RestartingRelay relay;

    @BeforeEach
    void make() {
        relay = new RestartingRelay(folder);
    }

    @AfterEach
    void close() {
        relay.close();
    }

    /** Each webhook of them was taken. */
    @Test
    void answerOfAGapIsFoundBesideAFewScreenshots() {
        byte[] png = new byte[700_000];
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, 0, png, 0, 8);
        String screenshot = Base64.getEncoder().encodeToString(png);
        String conversation = relay.annaAndAdaTalk();
        for (int i = 0; i < 5; i++) {
            int status = relay.freshchat
                    .agent()
                    .says(conversation, "Step " + i + " <img src=\"data:image/png;base64," + screenshot + "\">");
            assertThat(status).isEqualTo(200);
        }
        relay.awaitIdle();
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.start();

        assertThat(relay.awaitCaughtUp().sent()).isEqualTo(1);
        assertThat(relay.sent()).contains("away");
    }

    @Test
    void messageThatIsTooLargeToBeReadHoldsNothingUpAndIsToldToTheAgents() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        relay.freshchat.agent().says(conversation, "first");
        relay.freshchat.agent().says(conversation, TOO_LARGE);
        relay.freshchat.agent().says(conversation, "second");
        relay.start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();
        relay.await(() -> relay.notes().size() == 1);

        assertThat(relay.sent()).containsExactly("before", "first", "second");
        assertThat(caughtUp.sent()).isEqualTo(2);
        assertThat(caughtUp.unsure()).isEqualTo(1);
        assertThat(caughtUp.unreadable()).isZero();
        assertThat(relay.notes()).singleElement().asString().contains("(1) are too large to be read");
    }

    @Test
    void messageThatIsTooLargeIsToldOnceHoweverOftenItIsMet() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        relay.freshchat.agent().says(conversation, TOO_LARGE);
        relay.start();
        relay.awaitCaughtUp();
        relay.await(() -> relay.notes().size() == 1);
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.start();

        relay.await(() -> relay.sent().contains("away"));
        relay.awaitIdle();

        assertThat(relay.notes()).hasSize(1);
    }

    @Test
    void messageThatIsTooLargeAndOlderThanTheGapIsNotMissed() {
        String conversation = relay.annaAndAdaTalk();
        relay.away();
        relay.freshchat.agent().says(conversation, TOO_LARGE);
        relay.freshchat.connectWebhook(relay.webhookDoor());
        relay.freshchat.agent().says(conversation, "heard");
        relay.awaitIdle();
        relay.clock.advance(Duration.ofMinutes(1));
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.start();

        assertThat(relay.awaitCaughtUp().unsure()).isZero();
        assertThat(relay.sent()).containsExactly("before", "heard", "away");
    }
}
