package dev.byoc.testkit.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the relay or a channel says: it is sent, or replaced by what can be sent, and the next request finds a server. */
interface AnswersContract extends HostUnderTest {
    static Stream<Arguments> answers() {
        WebhookResponse text = WebhookResponse.text(200, "hello");
        return Stream.of(
                Arguments.of("as it is", 200, "hello", text),
                Arguments.of("an empty body", 200, "", WebhookResponse.ok()),
                Arguments.of("another status", 418, "hello", WebhookResponse.text(418, "hello")),
                Arguments.of("a status of which servers have pages", 404, "hello", WebhookResponse.text(404, "hello")),
                Arguments.of("a status that ends connections", 400, "hello", WebhookResponse.text(400, "hello")),
                Arguments.of("a fault", 500, "hello", WebhookResponse.text(500, "hello")),
                Arguments.of("a status without a body", 204, "", WebhookResponse.text(204, "hello")),
                Arguments.of("not modified", 304, "", WebhookResponse.text(304, "hello")),
                Arguments.of("other letters", 200, "안녕", WebhookResponse.text(200, "안녕")),
                Arguments.of("no status", 500, "failed", WebhookResponse.text(0, "hello")),
                Arguments.of("an interim status", 500, "failed", WebhookResponse.text(100, "hello")),
                Arguments.of("no status of HTTP", 500, "failed", WebhookResponse.text(1_000, "hello")),
                Arguments.of(
                        "a type of two lines",
                        500,
                        "failed",
                        new WebhookResponse(200, "text/plain\r\nX: y", new byte[] {1})),
                // Servers that keep one byte of each character would begin a line here.
                Arguments.of("a header of other letters", 500, "failed", text.with("X-Mark", "a\u010D\u010AX: y")),
                Arguments.of("a name with a blank", 500, "failed", text.with("X Mark", "a")),
                Arguments.of("a length of its own", 500, "failed", text.with("Content-Length", "3")),
                Arguments.of("a transfer of its own", 500, "failed", text.with("transfer-encoding", "chunked")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    default void everyAnswerIsSentOrReplacedByOneThatCanBe(
            String what, int status, String body, WebhookResponse response) {
        hosted().channel().says(() -> response);

        RawAnswer answer = hosted().post("hello");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo(body);
        assertThat(answer.whole()).isTrue();
        assertThat(answer.headers()).doesNotContainKey("x");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    default void afterAnyAnswerAConnectionThatIsKeptServesTheNextRequest(
            String what, int status, String body, WebhookResponse response) {
        try (Wire wire = hosted().connect()) {
            for (int i = 0; i < 3; i++) {
                hosted().channel().says(() -> response);
                RawAnswer answer = wire.send(hosted().request("hello")).answer();
                assertThat(answer.status()).isEqualTo(status);
                if (!answer.isKept()) {
                    wire.awaitEnd();
                    return;
                }
                hosted().channel().says(() -> WebhookResponse.text(200, "next"));
                RawAnswer next = wire.send(hosted().request("next")).answer();
                assertThat(next.status()).isEqualTo(200);
                assertThat(next.text()).isEqualTo("next");
            }
        }
    }

    @Test
    default void typeAndHeadersAreSent() {
        hosted().channel()
                .says(() -> new WebhookResponse(200, "application/json", new byte[] {'1'})
                        .with("X-Mark", "a, b; c=\"\u00E9\"")
                        .with("Retry-After", "5"));

        RawAnswer answer = hosted().post("hello");

        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("content-length")).isEqualTo("1");
        assertThat(answer.header("x-mark")).isEqualTo("a, b; c=\"\u00E9\"");
        assertThat(answer.header("retry-after")).isEqualTo("5");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    default void theCharacterSetIsSent() {
        assertThat(hosted().post("hello")
                        .header("content-type")
                        .replace(" ", "")
                        .toLowerCase(Locale.ROOT))
                .isEqualTo("text/plain;charset=utf-8");
    }

    @Test
    default void headIsAnsweredWithTheLengthAndWithoutTheBody() {
        hosted().channel().takes("HEAD", "");
        hosted().channel().says(() -> WebhookResponse.text(200, "hello"));

        try (Wire wire = hosted().connect()) {
            for (int i = 0; i < 3; i++) {
                RawAnswer answer = wire.send(hosted().head("HEAD", "")).answer("HEAD");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("content-length")).isEqualTo("5");
            }
        }
    }

    static Stream<Arguments> throwables() {
        return Stream.of(
                Arguments.of(new IllegalStateException()),
                Arguments.of(new StackOverflowError()),
                Arguments.of(new IOException("sneaky")),
                Arguments.of(new InterruptedException("sneaky")));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    default void whateverIsThrownIsAnswered(Throwable thrown) {
        hosted().channel().says(() -> {
            throw sneaky(thrown);
        });

        assertThat(hosted().post("hello").status()).isIn(401, 500, 503);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    default void anInterruptThatWasLeftBehindStopsNoAnswer() {
        hosted().channel().says(() -> {
            Thread.currentThread().interrupt();
            return WebhookResponse.text(200, "hello");
        });

        for (int i = 0; i < 5; i++) {
            assertThat(hosted().post("hello").text()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_000, 1_000_000})
    default void anAnswerOfAnySizeIsSentWhole(int size) {
        hosted().channel().says(() -> new WebhookResponse(200, "application/octet-stream", new byte[size]));

        RawAnswer answer = hosted().post("hello");

        assertThat(answer.whole()).isTrue();
        assertThat(answer.body()).hasSize(size);
    }

    @Test
    default void aClientOfHttpOneZeroIsAnswered() {
        hosted().channel().says(() -> WebhookResponse.text(200, "hello"));

        try (Wire wire = hosted().connect()) {
            RawAnswer answer = wire.send("POST " + hosted().path() + " HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello")
                    .answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.headers()).doesNotContainKey("transfer-encoding");
            wire.awaitEnd();
        }
        assertThat(hosted().channel().requests().get(0).body()).isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
    }
}
