package dev.byoc.freshchat;

import dev.byoc.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Payloads as Freshchat sends them, byte for byte. */
public final class Samples {
    private Samples() {}

    static byte[] bytes(String path) {
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream("/samples/" + path), path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    public static Json json(String path) {
        return Json.parse(bytes(path));
    }

    /** The files of a folder, without its subfolders. */
    static List<String> names(String folder) {
        try (Stream<Path> files =
                Files.list(Path.of(Objects.requireNonNull(Samples.class.getResource("/samples/" + folder), folder)
                        .toURI()))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
