package dev.byoc.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileTypesTest {
    static Stream<Arguments> heads() {
        return Stream.of(
                Arguments.of("\u00FF\u00D8\u00FF\u00E0", "image/jpeg"),
                Arguments.of("\u0089PNG\r\n\u001A\n", "image/png"),
                Arguments.of("GIF89a\u0001\0\u0001\0", "image/gif"),
                Arguments.of("RIFF\u001A\0\0\0WEBPVP8 ", "image/webp"),
                Arguments.of("\0\0\0\u0018ftypheic", "image/heic"),
                Arguments.of("\0\0\0\u0018ftypavif", "image/avif"),
                Arguments.of("\0\0\0\u0018ftypisom", "video/mp4"),
                Arguments.of("\0\0\0\u0018ftypmp42", "video/mp4"),
                Arguments.of("\0\0\0\u0014ftypqt  ", "video/quicktime"),
                Arguments.of("\0\0\0\u0018ftypM4A ", "audio/mp4"),
                Arguments.of("\0\0\0\u0018ftyp3gp4", "video/3gpp"),
                Arguments.of("\u001AE\u00DF\u00A3", "video/webm"),
                Arguments.of("RIFF\u001A\0\0\0AVI ", "video/x-msvideo"),
                Arguments.of("RIFF\u001A\0\0\0WAVE", "audio/wav"),
                Arguments.of("ID3\u0003", "audio/mpeg"),
                Arguments.of("\u00FF\u00FB\u0090", "audio/mpeg"),
                Arguments.of("\u00FF\u00F1P", "audio/aac"),
                Arguments.of("OggS\0\u0002", "audio/ogg"),
                Arguments.of("%PDF-1.7", "application/pdf"),
                Arguments.of("PK\u0003\u0004", "application/zip"),
                Arguments.of("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", "application/x-ole-storage"),
                Arguments.of("%PDF-1.4\r\n1 0 obj", "application/pdf"),
                Arguments.of("%PDF-1.4 \u00E2\u00E3\0", "application/pdf"),
                Arguments.of("MZ\u0090\0\u0003\0\0\0", "application/x-msdownload"),
                Arguments.of("\n <!DOCTYPE html><html>", "text/html"),
                Arguments.of("\u00EF\u00BB\u00BF<html lang=\"en\">", "text/html"),
                Arguments.of("<!-- error --><html>", "text/html"),
                Arguments.of("<script>x</script>", "text/html"),
                Arguments.of("<?xml version=\"1.0\"?><svg xmlns=\"x\">", "image/svg+xml"),
                Arguments.of("<?xml version=\"1.0\"?><a/>", "application/xml"));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void fileIsKnownByItsFirstBytes(String head, String type) {
        assertThat(FileTypes.sniff(head.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "hello there", "{\"error\":1}", "\u00FF", "RIFF", "ftyp", "<3 you"})
    void bytesThatTellNothingHaveNoType(String head) {
        assertThat(FileTypes.sniff(head.getBytes(StandardCharsets.ISO_8859_1))).isNull();
    }

    /** Control characters that texts have, and Hangul in UTF-8 and EUC-KR, make no program of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MZ",
                "MZ generation\r\n\t\f\u001B[1m",
                "MZ\u00EC\u0084\u00B8\u00EB\u008C\u0080",
                "MZ\u00BC\u00BC\u00B4\u00EB",
                "ID3 or ID4?",
                "%PDF-1.7 is what the printer takes",
                "%PDF-files",
                "GIF89a is an old format",
                "RIFF and WEBP",
                "RIFFraff WAVE",
                "OggSomething",
                "fLaC files",
                "#!AMR is a format",
                "The ftyp box"
            })
    void lettersOfASignatureAloneAreAText(String text) {
        assertThat(FileTypes.sniff(text.getBytes(StandardCharsets.ISO_8859_1))).isNull();
    }

    @Test
    void aTextInUtf16IsNoSound() {
        assertThat(FileTypes.sniff("\uFEFFnotes".getBytes(StandardCharsets.UTF_16LE)))
                .isNull();
    }

    @Test
    void parametersOfATypeAreLeftOut() {
        assertThat(FileTypes.bare("Image/PNG; charset=x")).isEqualTo("image/png");
        assertThat(FileTypes.bare("nonsense")).isNull();
        assertThat(FileTypes.bare("text/html\r\nX: 1")).isNull();
    }
}
