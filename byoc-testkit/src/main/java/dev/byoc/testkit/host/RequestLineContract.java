package dev.byoc.testkit.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.webhook.WebhookRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Method, path, query and the form of a body: what was sent reaches the relay, or the host says that it refuses it. */
interface RequestLineContract extends HostUnderTest {
    @ParameterizedTest
    @EnumSource(RequestForm.class)
    default void aRequestReachesTheRelayAsItWasSentUnlessTheHostSaysThatItRefusesIt(RequestForm form) {
        HostedRelay hosted = hosted();
        hosted.channel().takes(form.method(), form.subPath());

        RawAnswer answer;
        try (Wire wire = hosted.connect()) {
            String body = form.chunks().isEmpty() ? "X-None: x" : "Transfer-Encoding: chunked";
            answer = wire.send(hosted.head(form.method(), form.suffix(), "Connection: close", body) + form.chunks())
                    .answer(form.method());
        }

        Integer refusal = refused().get(form);
        assertThat(answer.status()).isEqualTo(refusal == null ? 200 : refusal);
        if (refusal == null) {
            assertThat(hosted.channel().requests()).hasSize(1);
            WebhookRequest seen = hosted.channel().requests().get(0);
            assertThat(seen.method()).isEqualTo(form.method());
            assertThat(seen.publicUrl()).isEqualTo(hosted.url() + form.suffix());
            assertThat(seen.body())
                    .isEqualTo((form.chunks().isEmpty() ? "" : "hello").getBytes(StandardCharsets.US_ASCII));
        } else {
            assertThat(hosted.channel().requests()).isEmpty();
        }
    }

    @Test
    default void anAddressWithHostAndSchemeIsThePathThatItNames() {
        HostedRelay hosted = hosted();
        String target = "http://localhost" + hosted.path() + "?a=1";

        try (Wire wire = hosted.connect()) {
            assertThat(wire.send("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
        }

        assertThat(hosted.channel().requests())
                .extracting(WebhookRequest::publicUrl)
                .containsExactly(hosted.url() + "?a=1");
    }

    @Test
    default void anAddressThatIsNoneIsUnknown() {
        HostedRelay hosted = hosted();

        try (Wire wire = hosted.connect()) {
            assertThat(wire.send("POST /byoc/shop/guess HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(404);
        }
    }
}
