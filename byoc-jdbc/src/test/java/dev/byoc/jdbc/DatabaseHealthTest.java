package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.RelayRequest;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health of a relay whose database does not take entries: before its start, and after its end. */
class DatabaseHealthTest {
    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(TestRelay.NOW);
    private final FakeFreshchat freshchat = new FakeFreshchat(clock);
    private final FakeChannelProvider provider = new FakeChannelProvider();

    @AfterEach
    void close() {
        freshchat.close();
    }

    /** A relay that was not started. */
    private RelayEngine built(JdbcStore store) {
        return new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem()))
                .account("shop", provider, Map.of("topic", freshchat.addTopic("Support")))
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .clock(clock)
                .drainFor(Duration.ZERO)
                .store(store)
                .build();
    }

    private JdbcStore store() {
        return JdbcStore.embedded(folder.resolve("relay.db"));
    }

    @Test
    void databaseThatIsFullBeforeTheStart() {
        try (RelayEngine relay = built(store().maxOpenEntries(1))) {
            relay.handle(new RelayRequest(
                    "POST",
                    relay.webhookUrl("shop").getRawPath(),
                    null,
                    provider.channel("shop").headers(),
                    FakeChannel.text("1", "anna", "Hello").bytes(),
                    null));
            clock.advance(Duration.ofMinutes(3));

            assertIsDown(part(relay, "store"), clock.instant());
            clock.advance(Duration.ofMinutes(3));
            assertIsDown(part(relay, "store"), TestRelay.NOW.plus(Duration.ofMinutes(3)));
            assertThat(relay.health().ready()).isFalse();
        }
    }

    @Test
    void theHealthOfAClosedDatabaseIsAnsweredWithoutIt() {
        RelayEngine relay = built(store());
        relay.start();
        relay.close();

        assertThat(part(relay, "relay").trouble()).isEqualTo("closed");
        assertThat(relay.registrations()).containsKey("shop");
        assertThatThrownBy(() -> relay.timeline("1")).hasMessage("the relay is closed");
    }

    private static void assertIsDown(Health.Part part, Instant since) {
        assertThat(part.status()).as("%s", part).isEqualTo(Status.DOWN);
        assertThat(part.since()).as("%s", part).isEqualTo(since);
        assertThat(part.trouble()).isNotBlank();
        assertThat(part.remedy()).isNotBlank();
    }

    private static Health.Part part(RelayEngine relay, String name) {
        return relay.health().parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
