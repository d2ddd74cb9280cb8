package dev.byoc.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    static Stream<Json> samples() throws IOException {
        byte[] file = Files.readAllBytes(Path.of("src/test/resources/cases/bc26-file-names.json"));
        return Json.parse(file).get("names").items().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyNameOfTheSamplesBecomesOneThatMayBeWrittenAnywhere(Json sample) {
        assertSafe(FileNames.safe(sample.get("in").text(), "application/pdf", "file"));
    }

    @Test
    void namesOfTheSamplesKeepWhatAReaderKnowsThemBy() throws IOException {
        List<@Nullable String> names = new ArrayList<>();
        samples().forEach(sample -> names.add(FileNames.safe(sample.get("in").text(), null, "file")));

        assertThat(names.subList(0, 11))
                .containsExactly(
                        "\uACAC\uC801\uC11C (\uCD5C\uC885).pdf",
                        "r\u00E9sum\u00E9 \u201Cv2\u201D.docx",
                        "x.bin",
                        "win.ini",
                        "name.png",
                        "ab.png",
                        "aX-Injected_ 1.png",
                        "x_; name=_other.bin",
                        "file.bin",
                        "file.bin",
                        "file.bin");
        assertThat(names.get(11))
                .startsWith("\uAC00\uAC00")
                .endsWith("\uAC00.pdf")
                .hasSizeLessThan(70);
        assertThat(names.get(12)).isEqualTo("%2e%2e%2fetc%2fpasswd.bin");
        assertThat(names.get(13)).isEqualTo("report.pdfgpj.exe");
    }

    @ParameterizedTest
    @CsvSource({
        "photo,image/png,photo.png",
        "photo.exe,image/png,photo.exe.png",
        "photo.JPG,image/jpeg,photo.JPG",
        "photo.jpeg,image/jpeg,photo.jpeg",
        "offer.docx,application/zip,offer.docx",
        "offer.hwp,application/x-ole-storage,offer.hwp",
        "notes.weird,application/octet-stream,notes.weird",
        "clip.mov,video/mp4,clip.mov.mp4",
        "v1.2 final,application/pdf,v1.2 final.pdf",
        ".htaccess,text/plain,file.htaccess.txt"
    })
    void endingGoesWithTheType(String given, String type, String safe) {
        assertThat(FileNames.safe(given, type, "file")).isEqualTo(safe);
    }

    @Test
    void namelessFileIsCalledAfterItsKind() {
        assertThat(FileNames.safe(null, "image/jpeg", "picture")).isEqualTo("picture.jpg");
    }

    @Test
    void decomposedHangulIsComposed() {
        String decomposed = Normalizer.normalize("\uACAC\uC801.pdf", Normalizer.Form.NFD);

        assertThat(FileNames.safe(decomposed, "application/pdf", "file")).isEqualTo("\uACAC\uC801.pdf");
    }

    @RepeatedTest(200)
    void whateverIsGivenTheNameIsSafe(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        StringBuilder given = new StringBuilder();
        for (int i = random.nextInt(300); i > 0; i--) {
            given.append(
                    random.nextInt(4) == 0
                            ? "../\\\"\r\n\0%;:=\u202E\u200B\uD83D".charAt(random.nextInt(15))
                            : (char) random.nextInt(0x10000));
        }

        assertSafe(FileNames.safe(given.toString(), random.nextBoolean() ? "image/png" : null, "file"));
    }

    private static void assertSafe(String name) {
        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(FileNames.MAX_BYTES);
        assertThat(name)
                .matches("(?s)[^/\\\\\"<>:|?*\\p{Cc}]+\\.[A-Za-z0-9]{1,10}")
                .doesNotStartWith(".");
        assertThat(name.codePoints().filter(c -> c != 0x200D)).noneMatch(c -> {
            int type = Character.getType(c);
            return type == Character.FORMAT || type == Character.SURROGATE || type == Character.LINE_SEPARATOR;
        });
        assertThat(FileNames.disposition("inline", name)).matches("[ -~]+").doesNotContain("\\");
        assertThat(FileNames.plain(name)).matches("[A-Za-z0-9_.-]+");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "attachment; filename=\"a b.pdf\" | a b.pdf",
                "attachment; filename=a.pdf | a.pdf",
                "inline;FILENAME=\"x\\\"y.pdf\" | x\"y.pdf",
                "attachment; filename=\"plain.pdf\"; filename*=UTF-8''%EA%B2%AC.pdf | \uACAC.pdf",
                "attachment; filename*=utf-8'ko'%EA%B2%AC.pdf; filename=plain.pdf | \uACAC.pdf",
                "attachment; filename*=iso-8859-1''r%E9sum%E9.pdf | r\u00E9sum\u00E9.pdf",
                "attachment; filename*=UTF-8''%FF%FE; filename=\"plain.pdf\" | plain.pdf",
                "attachment; filename*=UTF-16''%00a; filename=\"plain.pdf\" | plain.pdf",
                "attachment; filename*=UTF-8''%2e%2e%2fpasswd | ../passwd"
            })
    void dispositionIsReadInBothForms(String header, String name) {
        assertThat(FileNames.inDisposition(header)).isEqualTo(name);
    }

    @Test
    void bytesOfUtf8InAHeaderAreReadAsWhatTheyAre() {
        String raw = new String("\uACAC.pdf".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(FileNames.inDisposition("attachment; filename=\"" + raw + "\""))
                .isEqualTo("\uACAC.pdf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"filename=\"%s.png\"", "filename*=UTF-8''%s.png"})
    void aNameOfAnyLengthIsRead(String form) {
        String header = "attachment; " + String.format(form, "a".repeat(60_000));

        assertThat(FileNames.inDisposition(header)).endsWith(".png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"filename=\"%sname.png\"", "filename*=UTF-8''%sname.png"})
    void aNameOfNothingButEscapesIsRead(String form) {
        String escapes = (form.contains("*") ? "%41" : "\\A").repeat(20_000);

        assertThat(FileNames.inDisposition("attachment; " + String.format(form, escapes)))
                .isEqualTo("A".repeat(20_000) + "name.png");
    }

    @Test
    void aLongNameKeepsItsBeginningAndItsEnding() {
        String safe = FileNames.safe("offer" + ".".repeat(60_000) + "x.pdf", "application/pdf", "file");

        assertSafe(safe);
        assertThat(safe).startsWith("offer").endsWith(".pdf");
    }

    @Test
    void dispositionWithoutANameHasNone() {
        assertThat(FileNames.inDisposition("attachment")).isNull();
        assertThat(FileNames.inDisposition(null)).isNull();
    }
}
