package dev.byoc.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelsTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path folder;

    @AfterEach
    void putBack() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private AppConfig config() throws IOException {
        return config("channels");
    }

    private AppConfig config(String channels) throws IOException {
        Path file = Files.writeString(folder.resolve("byoc.yaml"), "byoc:\n  channels: \"" + channels + "\"\n");
        return AppConfig.read(file, Map.of());
    }

    private Path jar(String name, String provider) throws IOException {
        Files.createDirectories(folder.resolve("channels"));
        Path jar = folder.resolve("channels").resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/services/dev.byoc.channel.ChannelProvider"));
            out.write(provider.getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        return jar;
    }

    @Test
    void aJarOfTheFolderIsSeenByTheRelay() throws IOException {
        jar("telegram.jar", "example.TelegramProvider\n");

        Channels.load(config());

        assertThat(Thread.currentThread()
                        .getContextClassLoader()
                        .resources("META-INF/services/dev.byoc.channel.ChannelProvider"))
                .anyMatch(each -> each.toString().contains("telegram.jar"));
    }

    @Test
    void aFileThatIsNoJarIsNamed() throws IOException {
        Files.createDirectories(folder.resolve("channels"));
        Path broken = Files.writeString(folder.resolve("channels/half.jar"), "PK");

        assertThatThrownBy(() -> Channels.load(config()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(broken + " is no jar that can be read");
    }

    @Test
    void aSecondCopyOfAChannelOfTheProgramIsNamed() throws IOException {
        Path doubled = jar("viber.jar", "dev.byoc.viber.ViberProvider\n");

        assertThatThrownBy(() -> Channels.load(config()))
                .hasMessage(
                        doubled + " holds dev.byoc.viber.ViberProvider, which the program has already: take it away");
    }

    @Test
    void aFolderThatIsNamedAndNotThereIsAFault() {
        assertThatThrownBy(() -> Channels.load(config())).hasMessageContaining("which is no folder");
    }

    @Test
    void itsFaultsAreToldWithTheOtherOnes() throws IOException {
        Files.createDirectories(folder.resolve("channels"));
        Files.writeString(folder.resolve("channels/half.jar"), "PK");

        assertThat(Check.faults(config()))
                .anyMatch(each -> each.contains("half.jar is no jar that can be read"))
                .anyMatch(each -> each.startsWith("byoc.public-url is missing"));
    }

    @Test
    void whatIsNoPathIsAFault() {
        assertThatThrownBy(() -> Channels.load(config("a\\0b"))).hasMessage("byoc.channels is no path of a folder");
    }
}
