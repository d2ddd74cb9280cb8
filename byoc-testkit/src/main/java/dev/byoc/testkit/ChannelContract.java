package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.message.Content;
import dev.byoc.message.Quote;
import dev.byoc.message.ReplyHandle;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every channel promises to the core, as tests: let the test of a channel extend it and fill in the hooks. A hook returns the same
 * channel and the same stand-in throughout one test. Where a promise does not fit a network, override its test and say why.
 */
public abstract class ChannelContract extends InboundContract {
    /** Stands in for the messenger's API; started, with nothing enqueued. */
    protected abstract MockWebServer network();

    /** What the API answers when it takes a message. */
    protected abstract MockResponse accepts();

    /** A customer's id of the form that the network uses. */
    protected abstract String customer();

    /** What the network gave for answering, if it gives something. */
    protected @Nullable ReplyHandle handle() {
        return null;
    }

    /** An id of a message in the form that the network uses, and that its calls carry as it is. */
    protected String quotedId() {
        return "4711";
    }

    @Test
    protected void sendsTextUpToItsLimitAndRefusesMore() {
        int max = channel().capabilities().maxText();
        network().enqueue(accepts());

        assertThat(send(new Content.Text("a".repeat(max)))).isInstanceOf(SendResult.Accepted.class);
        assertRefused(send(new Content.Text("a".repeat(max + 1))), Reason.TOO_LARGE);
        assertThat(network().getRequestCount()).isEqualTo(1);
    }

    /** For channels that show quotes: whatever words come with it, the id is what leads to the message. */
    @Test
    protected void carriesTheIdOfTheMessageThatIsAnswered() throws InterruptedException {
        if (!channel().capabilities().showsQuotes()) {
            return;
        }
        network().enqueue(accepts());
        OutboundMessage message = OutboundMessage.builder(
                        customer(), List.of(new Content.Text("hello")), UUID.randomUUID())
                .handle(handle())
                .quote(new Quote(quotedId(), "what was said before", null))
                .build();

        assertThat(channel().send(message)).isInstanceOf(SendResult.Accepted.class);
        RecordedRequest call = network().takeRequest();
        String body = call.getBody() == null ? "" : call.getBody().utf8();
        assertThat(call.getUrl() + "\n" + body).contains(quotedId());
    }

