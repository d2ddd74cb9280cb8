package dev.byoc.testkit.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A body reaches the relay byte for byte, up to its limit; what is larger is refused, however large it is. */
interface BodiesContract extends HostUnderTest {
    int LIMIT = RelayRequest.MAX_BODY_BYTES;

    /** Of 64 KB; the system keeps some MB of them for a server that does not read. */
    int MOST_PIECES = 1_000;

    static Stream<Arguments> bodies() {
        byte[] all = new byte[512];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        String korean = "{\"text\":\"안녕하세요 👋\"}";
        Map<String, byte[]> bodies = Map.of(
                "every byte", all,
                "nothing", new byte[0],
                "one byte", new byte[] {0},
                "UTF-8", korean.getBytes(StandardCharsets.UTF_8),
                "UTF-8 with a mark", ("\uFEFF" + korean).getBytes(StandardCharsets.UTF_8),
                "UTF-16", korean.getBytes(StandardCharsets.UTF_16),
                "gzip", gzip(korean),
                "lines", "\r\n\n\r0\r\n\r\nGET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII),
                "a form", "a=%41&b=+&a=%zz".getBytes(StandardCharsets.US_ASCII),
                "as much as is taken", new byte[LIMIT]);
        return bodies.entrySet().stream()
                .flatMap(body -> Stream.of(
                                "application/json",
                                "application/x-www-form-urlencoded",
                                "multipart/form-data; boundary=x")
                        .map(type -> Arguments.of(body.getKey(), type, body.getValue())));
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private int post(byte[] body, String... headers) {
        try (Wire wire = hosted().connect()) {
            return wire.send(hosted().head("POST", "", headers))
                    .send(body)
                    .answer()
                    .status();
        }
    }

    private void assertSeen(byte[] body) {
        assertThat(hosted().channel().requests()).hasSize(1);
        assertThat(hosted().channel().requests().get(0).body()).isEqualTo(body);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("bodies")
    default void aBodyWithALengthArrivesByteForByte(String what, String type, byte[] body) {
        assertThat(post(body, "Content-Type: " + type, "Content-Length: " + body.length))
                .isEqualTo(200);
        assertSeen(body);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("bodies")
    default void aBodyInChunksArrivesByteForByte(String what, String type, byte[] body) {
        assertThat(post(chunks(body, 30_000), "Content-Type: " + type, "Transfer-Encoding: chunked"))
                .isEqualTo(200);
        assertSeen(body);
    }

    private static byte[] chunks(byte[] body, int size) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int from = 0; from < body.length; from += size) {
            int length = Math.min(size, body.length - from);
            chunks.writeBytes(ascii(Integer.toHexString(length) + "\r\n"));
            chunks.write(body, from, length);
            chunks.writeBytes(ascii("\r\n"));
        }
        chunks.writeBytes(ascii("0\r\n\r\n"));
        return chunks.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    default void aRequestWithoutABodyHasAnEmptyOne() {
        assertThat(post(new byte[0])).isEqualTo(200);
        assertSeen(new byte[0]);
    }

    @Test
    default void aClientThatWaitsToBeToldSendsItsBodyThen() {
        try (Wire wire = hosted().connect()) {
            wire.send(hosted().head("POST", "", "Expect: 100-continue", "Content-Length: 5"));
            assertThat(wire.status()).isEqualTo(100);
            assertThat(wire.send("hello").answer().status()).isEqualTo(200);
        }
        assertSeen(ascii("hello"));
    }

    @Test
    default void aBodyOfOneByteMoreThanIsTakenIsRefused() {
        byte[] body = new byte[LIMIT + 1];

        assertThat(post(body, "Content-Length: " + body.length)).isEqualTo(413);
        assertThat(post(chunks(body, LIMIT + 1), "Transfer-Encoding: chunked")).isEqualTo(413);
        assertThat(hosted().channel().requests()).isEmpty();
    }

    /** An agent's answer may hold a picture. 401: it was read, and is not signed. */
    @Test
    default void aWebhookOfFreshchatMayBeLarger() {
        String path = hosted().relay().freshchatWebhookUrl().getRawPath();
        int most = hosted().relay().mostBodyBytes(path);
        assertThat(most).isEqualTo(4 * LIMIT);

        assertThat(hosted().postTo(path, new byte[most])).isEqualTo(401);
        assertThat(hosted().postTo(path, new byte[most + 1])).isEqualTo(413);
        assertThat(hosted().postTo(path + "x", new byte[LIMIT + 1])).isEqualTo(404);
    }

    @Test
    default void aBodyThatIsSaidToBeHugeIsRefusedAndNotRead() {
        assertRefusedWhileItIsSent("Content-Length: 5000000000", new byte[64 * 1024]);
    }

    @Test
    default void aBodyInChunksWithoutAnEndIsRefusedAndNotRead() {
        byte[] last = ascii("0\r\n\r\n");
        byte[] chunk = chunks(new byte[64 * 1024], 64 * 1024);
        assertRefusedWhileItIsSent("Transfer-Encoding: chunked", Arrays.copyOf(chunk, chunk.length - last.length));
    }

    /** Until the host takes no more of it; the answer may be lost by then, as it ends the connection. */
    private void assertRefusedWhileItIsSent(String header, byte[] piece) {
        try (Wire wire = hosted().connect()) {
            wire.send(hosted().head("POST", "", header));
            int sent = 0;
            while (sent < MOST_PIECES && wire.sends(piece)) {
                sent++;
            }
            assertThat(sent).as("pieces of 64 KB that the host took").isLessThan(MOST_PIECES);
            assertThat(wire.answer().status()).isIn(413, 0);
            wire.awaitEnd();
        }
        assertThat(hosted().channel().requests()).isEmpty();
    }
}
