package dev.byoc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A token or key that must not be printed. {@link #toString} is {@code ***}, so records, settings and log lines that hold one are
 * safe; {@link #reveal} is the only way to the value.
 */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * A secret of that value, without the blanks and line breaks around it.
     *
     * @throws IllegalArgumentException if nothing is left, or the value is null: an empty secret protects nothing
     */
    public static Secret of(@Nullable String value) {
        String trimmed = trimmed(value);
        if (trimmed.isEmpty()) {
            throw new IllegalArgumentException("a secret is missing");
        }
        return new Secret(trimmed);
    }

    /** A value without what copying brings along at its ends: blanks, line breaks, byte order marks. {@code ""} for null. */
    public static String trimmed(@Nullable String value) {
        return value == null ? "" : Visible.trimmed(value);
    }

    /** The value itself, for the one call that needs it. */
    public String reveal() {
        return value;
    }

    /** The value's UTF-8 bytes, for a MAC. */
    public byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it consists of visible ASCII, so that it can be sent in a header, a path or a query as it is. */
    public boolean isVisibleAscii() {
        return value.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /** Whether it consists of what can be typed or pasted: no control characters but line breaks and tabs. */
    public boolean isText() {
        return value.chars().allMatch(c -> !Character.isISOControl(c) || c == '\n' || c == '\r' || c == '\t');
    }

    /** Whether this is the given value; takes as long for a near miss as for a wild guess. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(bytes(), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && matches(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
