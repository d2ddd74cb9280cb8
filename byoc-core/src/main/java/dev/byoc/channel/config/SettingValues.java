package dev.byoc.channel.config;

import dev.byoc.Secret;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values of typed settings as the texts that {@link ConfigSpec#read} takes: for the builders of {@link ChannelSettings}. Checks
 * nothing. Null is missing; of a setting that is set again the later value counts. Not thread-safe.
 */
public final class SettingValues {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** A text, an address, a secret or a phrase. */
    public SettingValues text(String name, @Nullable String value) {
        if (value == null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
        return this;
    }

    /** Yes or no. */
    public SettingValues flag(String name, boolean value) {
        return text(name, value ? "yes" : "no");
    }

    /** A number, of which {@link ConfigSpec#read} takes those above zero. */
    public SettingValues number(String name, int value) {
        return text(name, Integer.toString(value));
    }

    /** A number of seconds. What is no whole number of them is a fault when it is read, and never rounded. */
    public SettingValues seconds(String name, @Nullable Duration value) {
        if (value == null) {
            return text(name, null);
        }
        return text(name, value.getNano() == 0 ? Long.toString(value.getSeconds()) : value.toString());
    }

    /** One of a few words, as the enum's constants name them: {@code ASK_AGENT} is {@code ask-agent}. */
    public SettingValues choice(String name, @Nullable Enum<?> value) {
        return text(name, value == null ? null : value.name());
    }

    /**
     * A current secret, and the previous ones that still count during a rotation. Where the current one is missing and a previous one is not,
     * that is a fault when it is read: a previous one never takes its place.
     *
     * @param previous those that are null do not count
     */
    public SettingValues secrets(String name, @Nullable String current, @Nullable String @Nullable ... previous) {
        String before = joined(",", previous);
        String now = Secret.trimmed(current);
        return text(name, before.isEmpty() ? current : now + "," + before);
    }

    /**
     * Several words in one text, such as hosts or addresses.
     *
     * @param several none of which holds a comma or a blank; those that are null do not count, and if all are it is missing
     */
    public SettingValues list(String name, @Nullable String @Nullable ... several) {
        String text = joined(", ", several);
        return text(name, text.isEmpty() ? null : text);
    }

    private static String joined(String between, @Nullable String @Nullable ... several) {
        List<@Nullable String> all = several == null ? List.of() : Arrays.asList(several);
        return all.stream()
                .filter(Objects::nonNull)
                .map(Secret::trimmed)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(between));
    }

    /** What was collected until now, by the names of the settings, in the order in which they were set first. */
    public Map<String, String> toMap() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The names alone. */
    @Override
    public String toString() {
        return "SettingValues" + values.keySet();
    }
}
