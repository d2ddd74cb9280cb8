package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.Verification;
import dev.byoc.message.Content;
import dev.byoc.message.ReplyHandle;
import dev.byoc.testkit.ChannelContract;
import dev.byoc.webhook.WebhookRequest;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SkillContractTest extends ChannelContract {
    private final Shop shop = Shop.skill();

    @AfterEach
    void close() {
        shop.close();
    }

    @Override
    protected ChannelProvider provider() {
        return new KakaoTalkSkillProvider();
    }

    @Override
    protected Channel channel() {
        return shop.channel;
    }

    @Override
    protected MockWebServer network() {
        return shop.network;
    }

    @Override
    protected MockResponse accepts() {
        return new MockResponse.Builder()
                .body("{\"taskId\":\"t1\",\"status\":\"SUCCESS\"}")
                .build();
    }

    @Override
    protected byte[] message() {
        return Shop.sample("chatbot-skill/skill-request-text.json");
    }

    @Override
    protected WebhookRequest signed(byte[] body) {
        return Shop.skillRequest(body);
    }

    @Override
    protected boolean signsBodies() {
        return false;
    }

    @Override
    protected String customer() {
        return Shop.BOT_USER;
    }

    @Override
    protected ReplyHandle handle() {
        return new ReplyHandle(shop.address() + "/v1/callback/once-0123456789", true, Shop.RECEIVED.plusSeconds(60));
    }

    @Override
    protected List<String> secrets() {
        return List.of(Shop.HEADER_SECRET, "once-0123456789", "path-secret-0123456789");
    }

    /** Besides the header, the bot's id in the body has to fit. */
    @Test
    @Override
    protected void readsSignedGarbageWithoutThrowing() {
        for (String garbage :
                List.of("", "null", "[]", "{}", "{", "[".repeat(100_000), "{\"bot\":7}", "{\"bot\":{\"id\":[]}}")) {
            assertThat(channel().verify(signed(Shop.bytes(garbage)))).isInstanceOf(Verification.Rejected.class);
        }
    }

    /** There is no key that could be wrong: it is the address that is used up or too old. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410})
    @Override
    protected void saysThatItsKeyIsNotAccepted(int status) {
        shop.answers(status, "");

        SendResult result = channel()
                .send(OutboundMessage.builder(customer(), List.of(new Content.Text("hello")), Shop.KEY)
                        .handle(handle())
                        .build());

        assertThat(Shop.forOperators(result))
                .isEqualTo(new SendResult.Refused(
                        SendResult.Reason.WINDOW_CLOSED,
                        "The chatbot takes one answer within a minute, and that is over (HTTP " + status + ")."));
    }
}
