package dev.byoc.spring.internal.properties;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** Values of the relay's own properties in their kinds. What is no such value is a fault, which does not quote it, and counts as not given. */
final class Values {
    private static final Set<String> YES = Set.of("yes", "true", "on", "1");
    private static final Set<String> NO = Set.of("no", "false", "off", "0");

    private final GivenProperties given;
    private final List<Fault> faults = new ArrayList<>();

    Values(GivenProperties given) {
        this.given = given;
    }

    List<Fault> faults() {
        return faults;
    }

    boolean flag(String name, boolean otherwise) {
        return or(otherwise, value(name, "must be yes or no (also true, false, on, off, 1, 0)", text -> {
            if (!YES.contains(text) && !NO.contains(text)) {
                throw new IllegalArgumentException();
            }
            return YES.contains(text);
        }));
    }

    int number(String name, int otherwise) {
        return or(otherwise, value(name, "must be a whole number", Integer::valueOf));
    }

    double decimal(String name, double otherwise) {
        return or(otherwise, value(name, "must be a number", Double::valueOf));
    }

    long bytes(String name, long otherwise) {
        DataSize size =
                value(name, "must be a size such as 25MB", text -> DataSize.parse(text.toUpperCase(Locale.ROOT)));
        return size == null ? otherwise : size.toBytes();
    }

    Instant instant(String name, Instant otherwise) {
        return or(
                otherwise,
                value(
                        name,
                        "must be a time such as 2026-01-15T09:00:00Z",
                        text -> Instant.parse(text.toUpperCase(Locale.ROOT))));
    }

    Duration duration(String name, Duration otherwise) {
        return or(otherwise, duration(name));
    }

    void duration(String name, Consumer<Duration> setter) {
        Duration value = duration(name);
        if (value != null) {
            setter.accept(value);
        }
    }

    private @Nullable Duration duration(String name) {
        return value(name, "must be a duration such as 10s, 5m or PT10S", DurationStyle::detectAndParse);
    }

    private static <T> T or(T otherwise, @Nullable T value) {
        return value == null ? otherwise : value;
    }

    private <T> @Nullable T value(String name, String rule, Function<String, T> reader) {
        String text = given.text(name);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return reader.apply(text.toLowerCase(Locale.ROOT));
        } catch (RuntimeException e) {
            // Its text quotes the value.
            faults.add(Fault.of("byoc." + name, rule));
            return null;
        }
    }
}
