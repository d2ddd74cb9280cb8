package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.testkit.StoredMessage;
import dev.byoc.testkit.ViberCustomer;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RelayTest {
    private final RelayFixture fixture = new RelayFixture();
    private final ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void messageAppearsInFreshchatAndTheAnswerReachesTheCustomer() {
        assertThat(anna.says("Hello, is anyone there?")).isEqualTo(200);
        StoredMessage posted = fixture.freshchat.awaitPosted(1).get(0);
        assertThat(posted.text()).isEqualTo("Hello, is anyone there?");
        int status = fixture.freshchat.agentReplies(posted.conversationId(), "Hi <b>Anna</b> &amp; welcome");

        assertThat(status).isEqualTo(200);
        assertThat(anna.awaitReceived(1).get(0).text()).isEqualTo("Hi Anna & welcome");
    }

    @Test
    void coldMessageCostsThreeCallsAndWarmOneCostsOne() {
        int before = fixture.freshchat.calls().size();

        anna.says("one");
        fixture.freshchat.awaitCalls("POST /conversations", 1);
        int cold = fixture.freshchat.calls().size() - before;
        anna.says("two");
        fixture.freshchat.awaitCalls("POST /conversations/{id}/messages", 1);
        anna.says("three");
        fixture.freshchat.awaitCalls("POST /conversations/{id}/messages", 2);
        int warm = fixture.freshchat.calls().size() - before - cold;

        assertThat(cold).isEqualTo(3);
        assertThat(warm).isEqualTo(2);
    }

    @Test
    void webhookUrlsAreTheSameAfterARestart() {
        String path = "http://127.0.0.1:1/byoc";

        URI[] first = urls(path);
        URI[] second = urls(path);

        assertThat(second).containsExactly(first);
        assertThat(first[0].toString()).matches(path + "/viber-main/[A-Za-z0-9_-]{32}");
        assertThat(first[1].toString()).matches(path + "/freshchat/[A-Za-z0-9_-]{32}");
        assertThat(first[0].toString().substring(first[0].toString().lastIndexOf('/')))
                .isNotEqualTo(first[1].toString().substring(first[1].toString().lastIndexOf('/')));
    }

    private static URI[] urls(String publicUrl) {
        try (RelayFixture fixture = RelayFixture.with()
                .relay(relay -> relay.publicUrl(URI.create(publicUrl)).installsByHand())
                .open()) {
            return new URI[] {fixture.viberWebhook(), fixture.relay.freshchatWebhookUrl()};
        }
    }
}
