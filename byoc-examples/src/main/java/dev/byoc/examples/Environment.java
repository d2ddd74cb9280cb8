package dev.byoc.examples;

import dev.byoc.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Settings by the names of environment variables. Messages name the variables and never quote a value, as some are secrets. */
final class Environment {
    private static final int MAX_PORT = 65_535;

    private final Map<String, String> values;

    Environment(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Makes sure that all of these are set.
     *
     * @throws ConfigurationException naming all that are missing or blank
     */
    Environment require(List<String> names) {
        List<String> missing =
                names.stream().filter(name -> text(name).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new ConfigurationException("Set these environment variables, too: " + String.join(", ", missing));
        }
        return this;
    }

    /** The value without the blanks around it; {@code ""} if it is not set. */
    String text(String name) {
        return values.getOrDefault(name, "").strip();
    }

    /** As {@link #text}; a value that begins with {@code @} names the file that holds the text. */
    String textOrFile(String name) {
        String text = text(name);
        if (!text.startsWith("@")) {
            return text;
        }
        try {
            return Files.readString(Path.of(text.substring(1))).strip();
        } catch (IOException | InvalidPathException e) {
            throw new ConfigurationException(name + " begins with @, but the file it names cannot be read ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    int port(String name) {
        String text = text(name);
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MAX_PORT) {
            return Integer.parseInt(text);
        }
        throw new ConfigurationException(name + " must be a number from 1 to " + MAX_PORT + ".");
    }
}
