package dev.byoc.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.jdbc.JdbcStore;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host leaves behind that dies in the middle of a call: its file, copied while the call is open. */
class KilledInMidCallTest {
    @TempDir
    Path directory;

    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final FakeChannelProvider provider = new FakeChannelProvider("fake", FakeChannel::new);
    private final Gate answered = new Gate();

    KilledInMidCallTest() {
        freshchat.addTopic("Support");
    }

    @AfterEach
    void close() {
        answered.open();
        freshchat.close();
    }

    @Test
    void aMessageThatFreshchatHadTakenByThenIsNotPostedAgain() throws IOException {
        freshchat.faults().pass("POST /conversations/{id}/messages", 1);
        freshchat.faults().next("POST /conversations/{id}/messages", Fault.answerHeldAt(answered));
        Path left = directory.resolve("left.db");
        try (RelayEngine dying = relay(directory.resolve("byoc.db"))) {
            says(dying, "1");
            says(dying, "2");
            freshchat.awaitPosted(2);
            says(dying, "3");
            answered.awaitArrival();
            freshchat.awaitPosted(3);
            Files.copy(directory.resolve("byoc.db"), left);
            Files.copy(directory.resolve("byoc.db-wal"), directory.resolve("left.db-wal"));
            try (RelayEngine next = relay(left)) {
                says(next, "4");
                freshchat.awaitPosted(4);
            }
            answered.open();
        }

        assertThat(freshchat.posted()).extracting(StoredMessage::text).containsExactly("1", "2", "3", "4");
    }

    private RelayEngine relay(Path file) {
        RelayEngine relay = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .build())
                .account("shop", provider, Map.of("topic", "Support"))
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .store(JdbcStore.embedded(file))
                .drainFor(Duration.ofSeconds(1))
                .build();
        relay.start();
        return relay;
    }

    private void says(RelayEngine relay, String text) {
        int status = relay.handle(new RelayRequest(
                        "POST",
                        relay.webhookUrl("shop").getRawPath(),
                        null,
                        provider.channel("shop").headers(),
                        FakeChannel.text("m" + text, "anna", text).bytes(),
                        null))
                .status();
        assertThat(status).isEqualTo(200);
    }
}
