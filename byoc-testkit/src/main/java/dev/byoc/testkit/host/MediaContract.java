package dev.byoc.testkit.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.message.Media;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files below {@code /media} are streamed: whole, in part, or visibly cut. */
interface MediaContract extends HostUnderTest {
    private RawAnswer ask(String method, String url, long size, String... headers) {
        try (Wire wire = hosted().connect()) {
            return ask(wire, method, url, size, headers);
        }
    }

    private RawAnswer ask(Wire wire, String method, String url, long size, String... headers) {
        try {
            String path = hosted().channel()
                    .context()
                    .media()
                    .publicUrl(Media.of(url, "bill.pdf", "application/pdf", size))
                    .getRawPath();
            return wire.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                            + String.join(
                                    "",
                                    Arrays.stream(headers)
                                            .map(line -> line + "\r\n")
                                            .toList())
                            + "\r\n")
                    .answer(method);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {FileServer.SIZE, -1})
    default void aFileArrivesWholeAndItsConnectionServesTheNext(long size) {
        try (FileServer files = new FileServer();
                Wire wire = hosted().connect()) {
            for (int i = 0; i < 2; i++) {
                RawAnswer answer = ask(wire, "GET", files.whole(), size);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.whole()).isTrue();
                assertThat(answer.body()).isEqualTo(FileServer.bytes());
                assertThat(answer.header("content-length")).isEqualTo(size < 0 ? "" : String.valueOf(size));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,0",
        "bytes=1000-1999,1000,1999",
        "bytes=2999990-,2999990,2999999",
        "bytes=-5,2999995,2999999"
    })
    default void aPartOfAFileIsServed(String range, int from, int to) {
        try (FileServer files = new FileServer()) {
            RawAnswer answer = ask("GET", files.whole(), FileServer.SIZE, "Range: " + range);

            assertThat(answer.status()).isEqualTo(206);
            assertThat(answer.header("content-range")).isEqualTo("bytes " + from + "-" + to + "/" + FileServer.SIZE);
            assertThat(answer.header("content-length")).isEqualTo(String.valueOf(to - from + 1));
            assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(FileServer.bytes(), from, to + 1));
            assertThat(answer.whole()).isTrue();
        }
    }

    @Test
    default void aPartBehindTheEndIsRefused() {
        try (FileServer files = new FileServer()) {
            RawAnswer answer = ask("GET", files.whole(), FileServer.SIZE, "Range: bytes=3000000-");

            assertThat(answer.status()).isEqualTo(416);
            assertThat(answer.header("content-range")).isEqualTo("bytes */" + FileServer.SIZE);
            assertThat(answer.whole()).isTrue();
        }
    }

    /** The relay gives no validators, so none can be met. */
    @Test
    default void aPartOfAnotherVersionIsTheWholeFile() {
        try (FileServer files = new FileServer()) {
            RawAnswer answer = ask("GET", files.whole(), FileServer.SIZE, "Range: bytes=0-9", "If-Range: \"another\"");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).hasSize(FileServer.SIZE);
        }
    }

    @ParameterizedTest
    @CsvSource({"'',200,3000000", "Range: bytes=0-9,206,10", "Range: bytes=3000000-,416,13"})
    default void headTellsWhatGetWouldSend(String header, int status, String length) {
        try (FileServer files = new FileServer();
                Wire wire = hosted().connect()) {
            for (int i = 0; i < 2; i++) {
                RawAnswer answer = header.isEmpty()
                        ? ask(wire, "HEAD", files.whole(), FileServer.SIZE)
                        : ask(wire, "HEAD", files.whole(), FileServer.SIZE, header);
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.header("content-length")).isEqualTo(length);
                assertThat(answer.header("content-type")).startsWith(status == 416 ? "text/plain" : "application/pdf");
            }
        }
    }

    @Test
    default void headOfAFileOfUnknownSizeTellsNone() {
        try (FileServer files = new FileServer();
                Wire wire = hosted().connect()) {
            for (int i = 0; i < 2; i++) {
                RawAnswer answer = ask(wire, "HEAD", files.whole(), -1);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("content-length")).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"3000000,keep-alive", "3000000,close", "-1,keep-alive", "-1,close"})
    default void aFileThatBreaksOffIsNotTakenForTheWhole(long size, String connection) {
        try (FileServer files = new FileServer();
                Wire wire = hosted().connect()) {
            RawAnswer answer = ask(wire, "GET", files.broken(), size, "Connection: " + connection);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).hasSizeLessThan(FileServer.SIZE);
            assertThat(answer.whole()).isFalse();
            wire.awaitEnd();
        }
    }

    /** That shows only while it is sent. */
    @Test
    default void aFileThatIsShorterThanItWasIsNotTakenForTheWhole() {
        try (FileServer files = new FileServer();
                Wire wire = hosted().connect()) {
            RawAnswer answer = ask(wire, "GET", files.whole(), FileServer.SIZE + 1);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.whole()).isFalse();
            wire.awaitEnd();
        }
    }

    /** Of such a one nothing may have left yet, so that another answer can still be given. */
    @Test
    default void aSmallFileThatIsShorterThanItWasIsNotTakenForTheWhole() {
        try (FileServer files = new FileServer()) {
            RawAnswer answer = ask("GET", files.small(), FileServer.SMALL_SIZE + 1);

            assertThat(answer.status()).isIn(200, 500);
            assertThat(answer.whole()).isEqualTo(answer.status() == 500);
        }
    }

    @Test
    default void anAddressThatWasNeverGivenOutIsUnknown() {
        try (Wire wire = hosted().connect()) {
            assertThat(wire.send("GET /byoc/media/guess/bill.pdf HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(404);
        }
    }
}
