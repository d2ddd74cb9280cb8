package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.event.RelayEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What came to Freshchat's address and was not even read told of an answer perhaps, so that is looked for. */
class RefusedFreshchatWebhooksTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** How a webhook is refused before its signature is looked at. */
    enum Refused {
        TOO_LARGE(413),
        PACKED(415),
        BEHIND_THE_ADDRESS(404),
        TOO_SLOW(408);

        private final int status;

        Refused(int status) {
            this.status = status;
        }

        void post(EngineFixture fixture, String path) {
            if (this == TOO_SLOW) {
                fixture.relay.reportBroken("POST", path, status, "too slow");
                return;
            }
            byte[] body = new byte[this == TOO_LARGE ? 64 * 1024 * 1024 : 2];
            Map<String, List<String>> headers = this == PACKED ? Map.of("Content-Encoding", List.of("gzip")) : Map.of();
            String asked = this == BEHIND_THE_ADDRESS ? path + "/" : path;
            assertThat(fixture.relay
                            .handle(new RelayRequest("POST", asked, null, headers, body, null))
                            .status())
                    .isEqualTo(status);
        }
    }

    private void agentAnswersUnheard(String text) {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.tells(false);
        fixture.freshchat.agent().says(conversation, text);
    }

    private String address() {
        return fixture.relay.freshchatWebhookUrl().getRawPath();
    }

    private int reads() {
        return fixture.freshchat.calls("GET /conversations/{id}/messages");
    }

    @ParameterizedTest
    @EnumSource
    void theAnswerOfAWebhookThatIsRefusedUnreadIsFound(Refused how) {
        agentAnswersUnheard("Press here");

        how.post(fixture, address());
        fixture.time()
                .passUntil(Duration.ofSeconds(30), () -> fixture.channel.sent().size() == 1);

        assertThat(fixture.channel.sentTexts()).containsExactly("Press here");
        assertThat(fixture.events)
                .filteredOn(RelayEvent.RequestRefused.class::isInstance)
                .extracting(event -> ((RelayEvent.RequestRefused) event).status())
                .containsExactly(how.status);
    }

    @Test
    void whoDoesNotKnowTheAddressHasNothingLookedFor() {
        agentAnswersUnheard("Press here");
        String wrong = address() + "x";

        fixture.relay.reportBroken("POST", wrong, 408, "too slow");
        fixture.relay.handle(new RelayRequest("POST", wrong, null, Map.of(), new byte[2], null));
        fixture.time().pass(Duration.ofSeconds(30), 10);

        assertThat(reads()).isZero();
    }

    @Test
    void manyThatAreRefusedHaveItLookedForOnceInTenMinutes() {
        agentAnswersUnheard("Press here");

        for (int i = 0; i < 40; i++) {
            Refused.PACKED.post(fixture, address());
            fixture.time().pass(Duration.ofSeconds(30), 1);
        }

        assertThat(reads()).isBetween(1, 3);
    }
}
