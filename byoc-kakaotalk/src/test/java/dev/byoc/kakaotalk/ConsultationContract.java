package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.Verification;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.ReplyHandle;
import dev.byoc.testkit.ChannelContract;
import dev.byoc.webhook.WebhookRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The channel's contract, as far as it fits a network that signs nothing: its only credential, the sender key, stands in the body. Uploads
 * are answered at once, so that the contract's answers are those to the message itself.
 */
abstract class ConsultationContract extends ChannelContract {
    final Shop shop = shop();

    abstract Shop shop();

    /** What answers an upload, of pictures and files alike. */
    abstract String uploaded();

    abstract String senderField();

    abstract String path();

    ConsultationContract() {
        shop.network.setDispatcher(new QueueDispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                boolean upload = request.getTarget().contains("/upload")
                        || request.getTarget().contains("/file/cstalk");
                return upload ? new MockResponse.Builder().body(uploaded()).build() : super.dispatch(request);
            }
        });
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Override
    protected ChannelProvider provider() {
        return new KakaoTalkProvider();
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
    protected WebhookRequest signed(byte[] body) {
        return Shop.request(path(), body).build();
    }

    @Override
    protected boolean signsBodies() {
        return false;
    }

    @Override
    protected String customer() {
        return Shop.USER;
    }

    @Override
    protected ReplyHandle handle() {
        return Shop.OPEN;
    }

    @Override
    protected List<String> secrets() {
        return List.of(
                Shop.SENDER_KEY,
                "client-secret-0123456789",
                "client-id-0123456789",
                "api-key-0123456789",
                "path-secret-0123456789");
    }

    /** The credential is the sender key in the body. */
    @Test
    @Override
    protected void refusesAMessageWithoutCredentials() {
        Map<String, Json> fields = new LinkedHashMap<>(Json.parse(message()).fields());
        fields.remove(senderField());

        assertRejected(Json.of(fields).bytes());
    }

    @Test
    @Override
    protected void refusesOddCredentialsWithoutThrowing() {
        String right = Shop.SENDER_KEY;
        for (Object odd : List.of(
                "",
                " ",
                right.substring(1),
                right.substring(0, 39),
                right + "0",
                right + " ",
                right.toUpperCase(java.util.Locale.ROOT),
                "키".repeat(40),
                "a".repeat(100_000),
                7,
                true,
                List.of(right),
                Map.of("key", right))) {
            Map<String, Json> fields = new LinkedHashMap<>(Json.parse(message()).fields());
            fields.put(senderField(), Json.of(odd));
            assertRejected(Json.of(fields).bytes());
        }
    }

    /** A body that names no sender key belongs to no account, however well-formed. */
    @Test
    @Override
    protected void readsSignedGarbageWithoutThrowing() {
        for (String garbage : List.of("", "null", "[]", "{}", "{", "[".repeat(100_000), "{\"a\":".repeat(100_000))) {
            assertRejected(Shop.bytes(garbage));
        }
    }

    /** A file takes two calls, of which the first, its upload, shows the customer nothing. */
    @ParameterizedTest
    @MethodSource("dev.byoc.testkit.ChannelContract#oneOfEach")
    @Override
    protected void discardsNoKindOfContent(Content content) {
        network().enqueue(accepts());

        SendResult result = channel()
                .send(OutboundMessage.builder(customer(), List.of(content), UUID.randomUUID())
                        .handle(handle())
                        .build());

        if (result instanceof SendResult.Refused refused) {
            assertThat(refused.reason()).isIn(Reason.UNSUPPORTED, Reason.TOO_LARGE);
            assertThat(network().getRequestCount()).as("refused without a call").isZero();
            assertThat(content).as("text can always be sent").isNotInstanceOf(Content.Text.class);
        } else {
            assertThat(result).isInstanceOf(SendResult.Accepted.class);
            assertThat(network().getRequestCount()).isEqualTo(isFile(content) ? 2 : 1);
        }
    }

    private static boolean isFile(Content content) {
        return content instanceof Content.Image || content instanceof Content.File;
    }

    @Test
    void sendsNothingWithoutASession() {
        SendResult result = channel()
                .send(OutboundMessage.builder(customer(), List.of(new Content.Text("hello")), UUID.randomUUID())
                        .build());

        assertThat(result).isInstanceOfSatisfying(SendResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.WINDOW_CLOSED);
            assertThat(refused.forAgent()).contains("no open consultation", "write first");
        });
        assertThat(network().getRequestCount()).isZero();
        assertThat(channel().capabilities().needsHandle()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 500, 502})
    void promisesALaterAttemptOrWordsWhenAnUploadFails(int status) {
        shop.network.setDispatcher(new QueueDispatcher());
        shop.answers(status, "oops");

        SendResult result = shop.send(new Content.File(Shop.file("invoice.pdf", "application/pdf"), null));

        assertThat(result).isNotInstanceOf(SendResult.Accepted.class).isNotInstanceOf(SendResult.Unknown.class);
        assertThat(network().getRequestCount())
                .as("nothing was sent to the customer")
                .isEqualTo(1);
        if (status >= 500) {
            assertThat(result).isInstanceOf(SendResult.TryLater.class);
        }
    }

    private void assertRejected(byte[] body) {
        Verification verification = channel().verify(signed(body));
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        assertThat(verification.toString()).doesNotContain(Shop.SENDER_KEY);
    }
}
