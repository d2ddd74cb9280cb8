package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private RelayEngine host(String place, Duration searchesAfter) {
        RelayEngine host = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem()))
                .account("shop", provider, Map.of("topic", "Support"))
                .publicUrl("https://chat.example.com/byoc")
                .store(Engines.store(place))
                .catchUp(CatchUpPolicy.DEFAULT.startingAfter(searchesAfter).atMost(1_000))
                .listener(events::add)
                .build();
        channels.add(provider.channel("shop"));
        host.start();
        return host;
    }

    /** Customers have written, and no host is there when an agent answers each. */
    private List<String> answersOfATimeWithoutHosts(String place) {
        freshchat.addTopic("Support");
        RelayEngine before = host(place, Duration.ZERO);
        for (int i = 0; i < CUSTOMERS; i++) {
            customerWrites(before, channels.get(0), i);
        }
        freshchat.awaitPosted(CUSTOMERS);
        await(() -> before.health().open() == 0);
        before.close();
        List<String> expected = new ArrayList<>();
        freshchat.conversations().forEach(conversation -> {
            freshchat.agent().says(conversation.id(), "to " + conversation.id());
            expected.add("to " + conversation.id());
        });
        return expected;
    }

    private List<RelayEvent.CaughtUp> caughtUp() {
        return events.stream()
                .filter(RelayEvent.CaughtUp.class::isInstance)
                .map(RelayEvent.CaughtUp.class::cast)
                .toList();
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
        try (freshchat;
                Places places = new Places("")) {
            String place = places.fresh("postgresql");
            List<String> expected = answersOfATimeWithoutHosts(place);

            try (RelayEngine one = host(place, Duration.ofSeconds(2));
                    RelayEngine other = host(place, Duration.ofSeconds(2))) {
                await(() -> !caughtUp().isEmpty());
                await(() -> one.health().open() == 0 && other.health().open() == 0 && sent().size() >= CUSTOMERS);
            }

            assertThat(sent()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(freshchat.calls(READ)).isEqualTo(CUSTOMERS);
            assertThat(caughtUp())
                    .singleElement()
                    .satisfies(event -> assertThat(event.sent()).isEqualTo(CUSTOMERS));
        }
    }

    /** The one that read it never searches, and has ended before the other tells. */
    @Test
    void whatOneHostReadForALiveAnswerIsInTheClosingEventOfTheOther() throws Exception {
        try (freshchat;
                Places places = new Places("")) {
            String place = places.fresh("postgresql");
            answersOfATimeWithoutHosts(place);
            String first = freshchat.conversations().get(0).id();
            try (RelayEngine one = host(place, Duration.ofHours(1));
                    JdkHttpHost door = JdkHttpHost.serve(one, 0)) {
                freshchat.connectWebhook(URI.create("http://127.0.0.1:" + door.port()
                        + one.freshchatWebhookUrl().getRawPath()));
                freshchat.agent().says(first, "live");
                await(() -> sent().size() == 2 && one.health().open() == 0);
            }
            assertThat(caughtUp()).isEmpty();

            try (RelayEngine other = host(place, Duration.ZERO)) {
                await(() -> !caughtUp().isEmpty());
                await(() -> other.health().open() == 0);
            }

            assertThat(caughtUp()).singleElement().satisfies(event -> {
                assertThat(event.conversations()).isEqualTo(CUSTOMERS);
                assertThat(event.sent()).isEqualTo(CUSTOMERS);
            });
            assertThat(sent()).hasSize(CUSTOMERS + 1);
        }
    }
}
