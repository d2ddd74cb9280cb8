package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.testkit.server.Delivery;
import dev.byoc.testkit.viber.ViberCustomer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A captured webhook of Freshchat never reaches a customer a second time; what comes too late is kept. */
final class LateAnswerTest {
    private final RelayFixture fixture = new RelayFixture();
    private ViberCustomer anna;
    private String conversation;

    @BeforeEach
    void annaHasWritten() {
        anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
        anna.says("hello");
        conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        idle();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void idle() {
        fixture.await(() -> fixture.relay.health().open() == 0);
    }

    /** An answer that has arrived: its webhook, as an attacker may have recorded it. */
    private Delivery answered() {
        fixture.freshchat.agent().says(conversation, "good morning");
        anna.awaitReceived(1);
        idle();
        return fixture.freshchat.webhooks().deliveries("message_create").stream()
                .filter(delivery -> text(delivery).contains("good morning"))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Delivery delivery) {
        return new String(delivery.body(), StandardCharsets.UTF_8);
    }

    /** Whatever else comes now makes the store forget old ids. */
    private void idsAreForgotten() {
        fixture.clock.advance(MemoryStore.KEEP.plusMinutes(1));
        anna.says("are you there?");
        idle();
    }

    private int again(Delivery delivery) {
        int status = fixture.freshchat.webhooks().again(delivery);
        idle();
        return status;
    }

    @Test
    void answerThatIsRedeliveredWhenItsIdIsForgottenIsKeptAndNotSent() {
        Delivery answer = answered();
        idsAreForgotten();

        assertThat(again(answer)).isEqualTo(200);
        assertThat(again(answer)).isEqualTo(200);

        assertThat(anna.receivedTexts()).containsExactly("good morning");
        assertThat(fixture.notes())
                .singleElement()
                .asString()
                .contains("may not have reached", "“good morning”", "By its time it may be a copy");
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo("older than what is remembered"));
        assertThat(fixture.events(RelayEvent.DeadLettered.class)).hasSize(1);
        assertThat(fixture.relay.replayAll(DeadLetterFilter.ALL)).isEmpty();
        idle();
        assertThat(anna.receivedTexts()).containsExactly("good morning");
    }

    @Test
    void answerThatComesFirstAfterTheAcceptedAgeIsSentOnceItIsReplayed() {
        fixture.freshchat.webhooks().hold();
        fixture.freshchat.agent().says(conversation, "good morning");
        fixture.clock.advance(Duration.ofDays(2).plusMinutes(1));
        fixture.freshchat.webhooks().release();
        fixture.freshchat.webhooks().awaitDelivered();
        idle();
        assertThat(anna.received()).isEmpty();
        assertThat(fixture.notes()).singleElement().asString().contains("may not have reached");

        long letter = fixture.relay.deadLetters().get(0).id();
        assertThat(fixture.relay.replay(letter)).isEqualTo(ReplayResult.MAY_HAVE_ARRIVED);
        assertThat(fixture.relay.replay(letter, ReplayMode.ALLOW_DUPLICATE)).isEqualTo(ReplayResult.REPLAYED);

        assertThat(anna.awaitReceived(1).get(0).text()).isEqualTo("good morning");
    }

