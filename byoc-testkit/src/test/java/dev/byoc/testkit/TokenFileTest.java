package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.SecretFile;
import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Freshchat token in a file, and what happens to files. */
class TokenFileTest {
    @TempDir
    Path folder;

    private Path file;

    /** What becomes of the file while the relay runs. */
    private interface Change {
        void of(Path file) throws IOException;
    }

    @BeforeEach
    void name() {
        file = folder.resolve("freshchat-token");
    }

    private EngineFixture startWith(String text) {
        AtomicReference<EngineFixture> made = new AtomicReference<>();
        return new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.freshchat(made.get().settings().tokenFrom(SecretFile.of(file))),
                fixture -> {
                    made.set(fixture);
                    replaceBy(text.replace("TOKEN", fixture.freshchat.token()));
                });
    }

    /** As docs/guides/change-keys.md says: written aside, and renamed over the old one. */
    private void replaceBy(String text) {
        try {
            Path next = Files.writeString(folder.resolve("next"), text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TOKEN", "TOKEN\r\n", "\uFEFFTOKEN\n", "\n TOKEN \n\n"})
    void tokenIsReadWhateverEditorsPutAroundItAndSoIsTheNextOne(String text) {
        try (EngineFixture fixture = startWith(text)) {
            fixture.customerWrites("ines", "m1", "Hello");

            replaceBy(text.replace("TOKEN", fixture.freshchat.newToken()));
            fixture.customerWrites("ines", "m2", "Hello again");

            assertThat(fixture.relay.health().ok()).isTrue();
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                Files::delete,
                file -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                },
                file -> {
                    Files.delete(file);
                    Files.createSymbolicLink(file, file.resolveSibling("nowhere"));
                },
                file -> {
                    Files.delete(file);
                    Files.createSymbolicLink(file, file);
                },
                file -> Files.write(file, new byte[0]),
                file -> Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 't', 0}),
                file -> Files.writeString(file, "fake-fre"),
                file -> Files.writeString(file, "token: other words"),
                file -> Files.write(file, new byte[70_000]));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whateverBecomesOfTheFileTheTokenStaysInUseAndHealthSaysSo(Change change) throws IOException {
        try (EngineFixture fixture = startWith("TOKEN")) {
            change.of(file);

            Health.Part freshchat = fixture.relay.probe().parts().get(0);

            assertThat(freshchat.status()).isEqualTo(Health.Status.DEGRADED);
            assertThat(freshchat.trouble()).contains("source").doesNotContain("fake-fre", "other words");
            fixture.customerWrites("ines", "m1", "Hello");

            Files.deleteIfExists(file);
            replaceBy(fixture.freshchat.token());
            assertThat(fixture.relay.probe().ok()).isTrue();
        }
    }

    @Test
    void fileThatIsMissingAtTheStartIsNamed() {
        try (FakeFreshchat freshchat = new FakeFreshchat()) {
            assertThatThrownBy(() -> FreshchatSettings.builder()
                            .url(freshchat.url().toString())
                            .trustHost(freshchat.url().getHost())
                            .webhookKey(freshchat.publicKeyPem())
                            .tokenFrom(SecretFile.of(file))
                            .build())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll("token is missing", file.toString());
        }
    }
}
