package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call to a messenger that does not return, in one of two hosts on one PostgreSQL: nothing is sent to its customer beside it. */
class HungCallTest {
    /** One server for all, a schema for each. */
    private static final Places places = new Places("");

    private final FakeFreshchat freshchat = new FakeFreshchat();
    private Host one;
    private Host other;

    /** Its sends to anna wait, if it is told so, whatever interrupts them. */
    private static final class Hanging extends FakeChannel {
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean hangs;

        Hanging(ChannelContext context) {
            super(context);
        }

        @Override
        public SendResult send(OutboundMessage message) {
            SendResult result = super.send(message);
            boolean interrupted = false;
            while (hangs && message.to().startsWith("anna") && released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return result;
        }
    }

    /** One of the two, with a web server and a clock of its own. */
    private final class Host {
        private final SettableClock clock = new SettableClock(Instant.now());
        private final RelayEngine relay;
        private final Hanging channel;
        private final JdkHttpHost door;

        Host(String place) {
            FakeChannelProvider provider = new FakeChannelProvider("fake", Hanging::new);
            relay = new RelayBuilder()
                    .freshchat(FreshchatSettings.builder()
                            .url(freshchat.url().toString())
                            .trustHost(freshchat.url().getHost())
                            .token(freshchat.token())
                            .webhookKey(freshchat.publicKeyPem()))
                    .account("shop", provider, Map.of("topic", "Support"))
                    .publicUrl("https://chat.example.com/byoc")
                    .store(Engines.store(place))
                    .clock(clock)
                    .build();
            channel = (Hanging) provider.channel("shop");
            relay.start();
            door = JdkHttpHost.serve(relay, 0);
        }

        void customerWrites(String customer) {
            relay.handle(new RelayRequest(
                    "POST",
                    relay.webhookUrl("shop").getRawPath(),
                    null,
                    channel.headers(),
                    FakeChannel.text("m " + customer, customer, "Hello").bytes(),
                    null));
        }

        /** From now on Freshchat's webhooks come here. */
        void isTold() {
            freshchat.connectWebhook(URI.create("http://127.0.0.1:" + door.port()
                    + relay.freshchatWebhookUrl().getRawPath()));
        }

        void close() {
            channel.released.countDown();
            door.close();
            relay.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        freshchat.addTopic("Support");
        freshchat.behaviour().welcome(false);
        String place = places.fresh("postgresql");
        one = new Host(place);
        other = new Host(place);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        freshchat.close();
    }

    @AfterAll
    static void stop() throws Exception {
        places.close();
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private String conversationOf(String customer) {
        int before = freshchat.posted().size();
        one.customerWrites(customer);
        String conversation = freshchat.awaitPosted(before + 1).get(before).conversationId();
        await("it is relayed", () -> one.relay.health().open() == 0);
        return conversation;
    }

    private long notes() {
        return freshchat.posted().stream().filter(StoredMessage::isPrivate).count();
    }

    /** An answer at one host whose call hangs, and of which the agent has been told. */
    private void hangs(String... conversations) {
        one.channel.hangs = true;
        one.isTold();
        long before = notes();
        for (String conversation : conversations) {
            freshchat.agent().says(conversation, "first");
        }
        one.channel.awaitSent(conversations.length);
        one.clock.advance(Duration.ofSeconds(61));
        await("the agent is told", () -> notes() == before + conversations.length);
    }

    /** What comes after it has been through the store: the other host has looked for what is due since. */
    private void otherIsDoneWith(String conversation) {
        int before = other.channel.sent().size();
        freshchat.agent().says(conversation, "to another");
        await("another customer's answer is sent", () -> other.channel.sent().size() > before);
    }

    @Test
    void theNextAnswerIsNotSentByTheOtherHostUntilTheCallHasReturned() {
        String anna = conversationOf("anna");
        String ben = conversationOf("ben");
        hangs(anna);

        other.isTold();
        freshchat.agent().says(anna, "second");
        for (int looks = 0; looks < 3; looks++) {
            otherIsDoneWith(ben);
        }
        assertThat(other.channel.sentTexts()).doesNotContain("second");
        assertThat(one.channel.sentTexts()).containsExactly("first");

        one.channel.hangs = false;
        one.channel.released.countDown();
        List<String> sent = new ArrayList<>();
        await("the next one goes", () -> {
            sent.clear();
            sent.addAll(one.channel.sentTexts());
            sent.addAll(other.channel.sentTexts());
            return sent.contains("second");
        });
        await("nothing is left", () -> one.relay.health().open() == 0);
        assertThat(sent).filteredOn(text -> !text.equals("to another")).containsExactlyInAnyOrder("first", "second");
        assertThat(one.relay.deadLetters()).hasSize(1);
    }

    @Test
    void answersThatWaitedBehindItAreNotSentByTheOtherHostEither() {
        String anna = conversationOf("anna");
        String ben = conversationOf("ben");
        one.channel.hangs = true;
        one.isTold();
        freshchat.agent().says(anna, "first");
        one.channel.awaitSent(1);
        freshchat.agent().says(anna, "second");
        one.clock.advance(Duration.ofSeconds(61));
        await("the agent is told", () -> notes() == 1);

        other.isTold();
        for (int looks = 0; looks < 3; looks++) {
            otherIsDoneWith(ben);
        }

        assertThat(other.channel.sentTexts()).doesNotContain("second");
        assertThat(one.channel.sentTexts()).containsExactly("first");
    }

    @Test
    void whenTheHostIsClosedTheNextAnswerGoesOnceItsLeaseHasEnded() {
        String anna = conversationOf("anna");
        hangs(anna);
        other.isTold();
        freshchat.agent().says(anna, "second");

        one.relay.close();

        await("the other host sends it", () -> other.channel.sentTexts().contains("second"));
        assertThat(other.channel.sentTexts()).containsExactly("second");
    }

    @Test
    void eightHungCallsHoldUpTheirOwnCustomersAlone() {
        String[] hung = new String[8];
        for (int i = 0; i < hung.length; i++) {
            hung[i] = conversationOf("anna-" + i);
        }
        String ben = conversationOf("ben");
        hangs(hung);
        other.isTold();
        for (String conversation : hung) {
            freshchat.agent().says(conversation, "second");
        }

        for (int looks = 0; looks < 3; looks++) {
            otherIsDoneWith(ben);
        }

        assertThat(other.channel.sentTexts()).doesNotContain("second");
    }
}
