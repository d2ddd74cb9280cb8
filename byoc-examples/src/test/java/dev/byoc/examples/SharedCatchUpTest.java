package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.FakeFreshchat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Several hosts on one PostgreSQL look for missed answers once, and send none twice. */
class SharedCatchUpTest {
    private static final int CUSTOMERS = 20;
    private static final String READ = "GET /conversations/{id}/messages";

    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final FakeChannelProvider provider = new FakeChannelProvider();
    private final List<RelayEvent> events = new CopyOnWriteArrayList<>();
    private final List<FakeChannel> channels = new ArrayList<>();

    private RelayEngine host(String place) {
        RelayEngine host = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem()))
                .account("shop", provider, "topic", "Support")
                .publicUrl("https://chat.example.com/byoc")
                .store(Engines.store(place))
                .catchUp(CatchUpPolicy.DEFAULT
                        .startingAfter(Duration.ofSeconds(2))
                        .atMost(1_000))
                .listener(events::add)
                .build();
        channels.add(provider.channel("shop"));
        host.start();
        return host;
    }

    private void customerWrites(RelayEngine host, FakeChannel channel, int number) {
        host.handle(new RelayRequest(
                "POST",
                host.webhookUrl("shop").getRawPath(),
                null,
                channel.headers(),
                FakeChannel.text("m" + number, "customer-" + number, "Hello").bytes(),
                null));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private List<String> sent() {
        return channels.stream()
                .flatMap(channel -> channel.sentTexts().stream())
                .toList();
    }

    @Test
    void twoHostsReadEachConversationOnceAndSendEachAnswerOnce() throws Exception {
        freshchat.addTopic("Support");
        try (freshchat;
                Places places = new Places("")) {
            String place = places.fresh("postgresql");
            RelayEngine before = host(place);
            for (int i = 0; i < CUSTOMERS; i++) {
                customerWrites(before, channels.get(0), i);
            }
            freshchat.awaitPosted(CUSTOMERS);
            await(() -> before.health().open() == 0);
            before.close();
            List<String> expected = new ArrayList<>();
            freshchat.conversations().forEach(conversation -> {
                freshchat.agentReplies(conversation.id(), "to " + conversation.id());
                expected.add("to " + conversation.id());
            });

            try (RelayEngine one = host(place);
                    RelayEngine other = host(place)) {
                await(() -> events.stream().anyMatch(RelayEvent.CaughtUp.class::isInstance));
                await(() -> one.health().open() == 0 && other.health().open() == 0 && sent().size() >= CUSTOMERS);
            }

            assertThat(sent()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(freshchat.calls(READ)).isEqualTo(CUSTOMERS);
            assertThat(events.stream().filter(RelayEvent.CaughtUp.class::isInstance))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(((RelayEvent.CaughtUp) event).sent()).isEqualTo(CUSTOMERS));
        }
    }
}
