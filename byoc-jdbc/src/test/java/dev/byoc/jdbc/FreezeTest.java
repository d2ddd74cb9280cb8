package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that was stopped for minutes, by SIGSTOP or with its virtual machine, and goes on: the clock has moved, and nothing else. */
class FreezeTest {
    @TempDir
    Path folder;

    private RestartingRelay relay;
    private String conversation;

    @BeforeEach
    void annaAndAdaTalk() {
        relay = new RestartingRelay(folder);
        relay.with(builder -> builder.catchUp(RestartingRelay.AT_ONCE.startingAfter(Duration.ofHours(1))))
                .start();
        conversation = relay.customerWrites("anna", "1", "Hello");
        relay.freshchat.agent().says(conversation, "before");
        relay.awaitIdle();
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private void freeze(Duration duration) {
        relay.away();
        relay.clock.advance(duration.dividedBy(2));
        relay.freshchat.agent().says(conversation, "missed");
        relay.clock.advance(duration.dividedBy(2));
        relay.freshchat.connectWebhook(relay.webhookDoor());
    }

    @Test
    void answerThatComesBeforeTheNextBeatGoesBehindWhatWasMissed() {
        freeze(Duration.ofMinutes(10));

        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "missed", "live");
        assertThat(relay.engine().deadLetters()).isEmpty();
        assertThat(relay.notes()).isEmpty();
    }

    @Test
    void severalAnswersAfterAFreezeLeadToOneReading() {
        freeze(Duration.ofHours(3));

        relay.freshchat.agent().says(conversation, "live 1");
        relay.freshchat.agent().says(conversation, "live 2");
        relay.awaitIdle();
        relay.freshchat.agent().says(conversation, "live 3");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "missed", "live 1", "live 2", "live 3");
        assertThat(relay.reads()).isEqualTo(1);
    }

    /** What tells of the conversation first may be a resolve. */
    @Test
    void resolveThatComesBeforeTheNextBeatGoesBehindWhatWasMissed() {
        freeze(Duration.ofMinutes(10));

        relay.freshchat.agent().resolves(conversation);
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "missed");
    }

    @Test
    void webhookOfAnotherConversationIsEnoughForItToBeNoticed() {
        freeze(Duration.ofMinutes(10));
        String other = relay.customerWrites("minho", "2", "Hello");
        relay.freshchat.agent().says(other, "to minho");
        relay.awaitIdle();

        relay.clock.advance(Duration.ofHours(1));
        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "to minho", "missed");
    }

    @Test
    void secondFreezeIsNoticedToo() {
        freeze(Duration.ofMinutes(10));
        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();
        freeze(Duration.ofMinutes(10));

        relay.freshchat.agent().says(conversation, "live again");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "missed", "live", "missed", "live again");
    }

    @Test
    void pauseOfThreeMinutesIsNone() {
        relay.clock.advance(Duration.ofMinutes(3));

        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "live");
        assertThat(relay.reads()).isZero();
    }

    /** Who is not known to be Freshchat must not cause readings by a clock that has moved. */
    @Test
    void unsignedRequestTellsNothingOfAFreeze() {
        relay.clock.advance(Duration.ofMinutes(10));
        relay.engine()
                .handle(new RelayRequest(
                        "GET", relay.engine().freshchatWebhookUrl().getRawPath(), null, Map.of(), new byte[0], null));

        assertThat(relay.reads()).isZero();
        assertThat(relay.sqlValue("select value from byoc_setting where name = 'webhook gap'"))
                .isEmpty();
        assertThat(relay.sent()).isEqualTo(List.of("before"));
    }

    @Test
    void relayThatCatchesUpByHandIsNotHeldUpByAFreeze() {
        relay.stop();
        relay.with(builder -> builder.catchUp(RestartingRelay.AT_ONCE.byHand())).start();
        freeze(Duration.ofMinutes(10));

        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "live");
        assertThat(relay.reads()).isZero();
    }
}
