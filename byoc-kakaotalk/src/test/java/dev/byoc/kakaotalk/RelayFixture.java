package dev.byoc.kakaotalk;

import dev.byoc.event.RelayEvent;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.kakaotalk.FakeBizgo;
import dev.byoc.testkit.kakaotalk.FakeHappytalk;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A whole relay; the networks are the test's, which closes them before this. Time stands still until it is moved. */
final class RelayFixture extends TestRelay {
    final FakeFreshchat freshchat = freshchat();
    final List<RelayEvent> events = events();
    private final Consumer<RelayBuilder> accounts;
    private final @Nullable Function<Clock, RelayStore> store;

    RelayFixture(SettableClock clock, Consumer<RelayBuilder> accounts) {
        this(clock, null, accounts);
    }

    /** @param store where the state is kept, asked again at each restart; null: in memory */
    RelayFixture(SettableClock clock, @Nullable Function<Clock, RelayStore> store, Consumer<RelayBuilder> accounts) {
        super(clock);
        this.store = store;
        this.accounts = accounts;
        start();
    }

    static Map<String, String> happytalk(FakeHappytalk happytalk) {
        return Map.of(
                "topic", TOPIC,
                "sender-key", happytalk.senderKey(),
                "client-id", happytalk.clientId(),
                "client-secret", happytalk.clientSecret(),
                "base-url", happytalk.url().toString());
    }

    static Map<String, String> bizgo(FakeBizgo bizgo) {
        return Map.of(
                "topic", TOPIC,
                "dealer", "bizgo",
                "sender-key", bizgo.senderKey(),
                "api-key", bizgo.apiKey(),
                "base-url", bizgo.url().toString());
    }

    @Override
    protected void configure(RelayBuilder builder) {
        if (store != null) {
            builder.store(store.apply(clock()));
        }
        accounts.accept(builder);
    }

    URI webhook(String account) {
        return relay().webhookUrl(account);
    }

    URI freshchatWebhook() {
        return relay().freshchatWebhookUrl();
    }
}
