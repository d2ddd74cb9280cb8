package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.server.Delivery;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Webhooks signed by a key as long as a Freshchat account's; all other tests have a short one. */
@Timeout(60)
class UsualKeyTest {
    private final int port = FreePort.next();
    private final SettableClock clock = new SettableClock(TestRelay.NOW);
    private final FakeFreshchat freshchat = FakeFreshchat.withUsualKey(clock);
    private final FakeChannelProvider provider = new FakeChannelProvider();
    private final RelayEngine relay = relay();
    private final JdkHttpHost host =
            JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));

    private RelayEngine relay() {
        freshchat.addTopic(TestRelay.TOPIC);
        return new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem()))
                .account("shop", provider, Map.of("topic", TestRelay.TOPIC))
                .publicUrl(URI.create("http://127.0.0.1:" + port + "/byoc"))
                .clock(clock)
                .drainFor(Duration.ZERO)
                .build();
    }

    @AfterEach
    void close() {
        freshchat.close();
        relay.close();
        host.close();
    }

    private String annaWrites() {
        freshchat.connectWebhook(relay.freshchatWebhookUrl());
        relay.start();
        relay.handle(new RelayRequest(
                "POST",
                relay.webhookUrl("shop").getRawPath(),
                null,
                provider.channel("shop").headers(),
                FakeChannel.text("1", "anna", "Hello").bytes(),
                null));
        return freshchat.awaitPosted(1).get(0).conversationId();
    }

    private static int bits(String pem) throws GeneralSecurityException {
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return ((RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key)))
                .getModulus()
                .bitLength();
    }

    private int statusOfTheLast() {
        freshchat.webhooks().awaitDelivered();
        return freshchat.webhooks().deliveries().stream()
                .reduce((first, second) -> second)
                .map(Delivery::status)
                .orElseThrow();
    }

    @Test
    void answerThatIsSignedByAKeyOfTheUsualLengthReachesItsCustomer() throws GeneralSecurityException {
        assertThat(bits(freshchat.publicKeyPem())).isEqualTo(2_048);
        String conversation = annaWrites();

        freshchat.agent().says(conversation, "Hi");

        assertThat(provider.channel("shop").awaitSent(1)).hasSize(1);
        assertThat(provider.channel("shop").sentTexts()).containsExactly("Hi");
        assertThat(statusOfTheLast()).isEqualTo(200);
    }

    @Test
    void answerThatIsSignedByAnotherKeyOfThatLengthIsRefused() throws GeneralSecurityException {
        String conversation = annaWrites();
        freshchat.newKey();
        assertThat(bits(freshchat.publicKeyPem())).isEqualTo(2_048);

        freshchat.agent().says(conversation, "Hi");

        assertThat(statusOfTheLast()).isEqualTo(401);
        assertThat(provider.channel("shop").sent()).isEmpty();
    }
}
