package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health.Status;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.testkit.PublicFront;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While the public address does not lead to the relay no webhook comes: answers of that time reach their customers all the same. */
class PublicAddressGapTest {
    /** So short that no pause of the clock is taken for a freeze, which is a gap too. */
    private static final Duration ROUND = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private RestartingRelay relay;
    private PublicFront front;
    private String conversation;

    @BeforeEach
    void make() {
        relay = new RestartingRelay(folder);
        front = new PublicFront(() -> relay.engine());
    }

    @AfterEach
    void close() {
        relay.close();
        front.close();
    }

    private void annaAndAdaTalk(CatchUpPolicy policy) {
        // The rounds are this test's.
        relay.with(builder -> builder.catchUp(policy).publicUrl(front.url()).probeEvery(Duration.ZERO))
                .start();
        conversation = relay.customerWrites("anna", "1", "Hello");
        relay.freshchat.agent().says(conversation, "before");
        relay.awaitIdle();
        relay.engine().probe();
        relay.clock.advance(Duration.ofMinutes(1));
    }

    /** Nothing from outside comes any more. */
    private void cutOff() {
        relay.away();
        front.answers(502);
    }

    private void round() {
        relay.clock.advance(ROUND);
        relay.engine().probe();
    }

    private void reconnect() {
        front.up();
        relay.freshchat.connectWebhook(relay.webhookDoor());
    }

    @Test
    void answerGivenWhileTheAddressWasUnreachableArrivesOnce() {
        annaAndAdaTalk(RestartingRelay.AT_ONCE.startingAfter(Duration.ofHours(1)));
        cutOff();
        relay.freshchat.agent().says(conversation, "away");
        round();
        assertThat(relay.part("relay").status()).isEqualTo(Status.UP);
        round();
        assertThat(relay.part("relay").status()).isEqualTo(Status.DEGRADED);

        reconnect();
        round();
        assertThat(relay.part("relay").status()).isEqualTo(Status.UP);
        relay.clock.advance(Duration.ofHours(1));
        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "away");
        assertThat(relay.reads()).isEqualTo(1);
    }

    /** The answer was given before the first round that failed. */
    @Test
    void gapBeginsAtTheLastAnswerAndNotAtTheFirstFailure() {
        annaAndAdaTalk(RestartingRelay.AT_ONCE);
        cutOff();
        relay.freshchat.agent().says(conversation, "away");
        relay.clock.advance(Duration.ofMinutes(30));
        round();
        round();

        assertThat(relay.awaitCaughtUp().since()).isBefore(relay.clock.instant().minus(Duration.ofMinutes(30)));
        assertThat(relay.sent()).containsExactly("before", "away");
    }

    /** Freshchat reaches the relay before the next round does, and tells of a later answer. */
    @Test
    void webhookEndsTheGapAndGoesBehindWhatWasMissed() {
        annaAndAdaTalk(RestartingRelay.AT_ONCE.startingAfter(Duration.ofHours(1)));
        cutOff();
        relay.freshchat.agent().says(conversation, "away");
        round();
        round();

        reconnect();
        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "away", "live");
        assertThat(relay.part("relay").status()).isEqualTo(Status.UP);
    }

    @Test
    void answersAreLookedForWhileItLasts() {
        annaAndAdaTalk(RestartingRelay.AT_ONCE);
        cutOff();
        round();
        round();
        relay.awaitCaughtUp();
        relay.freshchat.agent().says(conversation, "away");

        relay.clock.advance(Duration.ofMinutes(10));
        round();
        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "away");
        assertThat(relay.part("relay").status()).isEqualTo(Status.DEGRADED);
    }

    @Test
    void gapOutlivesTheProcess() {
        annaAndAdaTalk(RestartingRelay.AT_ONCE.startingAfter(Duration.ofHours(1)));
        cutOff();
        relay.freshchat.agent().says(conversation, "away");
        round();
        round();
        relay.awaitIdle();
        relay.await(() -> !relay.sqlValue("select value from byoc_setting where name = 'webhook gap'")
                .isEmpty());
        relay.kill();

        reconnect();
        relay.start();
        relay.clock.advance(Duration.ofHours(1));
        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "away");
    }

    @Test
    void oneFailedRoundIsNoGap() {
        annaAndAdaTalk(RestartingRelay.AT_ONCE);
        front.answers(502);
        round();
        front.up();
        round();
        front.answers(502);
        round();
        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();

        assertThat(relay.reads()).isZero();
        assertThat(relay.part("relay").status()).isEqualTo(Status.UP);
    }

    @Test
    void addressThatNeverAnsweredIsNoGap() {
        front.answers(404);
        annaAndAdaTalk(RestartingRelay.AT_ONCE);
        round();
        round();
        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "live");
        assertThat(relay.reads()).isZero();
    }

    /** A webhook between two failures shows that they say nothing of the time between. */
    @Test
    void webhookBetweenTwoFailuresLetsThemCountAnew() {
        annaAndAdaTalk(RestartingRelay.AT_ONCE);
        front.answers(502);
        round();
        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();
        round();
        assertThat(relay.part("relay").status()).isEqualTo(Status.UP);

        round();
        assertThat(relay.part("relay").status()).isEqualTo(Status.DEGRADED);
    }

    @Test
    void relayThatCatchesUpByHandTellsOfItAndReadsNothing() {
        annaAndAdaTalk(RestartingRelay.AT_ONCE.byHand());
        cutOff();
        relay.freshchat.agent().says(conversation, "away");
        round();
        round();
        assertThat(relay.part("relay").status()).isEqualTo(Status.DEGRADED);
        reconnect();
        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "live");
        assertThat(relay.reads()).isZero();
    }
}
