package dev.byoc.viber;

import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.testkit.ChannelContract;
import dev.byoc.webhook.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;

final class ViberContractTest extends ChannelContract {
    private final Bot bot = new Bot();

    @AfterEach
    void close() {
        bot.close();
    }

    @Override
    protected ChannelProvider provider() {
        return new ViberProvider();
    }

    @Override
    protected Channel channel() {
        return bot.channel;
    }

    @Override
    protected MockWebServer network() {
        return bot.viber;
    }

    @Override
    protected MockResponse accepts() {
        return new MockResponse.Builder()
                .body(new String(Bot.sample("viber/send_message_response.json"), StandardCharsets.UTF_8))
                .build();
    }

    @Override
    protected byte[] message() {
        return Bot.sample("viber/message_text.json");
    }

    @Override
    protected WebhookRequest signed(byte[] body) {
        return Bot.request(body, Bot.sign(Bot.TOKEN, body));
    }

    @Override
    protected String customer() {
        return Bot.USER;
    }

    @Override
    protected List<String> secrets() {
        return List.of(Bot.TOKEN, "path-secret-0123456789");
    }
}
