package dev.byoc.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.Verification;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the relay or a channel says, and however a request comes: there is an answer, or the connection ends where it stands. */
class HostAnswersTest {
    private Supplier<WebhookResponse> says = WebhookResponse::ok;
    private final RelayEngine relay = ServedRelay.relay(new FakeChannelProvider("fake", Odd::new));
    private final JdkHttpHost host =
            JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Duration.ofHours(1));

    @AfterEach
    void close() {
        relay.close();
        host.close();
    }

    static Stream<Arguments> answers() {
        WebhookResponse text = WebhookResponse.text(200, "hello");
        return Stream.of(
                Arguments.of("as it is", 200, text),
                Arguments.of("a status without a body", 204, WebhookResponse.text(204, "hello")),
                Arguments.of("not modified", 304, WebhookResponse.text(304, "hello")),
                Arguments.of("no status", 500, WebhookResponse.text(0, "hello")),
                Arguments.of("an interim status", 500, WebhookResponse.text(100, "hello")),
                Arguments.of("no status of HTTP", 500, WebhookResponse.text(1_000, "hello")),
                Arguments.of(
                        "a type of two lines", 500, new WebhookResponse(200, "text/plain\r\nX: y", new byte[] {1})),
                Arguments.of("an empty body", 200, WebhookResponse.ok()),
                Arguments.of("a body of unknown length", 200, WebhookResponse.streamed(200, "text/plain", -1, out -> {
                    out.write("hello".getBytes(StandardCharsets.US_ASCII));
                })));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void everyAnswerIsSentOrReplacedByOneThatCanBe(String what, int status, WebhookResponse answer) throws IOException {
        says = () -> answer;

        assertThat(post("hello")).startsWith("HTTP/1.1 " + status);
        assertThat(post("hello")).as("the next one").startsWith("HTTP/1.1 " + status);
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
    void whateverIsThrownIsAnswered(Throwable thrown) throws IOException {
        says = () -> {
            throw sneaky(thrown);
        };

        assertThat(post("hello")).matches("(?s)HTTP/1.1 (401|500|503).*");
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aBodyThatBreaksOffIsNotTakenForTheWhole(Throwable thrown) throws IOException {
        says = () -> WebhookResponse.streamed(200, "text/plain", -1, out -> {
            out.write("the first half".getBytes(StandardCharsets.US_ASCII));
            throw sneaky(thrown);
        });

        assertThat(post("hello")).doesNotEndWith("0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7})
    void aBodyOfAnotherLengthThanItSaidEndsTheConnection(int length) throws IOException {
        says = () -> WebhookResponse.streamed(
                200, "text/plain", length, out -> out.write("hello".getBytes(StandardCharsets.US_ASCII)));

        assertThat(post("hello").length()).isNotZero();
        says = WebhookResponse::ok;
        assertThat(post("hello")).startsWith("HTTP/1.1 200");
    }

    @Test
    void anInterruptThatWasLeftBehindStopsNoAnswer() throws IOException {
        says = () -> {
            Thread.currentThread().interrupt();
            return WebhookResponse.text(200, "hello");
        };

        for (int i = 0; i < 5; i++) {
            assertThat(post("hello")).startsWith("HTTP/1.1 200").endsWith("hello");
        }
    }

    static Stream<Arguments> brokenBodies() {
        return Stream.of(
                Arguments.of("shorter than it said", "Content-Length: 9\r\n\r\nhello"),
                Arguments.of("none at all", "Content-Length: 9\r\n\r\n"),
                Arguments.of("a chunk without a size", "Transfer-Encoding: chunked\r\n\r\nhello\r\n0\r\n\r\n"),
                Arguments.of(
                        "a chunk of a negative size", "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n"),
                Arguments.of("no last chunk", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
                Arguments.of("a chunk that is cut", "Transfer-Encoding: chunked\r\n\r\n9\r\nhello"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenBodies")
    void aBodyThatDoesNotArriveWholeIsRefusedAndNeverRead(String what, String headersAndBody) throws IOException {
        assertThat(send("POST " + path() + " HTTP/1.1\r\n" + headersAndBody)).startsWith("HTTP/1.1 400");
    }

    static Stream<Arguments> dropped() {
        return Stream.of(
                Arguments.of("no request line", "hello\r\n\r\n", 400),
                Arguments.of("a path that is no path", "GET /%zz HTTP/1.1\r\n\r\n", 400),
                Arguments.of("a name with a blank", "GET / HTTP/1.1\r\na b: c\r\n\r\n", 400),
                Arguments.of("two lengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
                Arguments.of("a length that is none", "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400),
                Arguments.of(
                        "a length and chunks",
                        "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                        400),
                Arguments.of("a packed transfer", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
                Arguments.of("a path without a slash", "GET here HTTP/1.1\r\n\r\n", 404),
                Arguments.of("an address that is no URL", "GET mailto:x HTTP/1.1\r\n\r\n", 0),
                Arguments.of("201 headers", "GET / HTTP/1.1\r\n" + headers(201) + "\r\n", 0),
                Arguments.of("a header of 400 KB", "GET / HTTP/1.1\r\na: " + "x".repeat(400_000) + "\r\n\r\n", 0));
    }

    private static String headers(int number) {
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < number; i++) {
            headers.append("h").append(i).append(": x\r\n");
        }
        return headers.toString();
    }

    /** docs/guides/proxy-and-security.md lists these. 0: the connection ends without an answer. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("dropped")
    void whatTheJdksServerRefusesByItselfIsWhatTheDocumentationSays(String what, String request, int status)
            throws IOException {
        assertThat(send(request))
                .startsWith(status == 0 ? "" : "HTTP/1.1 " + status)
                .satisfies(answer -> {
                    if (status == 0) {
                        assertThat(answer).isEmpty();
                    }
                });
        assertThat(post("hello")).as("the next one").startsWith("HTTP/1.1 200");
    }

    private String path() {
        return relay.webhookUrl("fake-main").getRawPath();
    }

    private String post(String body) throws IOException {
        return send("POST " + path() + " HTTP/1.1\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body);
    }

    /** Everything that comes back until the connection ends; what came before a reset counts too. */
    private String send(String request) throws IOException {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            socket.setSoTimeout(30_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
            } catch (IOException e) {
                // Refused before all of it was written.
            }
            int next;
            while ((next = socket.getInputStream().read()) >= 0) {
                answer.append((char) next);
            }
        } catch (java.net.SocketException e) {
            return answer.toString();
        }
        return answer.toString();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Says itself what is answered. */
    private final class Odd extends FakeChannel {
        Odd(ChannelContext context) {
            super(context);
        }

        @Override
        public Verification verify(WebhookRequest request) {
            return new Verification.Answered(says.get());
        }
    }
}
