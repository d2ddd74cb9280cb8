package dev.byoc.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Finding;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of real jars. */
class LibrariesTest {
    private static final String DRIVER = "org.sqlite.JDBC";
    private static final String SERVICES = "META-INF/services/dev.byoc.channel.ChannelProvider";
    private static final String VIBER = "dev/byoc/viber/ViberProvider.class";

    @TempDir
    Path folder;

    private Path jar(String name, Map<String, String> about, Map<String, String> entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        about.forEach((key, value) -> manifest.getMainAttributes().putValue(key, value));
        Path file = folder.resolve(name);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (Map.Entry<String, String> each : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(each.getKey()));
                jar.write(each.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private Path driver() throws IOException {
        return jar("sqlite.jar", Map.of(), Map.of("org/sqlite/JDBC.class", ""));
    }

    private static List<Finding> found(Path... jars) throws IOException {
        try (URLClassLoader loader =
                new URLClassLoader(Stream.of(jars).map(LibrariesTest::url).toArray(URL[]::new), null)) {
            return new Libraries(loader).look(DRIVER);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void ofTheProgramItselfNothingIsFound() {
        assertThat(new Libraries(Libraries.class.getClassLoader()).look(DRIVER)).isEmpty();
    }

    @Test
    void aChannelWithoutItsServiceEntryIsFound() throws IOException {
        Path whole = jar("whole.jar", Map.of(), Map.of(VIBER, "", SERVICES, "dev.byoc.viber.ViberProvider\n"));
        Path lost = jar("lost.jar", Map.of(), Map.of(VIBER, "", SERVICES, "dev.byoc.kakaotalk.KakaoTalkProvider\n"));

        assertThat(found(driver(), whole)).isEmpty();
        assertThat(found(driver(), lost)).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("service-lost");
            assertThat(found.what()).contains("dev.byoc.viber.ViberProvider");
        });
    }

    @Test
    void okHttpInTwoJarsIsFound() throws IOException {
        Path four = jar("okhttp-4.12.0.jar", Map.of(), Map.of("okhttp3/OkHttpClient.class", ""));
        Path five = jar("okhttp-jvm-5.4.0.jar", Map.of(), Map.of("okhttp3/OkHttpClient.class", ""));

        assertThat(found(driver(), five)).isEmpty();
        assertThat(found(driver(), five, four)).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("okhttp-twice");
            assertThat(found.what()).contains("okhttp-4.12.0.jar", "okhttp-jvm-5.4.0.jar");
        });
    }

    @Test
    void aLibraryOfKotlinThatIsTooOldIsFound() throws IOException {
        assertThat(found(driver(), kotlin("2.2.21-release-1"))).isEmpty();
        assertThat(found(driver(), kotlin("1.9.25-release-852"))).isEmpty();
        assertThat(found(driver(), kotlin("1.6.21-release-334(1.6.21)")))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.code()).isEqualTo("kotlin-too-old");
                    assertThat(found.what()).contains("1.6.21");
                });
    }

    private Path kotlin(String version) throws IOException {
        return jar(
                "kotlin-" + version + ".jar",
                Map.of("Implementation-Title", "kotlin-stdlib", "Implementation-Version", version),
                Map.of("kotlin/KotlinVersion.class", ""));
    }

    @Test
    void aDriverThatIsNotThereIsFound() throws IOException {
        assertThat(found(kotlin("2.2.21"))).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("driver-missing");
            assertThat(found.what()).contains(DRIVER);
        });
    }
}
