package dev.byoc.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** New places where relays can keep their state, gone when this is closed. */
public final class Places implements AutoCloseable {
    private final List<Path> directories = new ArrayList<>();

    /**
     * A place that holds nothing yet.
     *
     * @param engine as {@link Engines#store} takes it, without what stands behind the colon
     */
    public String fresh(String engine) throws IOException {
        if (engine.equals("sqlite")) {
            Path directory = Files.createTempDirectory("byoc-store-");
            directories.add(directory);
            return "sqlite:" + directory.resolve("byoc.db");
        }
        return engine;
    }

    @Override
    public void close() throws IOException {
        for (Path directory : directories) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
