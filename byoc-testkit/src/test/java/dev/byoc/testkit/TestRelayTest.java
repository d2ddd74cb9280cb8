package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.Direction;
import dev.byoc.RelayRequest;
import dev.byoc.channel.SendResult;
import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.relay.RelayBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestRelayTest {
    /** As a channel's author writes one. */
    private static final class Shop extends TestRelay {
        private final FakeChannelProvider provider = new FakeChannelProvider("fake", FakeChannel::new);
        private URI publicUrl = localUrl();
        private String token = freshchat().token();

        @Override
        protected void configure(FreshchatSettings.Builder settings) {
            settings.token(token);
        }

        @Override
        protected void configure(RelayBuilder builder) {
            builder.account("shop", provider, Map.of("topic", TOPIC)).publicUrl(publicUrl);
        }

        FakeChannel channel() {
            return provider.channel("shop");
        }

        void customerWrites(String id, String text) {
            relay().handle(new RelayRequest(
                    "POST",
                    relay().webhookUrl("shop").getRawPath(),
                    null,
                    channel().headers(),
                    FakeChannel.text(id, "anna", text).bytes(),
                    null));
        }
    }

    private final Shop shop = new Shop();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void messageAndItsAnswerGoThroughAWholeRelay() {
        shop.start();
        shop.customerWrites("m1", "hello");
        shop.freshchat().agent().says(shop.conversationOf("hello"), "what can we do for you?");
        shop.awaitSent(1);

        assertThat(shop.posted()).containsExactly("hello");
        assertThat(shop.channel().sentTexts()).containsExactly("what can we do for you?");
        assertThat(shop.delivered(Direction.INBOUND)).hasSize(1);
        assertThat(shop.notes()).isEmpty();
    }

    @Test
    void retryComesWhenItsTimeHasPassedAndNotBefore() {
        shop.start();
        shop.customerWrites("m1", "hello");
        String conversation = shop.conversationOf("hello");
        shop.channel().willAnswer(new SendResult.TryLater(Duration.ofSeconds(30), false, "not now"));
        shop.freshchat().agent().says(conversation, "later");
        shop.await(() -> !shop.events(RelayEvent.Retrying.class).isEmpty());
        shop.time().pass(Duration.ofSeconds(10), 2);
        assertThat(shop.delivered(Direction.OUTBOUND)).isEmpty();
        shop.time()
                .passUntil(
                        Duration.ofSeconds(10),
                        () -> !shop.delivered(Direction.OUTBOUND).isEmpty());
        assertThat(shop.clock().instant()).isAfterOrEqualTo(TestRelay.NOW.plusSeconds(30));
    }

    @Test
    void answerThatCannotBeSentIsADeadLetterAndANote() {
        shop.start();
        shop.customerWrites("m1", "hello");
        String conversation = shop.conversationOf("hello");
        shop.channel().willAnswer(new SendResult.Refused(SendResult.Reason.RECIPIENT_GONE, "blocked"));
        shop.freshchat().agent().says(conversation, "are you there?");
        assertThat(shop.awaitNotes(1)).hasSize(1);
        assertThat(shop.deadLetters()).hasSize(1);
        shop.awaitIdle();
    }

    @Test
    void nothingIsLeftOfARelayInMemoryThatIsStartedAnew() {
        shop.start();
        shop.customerWrites("m1", "hello");
        shop.conversationOf("hello");
        shop.restart();
        assertThat(shop.relay().timeline("shop message:m1")).isEmpty();
        assertThat(shop.posted()).containsExactly("hello");
    }

    @Test
    void wrongSettingsAreToldAndEverythingIsClosed() {
        shop.publicUrl = URI.create("http://shop.example");
        assertThatThrownBy(shop::start).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(shop::relay).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void relayIsStartedOnceAtATime() {
        shop.start();
        assertThatThrownBy(shop::start).isInstanceOf(IllegalStateException.class);
        assertThat(shop.stop().start().relay().health().ok()).isTrue();
    }
}
