package dev.byoc.testkit.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.webhook.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A body that does not arrive whole, or not in time, never reaches the relay, and the connection ends. */
interface BrokenBodiesContract extends HostUnderTest {
    Duration PATIENCE = Duration.ofMillis(500);

    static Stream<Arguments> brokenBodies() {
        return Stream.of(
                Arguments.of("shorter than it said", "Content-Length: 9\r\n\r\nhello"),
                Arguments.of("none at all", "Content-Length: 9\r\n\r\n"),
                Arguments.of("a chunk without a size", "Transfer-Encoding: chunked\r\n\r\nhello\r\n0\r\n\r\n"),
                Arguments.of(
                        "a chunk of a negative size", "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n"),
                Arguments.of(
                        "a chunk longer than it said", "Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n"),
                Arguments.of("no last chunk", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
                Arguments.of("a chunk that is cut", "Transfer-Encoding: chunked\r\n\r\n9\r\nhello"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenBodies")
    default void aBodyThatDoesNotArriveWholeIsRefusedAndNeverRead(String what, String headersAndBody) {
        try (Wire wire = hosted().connect()) {
            String head = hosted().head("POST", "");
            wire.send(head.substring(0, head.length() - 2) + headersAndBody).finish();

            assertThat(wire.answer().status()).isEqualTo(400);
            wire.awaitEnd();
        }
        assertThat(hosted().channel().requests()).isEmpty();
    }

    /** The relay looks for what such a webhook told then. */
    @Test
    default void aWebhookOfFreshchatThatDoesNotArriveWholeIsToldToTheRelay() {
        try (HostedRelay hosted = serveAnother(PATIENCE);
                Wire wire = hosted.connect()) {
            wire.send("POST " + hosted.relay().freshchatWebhookUrl().getRawPath()
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhello")
                    .finish();

            assertThat(wire.answer().status()).isEqualTo(400);
            hosted.await(() -> hosted.events()
                    .contains(new RelayEvent.RequestRefused("freshchat", 400, "the body did not arrive whole")));
        }
    }

    /** Two readers of such a request could see two different ones. */
    static Stream<Arguments> ambiguousLengths() {
        return Stream.of(
                Arguments.of("two lengths", "Content-Length: 3\r\nContent-Length: 5\r\n\r\nhello"),
                Arguments.of("a length that is none", "Content-Length: five\r\n\r\nhello"),
                Arguments.of("a negative length", "Content-Length: -5\r\n\r\nhello"),
                Arguments.of("a blank before the colon", "Content-Length : 5\r\n\r\nhello"),
                Arguments.of("an unknown transfer coding", "Transfer-Encoding: gzip\r\n\r\nhello"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguousLengths")
    default void aRequestWhoseLengthIsNotClearIsRefusedAndNeverRead(String what, String headersAndBody) {
        try (Wire wire = hosted().connect()) {
            String head = hosted().head("POST", "");
            wire.send(head.substring(0, head.length() - 2) + headersAndBody).finish();

            assertThat(wire.answer().status()).isIn(400, 501);
            wire.awaitEnd();
        }
        assertThat(hosted().channel().requests()).isEmpty();
    }

    @Test
    default void ofALengthAndChunksTheChunksCountAndNothingFollows() {
        try (Wire wire = hosted().connect()) {
            wire.send(hosted().head("POST", "", "Content-Length: 6", "Transfer-Encoding: chunked")
                    + "5\r\nhello\r\n0\r\n\r\n" + hosted().request("another"));

            assertThat(wire.answer().status()).isIn(200, 400);
            wire.awaitEnd();
        }
        assertThat(hosted().channel().requests())
                .extracting(request -> new String(request.body(), StandardCharsets.US_ASCII))
                .isSubsetOf("hello");
    }

    @Test
    default void whatFollowsABodyIsNoPartOfIt() {
        try (Wire wire = hosted().connect()) {
            wire.send(hosted().head("POST", "", "Content-Length: 3") + "hello\r\n\r\n");

            assertThat(wire.answer().status()).isEqualTo(200);
            assertThat(wire.answer().status()).isIn(400, 0);
            wire.awaitEnd();
        }
        assertThat(hosted().channel().requests())
                .extracting(WebhookRequest::body)
                .containsExactly("hel".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    default void aBodyThatComesByteByByteIsCutOff() {
        assertCutOff(hosted -> hosted.head("POST", "", "Content-Length: 100000"), true);
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    default void aBodyInChunksThatComesByteByByteIsCutOff() {
        assertCutOff(hosted -> hosted.head("POST", "", "Transfer-Encoding: chunked") + "fffff\r\n", true);
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    default void aBodyThatStopsIsCutOff() {
        assertCutOff(hosted -> hosted.head("POST", "", "Content-Length: 100000") + "hello", false);
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    default void aHeadThatStopsIsCutOff() {
        assertCutOff(hosted -> "POST " + hosted.path() + " HTTP/1.1\r\nHost: local", false);
    }

    /** What a slow client begins a request with. */
    interface Start {
        String of(HostedRelay hosted);
    }

    private void assertCutOff(Start start, boolean drips) {
        try (HostedRelay hosted = serveAnother(PATIENCE);
                Wire wire = hosted.connect()) {
            wire.send(start.of(hosted));
            while (drips && !wire.hasNews()) {
                wire.send("x");
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }

            assertThat(wire.answer().status()).isIn(0, 408);
            wire.awaitEnd();
            assertThat(hosted.channel().requests()).isEmpty();
        }
    }
}
