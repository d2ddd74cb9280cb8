package dev.byoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-token",
                "a-token\n",
                "a-token\r\n",
                "\uFEFFa-token",
                " a-token\t\n\n",
                "\uFEFF a-token \uFEFF\r\n"
            })
    void whatEditorsPutAroundASecretDoesNotCount(String text) throws IOException {
        Files.writeString(file, text);

        assertThat(SecretFile.of(file).get()).isEqualTo("a-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\uFEFF", " \r\n\t"})
    void aFileWithoutASecretGivesNothing(String text) throws IOException {
        Files.writeString(file, text);

        assertThat(SecretFile.of(file).get()).isEmpty();
    }

    @Test
    void linesWithinASecretStay() throws IOException {
        Files.writeString(file, "new-token\nold-token\n");

        assertThat(SecretFile.of(file).get()).isEqualTo("new-token\nold-token");
    }

    @Test
    void aFileThatIsReplacedIsReadAnew() throws IOException {
        Files.writeString(file, "old-token");
        SecretFile source = SecretFile.of(file);
        assertThat(source.get()).isEqualTo("old-token");

        Path next = Files.writeString(folder.resolve("token.new"), "new-token");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(source.get()).isEqualTo("new-token");
    }

    /** As Kubernetes changes mounted secrets. */
    @Test
    void aLinkThatLeadsElsewhereFromNowOnIsFollowed() throws IOException {
        Path old = Files.createDirectory(folder.resolve("v1"));
        Path next = Files.createDirectory(folder.resolve("v2"));
        Files.writeString(old.resolve("token"), "old-token");
        Files.writeString(next.resolve("token"), "new-token");
        Path data = Files.createSymbolicLink(folder.resolve("data"), old);
        SecretFile source = SecretFile.of(data.resolve("token"));
        assertThat(source.get()).isEqualTo("old-token");

        Path link = Files.createSymbolicLink(folder.resolve("data.new"), next);
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(source.get()).isEqualTo("new-token");
    }

    @Test
    void aFileNeedNotBeThereYetAndItsFaultNamesIt() throws IOException {
        SecretFile source = SecretFile.of(file);
        assertThatThrownBy(source::get)
                .isInstanceOf(ByocException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("NoSuchFileException");

        Files.writeString(file, "a-token");

        assertThat(source.get()).isEqualTo("a-token");
    }

    @Test
    void aFolderIsNoSecret() {
        assertThatThrownBy(SecretFile.of(folder)::get).isInstanceOf(ByocException.class);
    }

    @Test
    void whatIsTooLargeForASecretIsNotRead() throws IOException {
        Files.writeString(file, "x".repeat(64 * 1024));
        assertThat(SecretFile.of(file).get()).hasSize(64 * 1024);

        Files.writeString(file, "x".repeat(64 * 1024 + 1));

        assertThatThrownBy(SecretFile.of(file)::get).hasMessageContaining("too large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-16"})
    void whatIsNoUtf8IsRefusedAndNotQuoted(String charset) throws IOException {
        Files.write(file, "p\u00E4ssword\u00FF".getBytes(charset));

        assertThatThrownBy(SecretFile.of(file)::get)
                .isInstanceOf(ByocException.class)
                .hasMessageNotContaining("ssword")
                .hasNoCause();
    }

    @Test
    void itPrintsItsFileAlone() throws IOException {
        Files.write(file, "a-token".getBytes(StandardCharsets.UTF_8));

        assertThat(SecretFile.of(file)).asString().contains(file.toString()).doesNotContain("a-token");
    }

    @Test
    void aFileOfAConfigurationIsShownByItsSettingAlone() {
        SecretFile source =
                SecretFile.of(file.resolveSibling("a-token-by-a-slip")).namedBy("token-file");

        assertThatThrownBy(source::get)
                .isInstanceOf(ByocException.class)
                .hasMessageContaining("the file that token-file names cannot be read")
                .hasMessageNotContaining("by-a-slip");
        assertThat(source).asString().contains("token-file").doesNotContain("by-a-slip");
    }
}
