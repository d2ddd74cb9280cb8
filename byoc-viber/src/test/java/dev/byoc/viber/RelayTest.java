package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.viber.ViberCustomer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private final RelayFixture fixture = new RelayFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void messageAppearsInFreshchatAndTheAnswerReachesTheCustomer() {
        ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");

        assertThat(anna.says("Hello, is anyone there?")).isEqualTo(200);
        StoredMessage posted = fixture.freshchat.awaitPosted(1).get(0);
        assertThat(posted.text()).isEqualTo("Hello, is anyone there?");
        int status = fixture.freshchat.agent().says(posted.conversationId(), "Hi <b>Anna</b> &amp; welcome");

        assertThat(status).isEqualTo(200);
        assertThat(anna.awaitReceived(1).get(0).text()).isEqualTo("Hi Anna & welcome");
    }

    @Test
    void coldMessageCostsThreeCallsAndWarmOneCostsOne() {
        ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
        int before = fixture.freshchat.calls().size();

        anna.says("one");
        // Not awaitPosted: a call is recorded once it is answered, which is after its message is there.
        fixture.freshchat.awaitCalls("POST /conversations", 1);
        int cold = fixture.freshchat.calls().size() - before;
        anna.says("two");
        fixture.freshchat.awaitCalls("POST /conversations/{id}/messages", 1);
        int warm = fixture.freshchat.calls().size() - before - cold;

        assertThat(cold).isEqualTo(3);
        assertThat(warm).isEqualTo(1);
    }
}
