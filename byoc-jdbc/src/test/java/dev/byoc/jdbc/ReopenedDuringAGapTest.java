package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.JsonEdits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The relay has posted a customer's message since the resolve: the conversation is open, whether a webhook said so or not. */
class ReopenedDuringAGapTest {
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

    /** And no webhook tells that this opens the conversation. */
    private String annaComesBackAnHourAfterTheResolve() {
        String conversation = relay.annaAndAdaTalk();
        relay.freshchat.agent().resolves(conversation);
        relay.awaitIdle();
        relay.clock.advance(Duration.ofHours(1));
        relay.away();
        assertThat(relay.customerWrites("anna", "2", "One more thing")).isEqualTo(conversation);
        return conversation;
    }

    private void answersWhileTheRelayIsAway(String conversation) {
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.start();
        relay.awaitCaughtUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reuse", "reopen", "new-after:P7D"})
    void answerToACustomerWhoCameBackAfterAResolveIsFoundThoughTheReopenWasMissed(String conversations) {
        relay.account("shop", "Support", Map.of("conversations", conversations));
        String conversation = annaComesBackAnHourAfterTheResolve();

        answersWhileTheRelayIsAway(conversation);

        assertThat(relay.sent()).containsExactly("before", "away");
    }

    private void resolveComesAgain(Instant at) {
        Json told = Json.parse(relay.freshchat
                .webhooks()
                .deliveries("conversation_resolution")
                .get(0)
                .body());
        relay.freshchat.connectWebhook(relay.webhookDoor());
        relay.freshchat.sends(
                "conversation_resolution",
                JsonEdits.with(told, Map.of("action_time", at.toString())).bytes());
        relay.awaitIdle();
    }

    @Test
    void resolveOfBeforeThatComesLateDoesNotCloseWhatTheCustomersMessageHasOpened() {
        String conversation = annaComesBackAnHourAfterTheResolve();
        resolveComesAgain(relay.clock.instant().minus(Duration.ofMinutes(30)));

        answersWhileTheRelayIsAway(conversation);

        assertThat(relay.sent()).containsExactly("before", "away");
    }

    @Test
    void resolveAfterTheCustomersMessageClosesTheConversation() {
        annaComesBackAnHourAfterTheResolve();
        resolveComesAgain(relay.clock.instant().plus(Duration.ofMinutes(1)));
        int reads = relay.reads();

        relay.stop().start();
        relay.awaitCaughtUp();

        assertThat(relay.reads()).isEqualTo(reads);
    }
}
