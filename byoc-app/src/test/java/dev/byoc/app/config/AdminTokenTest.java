package dev.byoc.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokenTest {
    private static final String WHOLE = "0123456789abcdef0123456789abcdef\n";

    @TempDir
    Path folder;

    private AppConfig config(String settings) throws IOException {
        return AppConfig.read(Files.writeString(folder.resolve("byoc.yaml"), "byoc: {" + settings + "}\n"), Map.of());
    }

    private Path file() {
        return folder.resolve("byoc.db.8081.admin-token");
    }

    private Path write(String text, String mode) throws IOException {
        Path written = Files.writeString(file(), text);
        return Files.setPosixFilePermissions(written, PosixFilePermissions.fromString(mode));
    }

    @Test
    void eachStartHasAnotherOne() throws IOException {
        AppConfig config = config("");
        Secret first;
        try (AdminToken token = AdminToken.made(config)) {
            token.write();
            first = token.secret();
            assertThat(AdminToken.known(config)).isEqualTo(first);
        }
        try (AdminToken token = AdminToken.made(config)) {
            token.write();

            assertThat(token.secret()).isNotEqualTo(first);
            assertThat(AdminToken.known(config)).isEqualTo(token.secret());
        }
    }

    @Test
    void oneThatWasLeftBehindIsReplacedWhateverItIs() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), WHOLE);
        Files.createSymbolicLink(file(), elsewhere);
        AppConfig config = config("");
        try (AdminToken token = AdminToken.made(config)) {
            token.write();

            assertThat(AdminToken.known(config)).isEqualTo(token.secret());
            assertThat(elsewhere).hasContent(WHOLE);
            assertThat(Files.getPosixFilePermissions(file()))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
    }

    @Test
    void nothingIsLeftAtTheEnd() throws IOException {
        AppConfig config = config("");
        AdminToken token = AdminToken.made(config);
        token.write();
        token.close();

        assertThat(AdminToken.known(config)).isNull();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("byoc.yaml"));
        }
    }

    @Test
    void thatOfAnotherRelayStaysAtTheEnd() throws IOException {
        AppConfig config = config("");
        AdminToken token = AdminToken.made(config);
        token.write();
        try (AdminToken another = AdminToken.made(config)) {
            another.write();
            token.close();

            assertThat(AdminToken.known(config)).isEqualTo(another.secret());
        }
    }

    @Test
    void relaysOfOneFolderHaveOneForEachPort() throws IOException {
        AppConfig one = config("");
        try (AdminToken token = AdminToken.made(one)) {
            token.write();
            AppConfig other = config("admin.port: 9081");

            assertThat(AdminToken.known(other)).isNull();
        }
    }

    @Test
    void theSettingIsTakenAndNothingWritten() throws IOException {
        AppConfig config = config("admin.token: a-token-of-some-length");
        try (AdminToken token = AdminToken.made(config)) {
            token.write();

            assertThat(token.secret()).isEqualTo(Secret.of("a-token-of-some-length"));
            assertThat(AdminToken.known(config)).isEqualTo(token.secret());
            assertThat(file()).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void oneThatOthersMayReadOrChangeIsRefused(String mode) throws IOException {
        write(WHOLE, mode);
        AppConfig config = config("");

        assertThatThrownBy(() -> AdminToken.known(config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file() + " may be read or changed by others");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "0123456789abcde\n", "0123456789 0123456789\n"})
    void oneThatIsEmptyOrNotWholeIsRefused(String text) throws IOException {
        write(text, "rw-------");
        AppConfig config = config("");

        assertThatThrownBy(() -> AdminToken.known(config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file() + " holds no whole token");
    }

    @Test
    void oneOfAnotherUserIsRefused() throws IOException {
        Path written = write(WHOLE, "rw-------");
        assumeTrue(Files.getOwner(written).getName().equals("root"), "a file cannot be given away");
        Files.setOwner(
                written, written.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        AppConfig config = config("");

        assertThatThrownBy(() -> AdminToken.known(config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file() + " is another user's");
    }
}
