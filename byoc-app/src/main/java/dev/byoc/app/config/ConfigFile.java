package dev.byoc.app.config;

import dev.byoc.ConfigurationException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a file of settings: YAML or properties, by its name. What is told of a file that cannot be read quotes nothing of it. */
final class ConfigFile {
    private static final int MOST_CHARS = 1 << 20;
    private static final String TOP = "byoc";

    private ConfigFile() {}

    /** Of a name that stands there twice the later one would count, without a word. */
    private static final class Once extends Properties {
        private static final long serialVersionUID = 1L;

        private final transient Path file;

        Once(Path file) {
            this.file = file;
        }

        @Override
        public synchronized @Nullable Object put(Object name, Object value) {
            if (containsKey(name)) {
                // Another line may be anything, such as a secret that lost its name.
                boolean isName = String.valueOf(name).startsWith(TOP + ".");
                throw new ConfigurationException(
                        file + ": " + (isName ? name : "a name") + " stands there twice; keep one");
            }
            return super.put(name, value);
        }
    }

    /** All that it says, by the names of properties. */
    static Properties read(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        if (!yaml && !name.endsWith(".properties")) {
            throw new ConfigurationException(file + " must end in .yaml, .yml or .properties");
        }
        String text = text(file);
        if (!yaml) {
            return loaded(text, file);
        }
        Properties properties = new Properties();
        flatten("", tree(file, text), properties, file);
        return properties;
    }

    private static String text(Path file) {
        try {
            String text = Files.readString(file);
            if (text.length() > MOST_CHARS) {
                throw new ConfigurationException(file + " is too long for a file of settings");
            }
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + " is not in UTF-8");
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + (Files.exists(file) ? " cannot be read by this user" : " is not there"));
        }
    }

    private static Properties loaded(String text, Path file) {
        Properties properties = new Once(file);
        try {
            properties.load(new StringReader(text));
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(file + " holds a \\u that four hexadecimal digits do not follow");
        }
    }

    private static Map<?, ?> tree(Path file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MOST_CHARS)
                .build();
        Object tree;
        try {
            tree = new Load(settings).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            // The whole of it shows the line, which may hold a secret; and the problem of a doubled key shows that.
            String where = e.getProblemMark()
                    .map(mark -> " in line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                    .orElse("");
            String problem = String.valueOf(e.getProblem());
            throw new ConfigurationException(file + " is no YAML" + where + ": "
                    + (problem.startsWith("found duplicate key")
                            ? "a name stands there twice"
                            : "it cannot be read on"));
        } catch (YamlEngineException e) {
            throw new ConfigurationException(file + " is no YAML that can be read: aliases of groups are not taken");
        }
        if (tree == null) {
            return Map.of();
        }
        if (tree instanceof Map<?, ?> map) {
            return map;
        }
        throw new ConfigurationException(file + " has no names and values; it begins with byoc:");
    }

    private static void flatten(String before, Map<?, ?> tree, Properties into, Path file) {
        tree.forEach((key, value) -> {
            String name = before + key;
            if (before.isEmpty() && !TOP.equals(name)) {
                throw new ConfigurationException(
                        file
                                + ": all names stand below one, byoc: with an indentation below it; another one stands beside it");
            }
            if (value instanceof Map<?, ?> below) {
                flatten(name + ".", below, into, file);
            } else if (value instanceof List<?> list) {
                put(into, name, joined(name, list, file), file);
            } else if (value != null) {
                put(into, name, value.toString(), file);
            }
        });
    }

    /** A group and a name with a dot may say the same, which the parser takes for two names. */
    private static void put(Properties into, String name, String value, Path file) {
        if (into.setProperty(name, value) != null) {
            throw new ConfigurationException(file + ": " + name + " stands there twice; keep one");
        }
    }

    /** As properties write several values. */
    private static String joined(String name, List<?> list, Path file) {
        if (list.stream().anyMatch(each -> each instanceof Map || each instanceof List)) {
            throw new ConfigurationException(file + ": " + name + " is a list of groups; it takes single values alone");
        }
        return String.join(",", list.stream().map(String::valueOf).toList());
    }
}
