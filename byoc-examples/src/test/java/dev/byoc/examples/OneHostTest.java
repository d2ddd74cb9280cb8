package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.TestRelay;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.kakaotalk.FakeHappytalk;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One host with a Viber bot and two KakaoTalk channels, in which the same user key means two people. */
class OneHostTest {
    private static final String USER_KEY = "Qw7xT2pLr9Ab";
    private static final String OTHER_SENDER_KEY = "8e1d4c7b2a9f60538c1e0d9b7a6f5e4d3c2b1a09";

    private final OneHost host = new OneHost();

    /** All of them stand on this machine. */
    private static final class OneHost extends TestRelay {
        final FakeViber viber = new FakeViber(clock());
        final FakeHappytalk books = new FakeHappytalk(clock(), FakeHappytalk.SENDER_KEY);
        final FakeHappytalk lamps = new FakeHappytalk(clock(), OTHER_SENDER_KEY);

        @Override
        protected void configure(RelayBuilder builder) {
            builder.account(
                            "bot",
                            "viber",
                            Map.of(
                                    "topic",
                                    TOPIC,
                                    "auth-token",
                                    viber.token(),
                                    "sender-name",
                                    "Shop",
                                    "base-url",
                                    viber.url().toString()))
                    .account("books", "kakaotalk", happytalk(books))
                    .account("lamps", "kakaotalk", happytalk(lamps));
        }

        @Override
        public void close() {
            lamps.close();
            books.close();
            viber.close();
            super.close();
        }
    }

    @BeforeEach
    void start() {
        host.start();
    }

    private static Map<String, String> happytalk(FakeHappytalk dealer) {
        return Map.of(
                "topic", TestRelay.TOPIC,
                "sender-key", dealer.senderKey(),
                "client-id", dealer.clientId(),
                "client-secret", dealer.clientSecret(),
                "base-url", dealer.url().toString());
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void nothingCrossesBetweenTheMessengersAndTheChannels() {
        FakeFreshchat freshchat = host.freshchat();
        ViberCustomer anna = host.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
        KakaoCustomer reader = host.books.customer(USER_KEY);
        KakaoCustomer buyer = host.lamps.customer(USER_KEY);

        anna.says("Hello");
        reader.says("책이 언제 오나요?");
        buyer.says("조명이 언제 오나요?");
        freshchat.awaitPosted(3);
        freshchat.agent().says(host.conversationOf("조명이 언제 오나요?"), "조명은 내일");
        freshchat.agent().says(host.conversationOf("Hello"), "Hi Anna");
        freshchat.agent().says(host.conversationOf("책이 언제 오나요?"), "책은 모레");
        anna.awaitReceived(1);
        reader.awaitReceived(1);
        buyer.awaitReceived(1);
        host.stop();

        assertThat(freshchat.users()).hasSize(3);
        assertThat(freshchat.conversations()).hasSize(3);
        assertThat(anna.receivedTexts()).containsExactly("Hi Anna");
        assertThat(reader.receivedTexts()).containsExactly("책은 모레");
        assertThat(buyer.receivedTexts()).containsExactly("조명은 내일");
    }
}
