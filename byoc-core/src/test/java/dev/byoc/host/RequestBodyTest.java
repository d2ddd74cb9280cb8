package dev.byoc.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.RelayRequest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestBodyTest {
    private static final int LIMIT = RelayRequest.MAX_BODY_BYTES;
    private static final Duration NO_HURRY = Duration.ofMinutes(1);

    private static RequestBody read(int length, long declared) throws IOException {
        return RequestBody.read(new ByteArrayInputStream(new byte[length]), declared, NO_HURRY, LIMIT);
    }

    /** Such a stream a server gives that was told nothing of the end, or a filter that has read it before. */
    @Test
    void aStreamThatEndsBeforeItsLengthIsNoBody() {
        assertThatThrownBy(() -> read(0, 5)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read(4, 5)).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @CsvSource({"0,0,true", "1048576,0,true", "1048577,1,true", "1100000,1,true", "1200000,1,false"})
    void ofABodyThatIsTooLargeOneByteMoreIsKept(int length, int tooMany, boolean atEnd) throws IOException {
        for (long declared : new long[] {-1, length}) {
            RequestBody body = read(length, declared);

            assertThat(body.bytes()).hasSize(Math.min(length, LIMIT + tooMany));
            assertThat(body.isAtEnd()).isEqualTo(atEnd);
        }
    }

    @Test
    void aBodyThatComesTooSlowlyIsNone() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 1;
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                return 1;
            }
        };

        assertThatThrownBy(() -> RequestBody.read(endless, -1, Duration.ZERO, LIMIT))
                .isInstanceOf(RequestBody.TooSlowException.class);
    }

    @Test
    void aBodyThatIsTooLargeAndBreaksOffIsTooLarge() throws IOException {
        InputStream broken = new SequenceInputStream(
                new ByteArrayInputStream(new byte[LIMIT + 10]), new FilterInputStream(InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] bytes, int from, int length) throws IOException {
                        throw new IOException("cut");
                    }
                });

        RequestBody body = RequestBody.read(broken, -1, NO_HURRY, LIMIT);

        assertThat(body.bytes()).hasSize(LIMIT + 1);
        assertThat(body.isAtEnd()).isFalse();
    }
}
