package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Accepted;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEvent.Delivered;
import dev.byoc.event.RelayEvent.Retrying;
import dev.byoc.event.Timing;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.message.Content;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What events tell of a message that outlives the process which has stored it. */
final class EventsRestartTest {
    private static final SendResult NOT_NOW = new SendResult.TryLater(Duration.ofMinutes(5), false, "not just now");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-15T09:00:00Z"));
    private final FakeFreshchat freshchat = new FakeFreshchat(clock);
    private final List<RelayEvent> events = new CopyOnWriteArrayList<>();
    private SendResult[] script = {};
    private FakeChannelProvider provider;
    private RelayEngine relay;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        freshchat.addTopic("Support");
        start();
    }

    @AfterEach
    void close() {
        relay.close();
        freshchat.close();
    }

    private void start() {
        provider = new FakeChannelProvider("fake", context -> new FakeChannel(context).willAnswer(script));
        relay = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem()))
                .account("shop", provider, Map.of("topic", "Support"))
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .clock(clock)
                .drainFor(Duration.ZERO)
                .store(JdbcStore.embedded(folder.resolve("relay.db")).clock(clock))
                .listener(events::add)
                .build();
        relay.start();
    }

    /** While no relay works on the open entries. */
    private void restartAfter(Duration pause, SendResult... next) {
        relay.close();
        clock.advance(pause);
        script = next;
        start();
    }

    private <T extends RelayEvent> T await(Class<T> kind, int n) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            List<T> of =
                    events.stream().filter(kind::isInstance).map(kind::cast).toList();
            if (of.size() >= n) {
                return of.get(n - 1);
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to that: " + events);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private List<String> kinds() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    @Test
    void attemptsAndWaitingGoOnOverRestarts() {
        provider.channel("shop").willAnswer(NOT_NOW);
        relay.send("shop", "anna", "offer", List.of(new Content.Text("Hi")));
        await(Retrying.class, 1);

        restartAfter(Duration.ofHours(1), NOT_NOW);
        await(Retrying.class, 2);
        restartAfter(Duration.ofHours(1));
        Delivered delivered = await(Delivered.class, 1);

        assertThat(kinds()).containsExactly("Stored", "Retrying", "Retrying", "Delivered");
        assertThat(await(Retrying.class, 2).attempt()).isEqualTo(2);
        assertThat(await(Retrying.class, 2).timing()).isEqualTo(new Timing(Duration.ofHours(1), Duration.ZERO));
        assertThat(delivered.attempt()).isEqualTo(3);
        assertThat(delivered.timing()).isEqualTo(new Timing(Duration.ofHours(2), Duration.ZERO));
    }

    @Test
    void idsOfPartsThatAnEarlierProcessHasSentAreNamedToo() {
        provider.channel("shop").willAnswer(new Accepted(List.of("first")), NOT_NOW);
        relay.send("shop", "anna", "long", List.of(new Content.Text("a".repeat(900) + " " + "b".repeat(900))));
        await(Retrying.class, 1);

        restartAfter(Duration.ofHours(1), new Accepted(List.of("last")));

        List<String> ids = await(Delivered.class, 1).messageIds();
        assertThat(ids).hasSize(4);
        assertThat(ids.subList(0, 2)).contains("first");
        assertThat(ids.subList(2, 4)).contains("last");
    }
}
