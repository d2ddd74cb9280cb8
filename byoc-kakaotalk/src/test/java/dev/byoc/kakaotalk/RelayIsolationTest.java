package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.kakaotalk.FakeHappytalk;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One host with two KakaoTalk channels and another messenger, and one user key in all three. */
class RelayIsolationTest {
    private static final String WRITE = "POST /v1/chat/write";
    private static final String USER = "Qw7xT2pLr9Ab";

    private final SettableClock clock = new SettableClock(RelayFixture.NOW);
    private final FakeHappytalk books = new FakeHappytalk(clock, FakeHappytalk.SENDER_KEY);
    private final FakeHappytalk lamps = new FakeHappytalk(clock, "8e1d4c7b2a9f60538c1e0d9b7a6f5e4d3c2b1a09");
    private final FakeChannelProvider other = new FakeChannelProvider();
    private final RelayFixture relay = new RelayFixture(
            clock,
            builder -> builder.account("books", "kakaotalk", RelayFixture.happytalk(books))
                    .account("lamps", "kakaotalk", RelayFixture.happytalk(lamps))
                    .account("market", other, Map.of("topic", "Support")));
    private final KakaoCustomer reader = books.customer(USER);
    private final KakaoCustomer buyer = lamps.customer(USER);
    private String booksConversation = "";
    private String lampsConversation = "";
    private String otherConversation = "";

    @BeforeEach
    void allWrite() throws IOException, InterruptedException {
        assertThat(reader.says("책이 언제 오나요?")).isEqualTo(200);
        assertThat(buyer.says("조명이 언제 오나요?")).isEqualTo(200);
        FakeChannel channel = other.channel("market");
        HttpRequest.Builder request = HttpRequest.newBuilder(relay.webhook("market"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        FakeChannel.text("1", USER, "Hello").bytes()));
        channel.headers().forEach((name, values) -> request.header(name, values.get(0)));
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding());
        booksConversation = relay.conversationOf("책이 언제 오나요?");
        lampsConversation = relay.conversationOf("조명이 언제 오나요?");
        otherConversation = relay.conversationOf("Hello");
    }

    @AfterEach
    void close() {
        books.close();
        lamps.close();
        relay.close();
    }

    @Test
    void eachHasAUserAndAConversationOfTheirOwn() {
        assertThat(relay.freshchat.users()).hasSize(3);
        assertThat(relay.freshchat.conversations()).hasSize(3);
    }

    @Test
    void eachGetsTheirOwnAnswerAlone() {
        relay.freshchat.agent().says(otherConversation, "yours");
        relay.freshchat.agent().says(lampsConversation, "조명은 내일");
        relay.freshchat.agent().says(booksConversation, "책은 모레");
        relay.awaitSent(3);
        books.awaitCalls(WRITE, 1);
        lamps.awaitCalls(WRITE, 1);

        assertThat(reader.receivedTexts()).containsExactly("책은 모레");
        assertThat(buyer.receivedTexts()).containsExactly("조명은 내일");
        assertThat(other.channel("market").sentTexts()).containsExactly("yours");
        assertThat(books.calls(WRITE)).isEqualTo(1);
        assertThat(lamps.calls(WRITE)).isEqualTo(1);
    }

    @Test
    void endOfOneSessionLeavesTheOtherOpen() {
        reader.leaves();
        assertThat(relay.awaitNotes(1)).hasSize(1);

        relay.freshchat.agent().says(lampsConversation, "조명은 내일");
        relay.freshchat.agent().says(booksConversation, "책은 모레");

        assertThat(buyer.awaitReceived(1).get(0).text()).isEqualTo("조명은 내일");
        relay.awaitNotes(2);
        assertThat(relay.freshchat.messages(booksConversation).stream().filter(message -> message.isPrivate()))
                .hasSize(2);
        assertThat(reader.received()).isEmpty();
    }

    @Test
    void answersFindTheirWayAfterARestartToo() {
        relay.restart();
        reader.says("여보세요?");
        buyer.says("계세요?");

        assertThat(relay.conversationOf("여보세요?")).isEqualTo(booksConversation);
        assertThat(relay.conversationOf("계세요?")).isEqualTo(lampsConversation);
        relay.freshchat.agent().says(lampsConversation, "조명은 내일");
        relay.freshchat.agent().says(booksConversation, "책은 모레");

        assertThat(buyer.awaitReceived(1).get(0).text()).isEqualTo("조명은 내일");
        assertThat(reader.awaitReceived(1).get(0).text()).isEqualTo("책은 모레");
    }

    @Test
    void callbackWithTheOtherChannelsSenderKeyIsRefused() {
        books.webhooks().attempts(1);
        books.connectWebhook(relay.webhook("lamps"));

        int status = reader.says("잘못 온 말");

        assertThat(status).isEqualTo(401);
        assertThat(relay.events(RelayEvent.RequestRefused.class))
                .singleElement()
                .satisfies(refused -> assertThat(refused.account()).isEqualTo("lamps"));
        assertThat(relay.posted()).doesNotContain("잘못 온 말");
    }
}
