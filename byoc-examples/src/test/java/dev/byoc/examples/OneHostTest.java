package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.kakaotalk.FakeHappytalk;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One host with a Viber bot and two KakaoTalk channels, in which the same user key means two people. */
class OneHostTest {
    private static final String USER_KEY = "Qw7xT2pLr9Ab";
    private static final String OTHER_SENDER_KEY = "8e1d4c7b2a9f60538c1e0d9b7a6f5e4d3c2b1a09";

    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final FakeViber viber = new FakeViber();
    private final FakeHappytalk books = new FakeHappytalk();
    private final FakeHappytalk lamps = new FakeHappytalk(Clock.systemUTC(), OTHER_SENDER_KEY);
    private RelayEngine relay;
    private JdkHttpHost host;

    @BeforeEach
    void start() throws Exception {
        freshchat.addTopic("Support");
        int port = FreePort.next();
        relay = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .build())
                .account(
                        "bot",
                        "viber",
                        Map.of(
                                "topic",
                                "Support",
                                "auth-token",
                                viber.token(),
                                "sender-name",
                                "Shop",
                                "base-url",
                                withoutSlash(viber.url())))
                .account("books", "kakaotalk", happytalk(books))
                .account("lamps", "kakaotalk", happytalk(lamps))
                .publicUrl(URI.create("http://127.0.0.1:" + port + "/byoc"))
                .build();
        host = JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        relay.start();
        freshchat.connectWebhook(relay.freshchatWebhookUrl());
    }

    private static Map<String, String> happytalk(FakeHappytalk dealer) {
        return Map.of(
                "topic", "Support",
                "sender-key", dealer.senderKey(),
                "client-id", dealer.clientId(),
                "client-secret", dealer.clientSecret(),
                "base-url", withoutSlash(dealer.url()));
    }

    private static String withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    @AfterEach
    void stop() {
        relay.close();
        host.close();
        lamps.close();
        books.close();
        viber.close();
        freshchat.close();
    }

    @Test
    void nothingCrossesBetweenTheMessengersAndTheChannels() {
        ViberCustomer anna = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
        KakaoCustomer reader = books.customer(USER_KEY);
        KakaoCustomer buyer = lamps.customer(USER_KEY);

        anna.says("Hello");
        reader.says("책이 언제 오나요?");
        buyer.says("조명이 언제 오나요?");
        freshchat.awaitPosted(3);
        freshchat.agent().says(conversationOf("조명이 언제 오나요?"), "조명은 내일");
        freshchat.agent().says(conversationOf("Hello"), "Hi Anna");
        freshchat.agent().says(conversationOf("책이 언제 오나요?"), "책은 모레");
        anna.awaitReceived(1);
        reader.awaitReceived(1);
        buyer.awaitReceived(1);
        relay.close();

        assertThat(freshchat.users()).hasSize(3);
        assertThat(freshchat.conversations()).hasSize(3);
        assertThat(anna.receivedTexts()).containsExactly("Hi Anna");
        assertThat(reader.receivedTexts()).containsExactly("책은 모레");
        assertThat(buyer.receivedTexts()).containsExactly("조명은 내일");
    }

    private String conversationOf(String text) {
        return freshchat.posted().stream()
                .filter(message -> message.text().equals(text))
                .map(StoredMessage::conversationId)
                .findFirst()
                .orElseThrow();
    }
}
