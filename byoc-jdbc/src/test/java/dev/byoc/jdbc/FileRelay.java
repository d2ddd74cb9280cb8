package dev.byoc.jdbc;

import dev.byoc.Direction;
import dev.byoc.RelayRequest;
import dev.byoc.channel.ChannelContext;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.TestRelay;
import dev.byoc.webhook.WebhookResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** A relay on one file, between a Freshchat of its own and a channel without a network; it runs from the start. */
final class FileRelay extends TestRelay {
    private final FakeChannelProvider provider;
    private final Path file;
    private final Consumer<RelayBuilder> more;

    FileRelay(Path file) {
        this(file, FakeChannel::new, builder -> {});
    }

    FileRelay(Path file, Function<ChannelContext, FakeChannel> make, Consumer<RelayBuilder> more) {
        this.file = file;
        this.provider = new FakeChannelProvider("fake", make);
        this.more = more;
        start();
    }

    @Override
    protected void configure(RelayBuilder builder) {
        builder.account("shop", provider, Map.of("topic", TOPIC))
                .store(JdbcStore.embedded(file))
                .drainFor(Duration.ofSeconds(5));
        more.accept(builder);
    }

    FakeChannel channel() {
        return provider.channel("shop");
    }

    /** What the network posts, and the status that it gets. */
    WebhookResponse post(Json body) {
        return relay().handle(new RelayRequest(
                "POST", relay().webhookUrl("shop").getRawPath(), null, channel().headers(), body.bytes(), null));
    }

    /** A customer writes, and it arrives; gives the conversation. */
    String customerWrites(String customer, String id, String text) {
        post(FakeChannel.text(id, customer, text));
        awaitRelayed(id);
        return conversationOf(text);
    }

    /** Waits until the relay itself knows that a message is in Freshchat. */
    void awaitRelayed(String id) {
        await(() -> events(RelayEvent.Delivered.class).stream()
                .anyMatch(delivered -> delivered.direction() == Direction.INBOUND
                        && delivered.eventKey().endsWith("message:" + id)));
    }

    Health.Part part(String name) {
        return relay().health().parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Open entries are relayed first, as far as the time for that goes. */
    @Override
    public void close() {
        stop();
        super.close();
    }
}
