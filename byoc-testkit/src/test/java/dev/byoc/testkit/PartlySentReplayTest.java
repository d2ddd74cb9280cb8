package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The replay of an answer whose beginning the customer has. */
class PartlySentReplayTest {
    private static final DeadLetterFilter SHOPS = DeadLetterFilter.ALL.account("shop");

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** An answer of three pieces, of which the first is taken. */
    private void isSentInPart(SendResult second) {
        fixture.channel.capabilities(Capabilities.text(20, Unit.UTF16));
        fixture.channel.willAnswer(new SendResult.Accepted(List.of()), second);
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.agent().says(conversation, "one one one one one two two two two two end");
        fixture.awaitNotes(1);
        fixture.awaitIdle();
    }

    @Test
    void goesOnBehindWhatTheCustomerHas() {
        isSentInPart(new SendResult.Refused(Reason.AUTH, "the key"));

        assertThat(fixture.relay.replayAll(SHOPS.reason("AUTH"))).hasSize(1);
        fixture.awaitIdle();

        assertThat(fixture.channel.sentTexts())
                .containsExactly("one one one one one ", "two two two two two ", "two two two two two ", "end");
    }

    @Test
    void doublesNothingButTheCallOfUnknownOutcomeWhereThatIsAllowed() {
        isSentInPart(new SendResult.Unknown("it broke off"));
        DeadLetter letter = fixture.relay.deadLetters(SHOPS).get(0);
        assertThat(letter.mayHaveArrived()).isTrue();

        fixture.relay.replay(letter.id(), ReplayMode.ALLOW_DUPLICATE);
        fixture.awaitIdle();

        assertThat(fixture.channel.sentTexts())
                .containsExactly("one one one one one ", "two two two two two ", "two two two two two ", "end");
    }
}
