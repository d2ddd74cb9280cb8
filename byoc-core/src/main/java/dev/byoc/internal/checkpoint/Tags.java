package dev.byoc.internal.checkpoint;

import java.util.Map;
import java.util.stream.Collectors;

/** How the values of one enumeration are stored. */
final class Tags<E extends Enum<E>> {
    private final Map<E, String> tags;
    private final Map<String, E> values;

    Tags(Map<E, String> tags) {
        this.tags = tags;
        this.values = tags.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    String of(E value) {
        String tag = tags.get(value);
        if (tag == null) {
            throw new IllegalStateException("a value without a tag: " + value);
        }
        return tag;
    }

    E named(String tag) {
        E value = values.get(tag);
        if (value == null) {
            throw new IllegalStateException("a newer version stored " + tag);
        }
        return value;
    }
}