    /** Its id is remembered for longer than it may be on its way: nothing is lost of it. */
    @Test
    void answerThatIsRedeliveredLateAndIsStillRememberedIsNotTold() {
        Delivery answer = answered();
        fixture.clock.advance(Duration.ofDays(2).plusMinutes(1));

        assertThat(again(answer)).isEqualTo(200);

        assertThat(fixture.notes()).isEmpty();
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    /** It may be a note of the relay's own, by a clock that is wrong: a note about that would never end. */
    @Test
    void lateMessageWithoutATypeIsKeptAndNoNoteTellsOfIt() {
        String untyped = without("message_type", text(answered())).replaceAll("\"id\":\"", "\"id\":\"another-");
        fixture.clock.advance(Duration.ofDays(2).plusMinutes(1));

        fixture.freshchat.sends("message_create", untyped.getBytes(StandardCharsets.UTF_8));
        idle();

        assertThat(fixture.relay.deadLetters()).hasSize(1);
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void answerThatComesFirstAnHourLateIsSent() {
        fixture.freshchat.webhooks().hold();
        fixture.freshchat.agent().says(conversation, "good morning");
        fixture.clock.advance(Duration.ofHours(1));
        fixture.freshchat.webhooks().release();

        assertThat(anna.awaitReceived(1).get(0).text()).isEqualTo("good morning");
    }

    @Test
    void answerWithoutATimeOfItsOwnIsAsOldAsItsEvent() {
        String undated = without("created_time", text(answered()));
        idsAreForgotten();

        fixture.freshchat.sends("message_create", undated.getBytes(StandardCharsets.UTF_8));
        idle();

        assertThat(anna.receivedTexts()).containsExactly("good morning");
        assertThat(fixture.relay.deadLetters()).hasSize(1);
    }

    @Test
    void answerWithoutAnyTimeIsSent() {
        String undated = without("action_time", without("created_time", text(answered())))
                .replace("good morning", "good evening")
                .replaceAll("\"id\":\"", "\"id\":\"another-");

        fixture.freshchat.sends("message_create", undated.getBytes(StandardCharsets.UTF_8));

        assertThat(anna.awaitReceived(2).get(1).text()).isEqualTo("good evening");
    }

    /** The clock stands at 2026-01-15T09:00:00Z; the last one is no time at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1768467600",
                "\"1768467600\"",
                "1768467600000",
                "1768467600000000",
                "1768467600.25",
                "\"2026-01-15 09:00:00\"",
                "\"2026-01-15T18:00:00+09:00\"",
                "\"0000-00-00 00:00:00\""
            })
    void answerWhoseTimeIsWrittenOtherwiseIsSent(String time) {
        String other = text(answered())
                .replaceAll("\"(created_time|action_time)\":\"[^\"]*\"", "\"$1\":" + time)
                .replace("good morning", "good evening")
                .replaceAll("\"id\":\"", "\"id\":\"another-");
        assertThat(other).contains("\"created_time\":" + time);

        fixture.freshchat.sends("message_create", other.getBytes(StandardCharsets.UTF_8));

        assertThat(anna.awaitReceived(2).get(1).text()).isEqualTo("good evening");
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    private static String without(String field, String json) {
        return json.replaceAll("\"" + field + "\":\"[^\"]*\",", "");
    }

    @Test
    void oldAnswerOfAConversationThatARestartHasForgottenIsKept() {
        Delivery answer = answered();
        fixture.clock.advance(MemoryStore.KEEP.plusMinutes(1));
        fixture.restart();

        assertThat(again(answer)).isEqualTo(200);

        assertThat(anna.receivedTexts()).containsExactly("good morning");
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo("older than what is remembered"))
                .matches(DeadLetter::mayHaveArrived);
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void oldMessageWithoutATypeOfAConversationThatARestartHasForgottenIsIgnored() {
        String untyped = without("message_type", text(answered()));
        fixture.clock.advance(MemoryStore.KEEP.plusMinutes(1));
        fixture.restart();

        fixture.freshchat.sends("message_create", untyped.getBytes(StandardCharsets.UTF_8));
        idle();

        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.events(RelayEvent.Ignored.class))
                .anySatisfy(event -> assertThat(event.why()).isEqualTo("older than what is remembered"));
    }

    @Test
    void answerThatIsDatedTooFarAheadIsKeptAndNotSent() {
        String ahead =
                text(answered()).replaceAll("\"id\":\"", "\"id\":\"another-").replace("2026-01-15T", "2026-01-17T");

        fixture.freshchat.sends("message_create", ahead.getBytes(StandardCharsets.UTF_8));
        idle();

        assertThat(anna.receivedTexts()).containsExactly("good morning");
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo("dated too far ahead"))
                .matches(DeadLetter::mayHaveArrived);
        assertThat(fixture.notes()).singleElement().asString().contains("By its time it may be a copy");
    }
}
