package dev.byoc.spring.internal.properties;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that there are, as {@link ByocProperties} and {@link AccountProperties} declare them. */
final class PropertyNames {
    /**
     * One that holds a value.
     *
     * @param name below {@code byoc.}, or below an account
     * @param type of the value; {@link List}: several texts
     */
    record Known(String name, Class<?> type) {
        boolean isList() {
            return type == List.class;
        }
    }

    /** Names below {@code byoc.}. */
    static final PropertyNames TOP = new PropertyNames(ByocProperties.class);

    /** Names below an account. */
    static final PropertyNames ACCOUNT = new PropertyNames(AccountProperties.class);

    private final Map<String, Known> byPath = new LinkedHashMap<>();
    private final Map<String, Known> byLetters = new LinkedHashMap<>();

    private PropertyNames(Class<?> declared) {
        collect("", declared);
    }

    private void collect(String before, Class<?> declared) {
        for (RecordComponent component : declared.getRecordComponents()) {
            String name = before + kebab(component.getName());
            Class<?> type = component.getType();
            if (type.isRecord()) {
                collect(name + ".", type);
            } else if (type != Map.class) {
                Known known = new Known(name, type);
                byPath.put(relaxed(name), known);
                if (byLetters.put(letters(name), known) != null) {
                    throw new IllegalStateException("two names differ by their dots alone: " + name);
                }
            }
        }
    }

    /** The name of that spelling, its steps parted by dots; null: there is none. */
    @Nullable
    Known ofPath(String path) {
        return byPath.get(relaxed(path));
    }

    /** The name of these letters, as the parts of an environment variable have them; null: there is none. */
    @Nullable
    Known ofLetters(String letters) {
        return byLetters.get(letters(letters));
    }

    /** Whether there are names below that one. */
    boolean isAbove(String path) {
        return path.isEmpty() || byPath.keySet().stream().anyMatch(name -> name.startsWith(relaxed(path) + "."));
    }

    Iterable<Known> all() {
        return byPath.values();
    }

    /** What all spellings of a name have in common, step by step. */
    static String relaxed(String name) {
        return name.replaceAll("[-_\\s]", "").toLowerCase(Locale.ROOT);
    }

    /** The same without the steps. */
    static String letters(String name) {
        return relaxed(name).replace(".", "");
    }

    /** As properties are written. */
    static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
