package dev.byoc.json;

import dev.byoc.Visible;
import dev.byoc.json.JsonText.Digits;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that never surprises: what is missing, null or of another type reads as absent. Numbers keep every digit. Immutable.
 *
 * <p>Parsing is strict about the bytes (UTF-8, one value, nothing behind it; a byte-order mark is skipped; at most 254 levels deep)
 * and lenient about their meaning. Of duplicate keys the last one counts.
 */
public final class Json {
    /** What an absent field reads as. */
    public static final Json ABSENT = new Json(null);

    private static final JsonText<Json> TEXT = new JsonText<>(Json::new, json -> json.value);
    private static final int DIGITS_WORTH_COUNTING = 40;

    // null, String, Boolean, Digits, List<Json> or Map<String, Json>; lists and maps never change
    private final @Nullable Object value;

    private Json(@Nullable Object value) {
        this.value = value;
    }

    /**
     * Reads one JSON value.
     *
     * @throws JsonException if the bytes are not well-formed JSON in UTF-8
     */
    public static Json parse(byte[] utf8) {
        return TEXT.parse(utf8);
    }

    /** Starts an object to be sent. */
    public static Builder object() {
        return new Builder();
    }

    /**
     * A value to be sent.
     *
     * @param value a string, number, boolean, collection, map, {@code Json} or null
     */
    public static Json of(@Nullable Object value) {
        if (value instanceof Json json) {
            return json;
        }
        if (value instanceof Builder builder) {
            return builder.build();
        }
        if (value instanceof Number number) {
            return new Json(new Digits(number.toString()));
        }
        if (value instanceof Collection<?> collection) {
            List<Json> items = new ArrayList<>();
            collection.forEach(item -> items.add(of(item)));
            return new Json(items);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Json> fields = new LinkedHashMap<>();
            map.forEach((name, field) -> fields.put(String.valueOf(name), of(field)));
            return new Json(fields);
        }
        if (value == null || value instanceof String || value instanceof Boolean) {
            return new Json(value);
        }
        throw new IllegalArgumentException(
                "no JSON form for a " + value.getClass().getName());
    }

    /** The field of that name; {@link #ABSENT} if there is none or this is no object. */
    public Json get(String name) {
        return rawFields().getOrDefault(name, ABSENT);
    }

    /** The first of these fields that is there and not null. */
    public Json firstOf(String... names) {
        for (String name : names) {
            if (get(name).isPresent()) {
                return get(name);
            }
        }
        return ABSENT;
    }

    /** The element at that place; {@link #ABSENT} if there is none or this is no array. */
    public Json at(int index) {
        List<Json> items = rawItems();
        return index >= 0 && index < items.size() ? items.get(index) : ABSENT;
    }

    /** Whether there is a value other than null. */
    public boolean isPresent() {
        return value != null;
    }

    public boolean isObject() {
        return value instanceof Map;
    }

    public boolean isArray() {
        return value instanceof List;
    }

    /** Whether this is a string, as opposed to a number that {@link #text} would also give. */
    public boolean isString() {
        return value instanceof String;
    }

    /** A string, or a number's digits exactly as they stood in the source; else null. */
    public @Nullable String text() {
        if (value instanceof String text) {
            return text;
        }
        return value instanceof Digits digits ? digits.source() : null;
    }

    /** {@link #text}, or the given text where there is none or it shows nothing ({@link Visible}). */
    public String textOr(String other) {
        String text = text();
        return text == null || Visible.isBlank(text) ? other : text;
    }

    /** A whole number that fits a long, from a number or a string of digits; else null. */
    public @Nullable Long number() {
        String text = text();
        if (text == null || text.length() > DIGITS_WORTH_COUNTING) {
            return null;
        }
        long plain = Digits.plain(text);
        if (plain >= 0) {
            return plain;
        }
        try {
            return new BigDecimal(text).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    public long numberOr(long other) {
        Long number = number();
        return number == null ? other : number;
    }

    /** A finite number, from a number or a string; else null. */
    public @Nullable Double decimal() {
        String text = text();
        if (text == null || text.length() > DIGITS_WORTH_COUNTING) {
            return null;
        }
        try {
            double number = new BigDecimal(text).doubleValue();
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /**
     * A time, as a number or as text; null if it is none. Of a number the magnitude tells whether it counts seconds, milliseconds,
     * microseconds or nanoseconds since 1970; text is such a number, ISO 8601 with a blank for the T or without a zone too (then UTC), or a
     * date of HTTP. What lies before 2000 or after 2099 is none.
     */
    public @Nullable Instant time() {
        String text = text();
        return text == null ? null : Times.read(text);
    }

    /** Whether this is {@code true}, as a boolean or as the string. */
    public boolean isTrue() {
        return Boolean.TRUE.equals(value) || "true".equals(value);
    }

    /** The elements of an array; none for anything else. */
    public List<Json> items() {
        return Collections.unmodifiableList(rawItems());
    }

    @SuppressWarnings("unchecked") // the constructor's callers put only these lists here
    private List<Json> rawItems() {
        return value instanceof List ? (List<Json>) value : List.of();
    }

    /** The fields of an object; none for anything else. */
    public Map<String, Json> fields() {
        return Collections.unmodifiableMap(rawFields());
    }

    @SuppressWarnings("unchecked") // the constructor's callers put only these maps here
    private Map<String, Json> rawFields() {
        return value instanceof Map ? (Map<String, Json>) value : Map.of();
    }

    /** Compact JSON in UTF-8. */
    public byte[] bytes() {
        return TEXT.bytes(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Json json && Objects.equals(value, json.value);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value);
    }

    /** The kind alone: values may be a customer's words or a secret. */
    @Override
    public String toString() {
        return "Json[" + (value == null ? "null" : value.getClass().getSimpleName()) + "]";
    }

    /** Collects the fields of an object. Null values are left out, as some servers refuse them. */
    public static final class Builder {
        private Map<String, Json> fields = new LinkedHashMap<>();

        /** A value has these fields: they are changed no more. */
        private boolean built;

        private Builder() {}

        /**
         * Adds a field.
         *
         * @param value as for {@link Json#of}; null: the field is left out
         */
        public Builder put(String name, @Nullable Object value) {
            if (value != null) {
                if (built) {
                    fields = new LinkedHashMap<>(fields);
                    built = false;
                }
                fields.put(name, of(value));
            }
            return this;
        }

        public Json build() {
            built = true;
            return new Json(fields);
        }
    }
}
