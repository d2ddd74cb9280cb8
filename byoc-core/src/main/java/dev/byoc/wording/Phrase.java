package dev.byoc.wording;

import java.util.List;
import java.util.Locale;

/**
 * The key of one sentence. A module has an enum of them, and beside that class, in its package, the resources
 * {@code wording.properties} (English) and {@code wording_ko.properties} and so on, in UTF-8: {@code key = pattern}, as
 * {@link java.text.MessageFormat} reads it ({@code {0}} is the first argument, {@code ''} an apostrophe).
 */
public interface Phrase {
    /** Unique among all modules, so it begins with the module's own name, as {@code core.empty}. */
    String key();

    /** The key of an enum's constant: {@code core.file-at} for {@code FILE_AT} of the module {@code core}. */
    static String keyOf(String module, Enum<?> constant) {
        return module + "." + constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Reader reader();

    /**
     * What its arguments are: {@code String}, {@code Integer} or {@link java.time.Instant}, which is shown as a date and a time. A name or
     * an address that comes from outside is an argument, never part of a pattern.
     */
    List<Class<?>> arguments();

    /** Whose package holds the resources. */
    default Class<?> owner() {
        return this instanceof Enum<?> constant ? constant.getDeclaringClass() : getClass();
    }
}
