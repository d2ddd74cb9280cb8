package dev.byoc.testkit.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.webhook.WebhookRequest;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every header reaches the relay, and who has called. */
interface HeadersContract extends HostUnderTest {
    /** What the relay sees of a request with these headers. */
    private WebhookRequest seen(String... headers) {
        assertThat(hosted().post("", headers).status()).isEqualTo(200);
        return hosted().channel().requests().get(0);
    }

    @Test
    default void allValuesOfAHeaderArriveInTheirOrder() {
        assertThat(seen("X-Mark: b", "x-mark: a, c", "X-MARK: a").headers().get("x-mark"))
                .containsExactly("b", "a, c", "a");
    }

    @Test
    default void aHeaderWithoutAValueArrives() {
        assertThat(seen("X-Empty:").headers().get("x-empty")).containsExactly("");
    }

    @Test
    default void aValueArrivesAsItStandsOnItsLine() {
        String odd = "a  b c; d=\"e,f\", <g>=% {h} \\i";

        assertThat(seen("X-Mark:  " + odd + " ").header("X-Mark")).isEqualTo(odd);
    }

    /** HTTP says nothing of what other bytes mean; a character for each keeps them. */
    @Test
    default void bytesThatAreNotAsciiArriveAsOneCharacterEach() {
        assertThat(seen("X-Name: \u00ED\u0095\u009C\u00E9").header("X-Name")).isEqualTo("\u00ED\u0095\u009C\u00E9");
    }

    @Test
    default void headersThatServersKnowArriveLikeAnyOther() {
        WebhookRequest seen = seen(
                "Content-Type: application/json; charset=x-none",
                "Authorization: Bearer a.b",
                "Cookie: a=b; c=d",
                "Accept-Encoding: gzip",
                "If-None-Match: \"x\"",
                "X-Forwarded-For: 192.0.2.1",
                "Range: bytes=0-1");

        assertThat(seen.headers())
                .containsEntry("content-type", List.of("application/json; charset=x-none"))
                .containsEntry("authorization", List.of("Bearer a.b"))
                .containsEntry("cookie", List.of("a=b; c=d"))
                .containsEntry("accept-encoding", List.of("gzip"))
                .containsEntry("if-none-match", List.of("\"x\""))
                .containsEntry("x-forwarded-for", List.of("192.0.2.1"))
                .containsEntry("range", List.of("bytes=0-1"))
                .containsEntry("host", List.of("localhost"));
    }

    @Test
    default void aValueOfFourThousandCharactersArrives() {
        assertThat(seen("X-Long: " + "x".repeat(4_000)).header("X-Long")).hasSize(4_000);
    }

    @Test
    default void whoConnectedIsKnown() {
        assertThat(seen().caller()).isEqualTo(InetAddress.getLoopbackAddress());
    }
}