    static Stream<Content> oneOfEach() {
        return OneOfEach.contents().stream();
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    protected void discardsNoKindOfContent(Content content) {
        network().enqueue(accepts());

        SendResult result = send(content);

        if (result instanceof SendResult.Accepted) {
            assertThat(network().getRequestCount()).isEqualTo(1);
        } else {
            assertRefused(result, Reason.UNSUPPORTED, Reason.TOO_LARGE);
            assertThat(network().getRequestCount()).as("refused without a call").isZero();
            assertThat(content).as("text can always be sent").isNotInstanceOf(Content.Text.class);
        }
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    protected void sendsWhatItSaysItCan(Content content) {
        Capabilities.@Nullable Limits limits = channel().capabilities().limits(content.getClass());
        if (limits == null || !OneOfEach.within(limits, content)) {
            return;
        }
        network().enqueue(accepts());

        assertThat(send(content)).isInstanceOf(SendResult.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    protected void takesARedirectForAFailureAndCarriesNoKeyAlong(int status) throws Exception {
        try (MockWebServer elsewhere = new MockWebServer()) {
            elsewhere.start();
            network()
                    .enqueue(new MockResponse.Builder()
                            .code(status)
                            .addHeader("Location", elsewhere.url("/caught").toString())
                            .build());

            // Unknown: not every redirect says that nothing was done.
            assertThat(send(new Content.Text("hello")))
                    .isInstanceOfAny(SendResult.Refused.class, SendResult.Unknown.class);
            assertThat(elsewhere.getRequestCount()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "\"ok\"",
                "{\"status\":null}",
                "<html><body>gateway</body></html>",
                "\u0000"
            })
    protected void takesAnAnswerThatSaysNothingForNoSuccess(String body) {
        network().enqueue(new MockResponse.Builder().body(body).build());

        assertThat(send(new Content.Text("hello"))).isNotInstanceOf(SendResult.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    protected void doesNotKnowWhatBecameOfAMessageThatBrokeTheServer(int status) {
        network().enqueue(new MockResponse.Builder().code(status).body("oops").build());

        assertThat(send(new Content.Text("hello"))).isInstanceOf(SendResult.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    protected void waitsWhenTheNetworkAsksForIt(int status) {
        network()
                .enqueue(new MockResponse.Builder()
                        .code(status)
                        .addHeader("Retry-After", "7")
                        .build());

        assertThat(send(new Content.Text("hello"))).isInstanceOf(SendResult.TryLater.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    protected void saysThatItsKeyIsNotAccepted(int status) {
        network().enqueue(new MockResponse.Builder().code(status).build());

        assertRefused(send(new Content.Text("hello")), Reason.AUTH);
    }

    @Test
    protected void doesNotKnowWhatBecameOfAMessageThatWasNotAnswered() {
        network()
                .enqueue(new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());

        assertThat(send(new Content.Text("hello"))).isInstanceOf(SendResult.Unknown.class);
        assertThat(network().getRequestCount()).as("never sent twice").isEqualTo(1);
    }

    @Test
    protected void triesLaterWhenNothingWasSent() {
        network().close();

        assertThat(send(new Content.Text("hello"))).isInstanceOf(SendResult.TryLater.class);
    }

    /** For channels that can be probed, as the following ones. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    protected void probeSaysThatItsKeyIsNotAccepted(int status) {
        network().enqueue(new MockResponse.Builder().code(status).build());

        probe(health -> assertThat(health).isInstanceOf(AccountHealth.KeyRefused.class));
    }

    @Test
    protected void probeSaysThatTheNetworkIsOutOfReach() {
        network().close();

        probe(health -> assertThat(health).isInstanceOf(AccountHealth.Unreachable.class));
    }

    @Test
    protected void probeThatWasThrottledSaysNothingOfTheAccount() {
        network().enqueue(new MockResponse.Builder().code(429).build());

        probe(health -> assertThat(health).isInstanceOf(AccountHealth.Unknown.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 404, 500, 503})
    protected void probeTakesAnAnswerThatSaysNothingForNoHealthAndShowsNoSecret(int status) {
        network()
                .enqueue(new MockResponse.Builder()
                        .code(status)
                        .body(String.join(" ", secrets()))
                        .build());

        probe(health -> {
            assertThat(health).isNotInstanceOf(AccountHealth.Healthy.class);
            assertClean(health.toString());
        });
    }

    /** Of a channel that cannot be probed, nothing is asked. */
    private void probe(Consumer<AccountHealth> expected) {
        if (channel() instanceof HealthProbe probed) {
            expected.accept(probed.probe());
        }
    }

    @Test
    protected void showsNoSecret() {
        assertClean(channel().toString());
        assertClean(provider().describe().toString());
        assertClean(signed(message()).toString());
        // An error page that quotes the request is the likeliest leak.
        String quoting = String.join(" ", secrets());
        for (int status : List.of(200, 302, 400, 401, 404, 500, 503)) {
            network()
                    .enqueue(new MockResponse.Builder()
                            .code(status)
                            .body(quoting)
                            .build());
            assertClean(send(new Content.Text("hello")).toString());
        }
    }

    @Test
    protected void closesMoreThanOnce() throws Exception {
        channel().close();
        channel().close();
    }

    private SendResult send(Content content) {
        return channel()
                .send(OutboundMessage.builder(customer(), List.of(content), UUID.randomUUID())
                        .handle(handle())
                        .build());
    }

    private static void assertRefused(SendResult result, Reason... reasons) {
        assertThat(result).isInstanceOf(SendResult.Refused.class);
        assertThat(((SendResult.Refused) result).reason()).isIn((Object[]) reasons);
        assertThat(((SendResult.Refused) result).detail()).isNotBlank();
    }
}
