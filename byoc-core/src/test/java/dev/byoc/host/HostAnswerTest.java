package dev.byoc.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.webhook.WebhookResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a web server is to send; the contract of hosts plays that on real ones. */
class HostAnswerTest {
    private static HostAnswer streamed(long length, WebhookResponse.Body body) {
        return HostAnswer.of("GET", WebhookResponse.streamed(200, "text/plain", length, body));
    }

    @Test
    void whatTheClientsSideHasThrownIsThrownAsItIs() {
        IOException gone = new IOException("gone");
        OutputStream client = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw gone;
            }
        };

        assertThatThrownBy(() -> streamed(-1, out -> out.write(1)).writeTo(client))
                .isSameAs(gone);
    }

    /** A fetch may quote the address of a file. */
    @Test
    void ofWhatTheBodyHasThrownTheClassAloneIsNamed() {
        HostAnswer answer = streamed(-1, out -> {
            throw new IOException("https://files.example/secret");
        });

        assertThatThrownBy(() -> answer.writeTo(new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessage("the body broke off: java.io.IOException")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 7})
    void aBodyOfAnotherLengthThanItSaidIsNotWhole(long length) {
        HostAnswer answer = streamed(length, out -> {
            out.write(new byte[4]);
            out.write(5);
        });
        ByteArrayOutputStream sent = new ByteArrayOutputStream();

        if (length == 0) {
            assertThat(answer.isBare()).isTrue();
        } else {
            assertThatThrownBy(() -> answer.writeTo(sent)).isInstanceOf(IOException.class);
        }
        assertThat(sent.size()).isLessThanOrEqualTo((int) length);
    }

    @Test
    void whereNoBodyFollowsItsSourceIsLetGoAllTheSame() throws IOException {
        boolean[] written = new boolean[1];
        HostAnswer answer = HostAnswer.of("HEAD", WebhookResponse.streamed(200, "text/plain", 5, out -> {
            out.write(new byte[5]);
            written[0] = true;
        }));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();

        answer.writeTo(sent);

        assertThat(written).containsExactly(true);
        assertThat(sent.size()).isZero();
        assertThat(answer.length()).isEqualTo(5);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(new IOException("cut"), false),
                Arguments.of(new IllegalStateException("odd"), false),
                Arguments.of(new SocketTimeoutException(), true),
                Arguments.of(new RequestBody.TooSlowException(), true),
                Arguments.of(new IOException(new RuntimeException(new TimeoutException())), true));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBodyThatDidNotArriveWasSlowWhereATimeSaysSo(Exception why, boolean slow) {
        assertThat(HostAnswer.isSlow(why)).isEqualTo(slow);
    }
}
